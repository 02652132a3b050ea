// The script of every page. Pages are usable without it.
import { markSection } from "./contents";
import { copyButtons } from "./copy";
import { openNamedDetails } from "./details";
import { feedback } from "./feedback";
import { loader } from "./later/load";
import { followRedirect } from "./moved";
import { endNotice } from "./notice";
import { pictures } from "./pictures";
import { printButton, printLinkURLs } from "./print";
import { publishedURLs } from "./published";
import { runEach } from "./run";
import type { Opened } from "./search/data";
import { takeFound } from "./search/followed";
import { openIndex, retried } from "./search/open";
import { words } from "./words";

runEach(followRedirect, endNotice, openNamedDetails);

function named<T extends { readonly url: string }>(result: T): T {
  return { ...result, url: result.url.replace(/\/(?=#|$)/, "/index.html") };
}

const self = document.currentScript as HTMLScriptElement;
const root = new URL(self.dataset.root ?? "./", document.baseURI).href;
const address = (name: "index" | "search" | "later") => new URL(self.dataset[name] ?? "", document.baseURI).href;
const index = openIndex(address("index"), address("search"));
// Without a server, nothing adds index.html to the address of a folder.
const search: Opened = root.endsWith("/index.html")
  ? { ...index, search: async (...asked) => (await index.search(...asked)).map(named) }
  : index;

const load = loader(address("later"));

window.signpost = { search: search.search, opened: search, root, load };

function setUpSearch(): void {
  const form = document.querySelector<HTMLFormElement>("form.search");
  const input = form?.querySelector("input");
  if (!form || !input) return;
  // Without JavaScript the form opens the list of all articles. With it, Enter opens the search page.
  form.action = new URL(form.dataset.search ?? "", document.baseURI).href;
  let isOpen = false;
  const open = retried(async () => {
    await search.load();
    if (!window.signpost.listed) window.signpost.box?.(form, search, root);
    isOpen = true;
  });
  input.addEventListener("focus", () => void open().catch(() => undefined));
  form.addEventListener("submit", (e) => {
    const asked = input.value;
    if (isOpen || !/\d/.test(asked)) return;
    e.preventDefault(); // what may be a code waits for the search box, which opens its section
    open().then(
      () => input.value === asked && form.requestSubmit(),
      () => form.submit(),
    );
  });
  openWithKeys(input);
}

/** Lets Ctrl and K open the search, unless another field has the focus. */
function openWithKeys(input: HTMLInputElement): void {
  input.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  addEventListener("keydown", (e) => {
    const isElsewhere = e.target !== input && (e.target as HTMLElement).matches?.("input, textarea, select");
    const isOther = e.shiftKey || e.altKey || !(e.ctrlKey || e.metaKey);
    if (e.key?.toLowerCase() !== "k" || isOther || isElsewhere) return; // autofill sends events without a key
    e.preventDefault();
    input.focus();
    input.select();
  });
}

/** Marks what the reader searched for, after a result was opened. */
function markFound(): void {
  const query = takeFound(location.pathname);
  if (query) void search.run().then(() => window.signpost.mark?.(query));
}

const published = publishedURLs(root, document.documentElement.dataset.published);
runEach(
  setUpSearch,
  () => copyButtons(published, load),
  () => printLinkURLs(published),
  printButton,
  () => feedback(load),
  () => pictures(load),
  () => words(load),
  markSection,
  markFound,
);
