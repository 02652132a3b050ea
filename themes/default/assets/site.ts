// The script of every page. Pages are usable without it.
import { markSection } from "./contents";
import { copyButtons } from "./copy";
import { openNamedDetails } from "./details";
import { feedback } from "./feedback";
import { loader } from "./later/load";
import { followRedirect } from "./moved";
import { printLinkURLs } from "./print";
import { publishedURLs } from "./published";
import { runEach } from "./run";
import type { Opened } from "./search/data";
import { openIndex } from "./search/open";
import { searchBox } from "./search/box";

runEach(followRedirect, openNamedDetails);

function named<T extends { readonly url: string }>(result: T): T {
  return { ...result, url: result.url.replace(/\/(?=#|$)/, "/index.html") };
}

const self = document.currentScript as HTMLScriptElement;
const root = new URL(self.dataset.root ?? "./", document.baseURI).href;
const address = (name: "index" | "search" | "later") => new URL(self.dataset[name] ?? "", document.baseURI).href;
const index = openIndex(address("index"), address("search"));
// Without a server, nothing adds index.html to the address of a folder.
const search: Opened = root.endsWith("/index.html")
  ? { load: index.load, search: async (...asked) => (await index.search(...asked)).map(named) }
  : index;

const load = loader(address("later"));

window.signpost = { search: search.search, opened: search, root, load };

function setUpSearch(): void {
  const form = document.querySelector<HTMLFormElement>("form.search");
  if (!form) return;
  // Without JavaScript the form opens the list of all articles.
  const page = new URL(form.dataset.search ?? "", document.baseURI);
  form.action = page.href;
  if (page.pathname !== location.pathname) return searchBox(form, search, root);
  // On the search page, lists.ts shows the results. If that failed, the search box does.
  addEventListener("DOMContentLoaded", () => {
    if (!window.signpost.listed) searchBox(form, search, root);
  });
}

const published = publishedURLs(root, document.documentElement.dataset.published);
runEach(
  setUpSearch,
  () => copyButtons(published, load),
  () => printLinkURLs(published),
  () => feedback(load),
  markSection,
);
