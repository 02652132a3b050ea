// The search page. Its address contains the query and the collection, so that links and the back button lead to a
// search.
import * as text from "../../strings.yaml#script";
import { announcer, element, fallbackLinks, fill, statusLine } from "../dom";
import type { Opened, Result } from "./data";
import { rememberFound } from "./followed";
import { pageList, summary } from "./list";
import { rememberSearch } from "./recent";

/** The results that the page shows. */
const limit = 30;

/** Lets the page show the results of ?q= in the collection of ?in=, and of what the user types and selects. */
export function searchPage(form: HTMLFormElement, search: Opened, root: string): void {
  const input = form.querySelector("input") as HTMLInputElement;
  const filter = document.querySelector<HTMLElement>(".filter") ?? form; // a site without collections has none
  const choice = filter.querySelector("select") ?? element("select", "");
  const status = element("p", "status");
  const line = statusLine("hidden");
  const announce = announcer(line);
  const panel = element("div", "found");
  filter.after(status, panel, line);
  filter.hidden = false;

  const say = (shown: string, announced = shown): void => {
    status.textContent = shown;
    announce(announced);
  };

  const fillPanel = (results: Result[], query: string): void => {
    const found = summary(results.length, limit, query);
    const topic = choice.selectedOptions[0]?.text ?? "";
    say(choice.value ? fill(text.found_in, { found, topic }) : found);
    if (results.length) panel.replaceChildren(pageList(results.slice(0, limit), root, rememberFound));
    else panel.replaceChildren(element("p", "", text.advice), fallbackLinks());
  };

  const show = async (): Promise<void> => {
    const query = input.value.trim();
    const collection = choice.value;
    const isOutdated = () => query !== input.value.trim() || collection !== choice.value;
    remember({ q: query, in: collection });
    say(query ? text.loading : "", "");
    if (!query) return panel.replaceChildren(); // otherwise, earlier results stay until there are new ones
    try {
      const results = await search.search(query, limit + 1, collection); // one more shows whether these are all
      if (!isOutdated()) fillPanel(results, query);
    } catch {
      if (isOutdated()) return;
      say(text.unavailable);
      panel.replaceChildren(fallbackLinks());
    }
  };

  void search.load().catch(() => undefined); // everyone on this page wants to search
  input.addEventListener("input", () => void show());
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    void show();
  });
  choice.addEventListener("change", () => void show());
  addEventListener("pagehide", () => {
    if (input.value.trim()) rememberSearch(input.value.trim());
    change(location.href, scrollY);
  });

  const params = new URLSearchParams(location.search);
  input.value = params.get("q") || input.value;
  for (const option of choice.options) {
    if (option.value === params.get("in")) option.selected = true;
  }
  const top = Number((history.state as { top?: number } | null)?.top);
  void show().then(() => top && scrollTo(0, top)); // the browser could not, because the results were missing
}

/** Writes the query and the collection into the address of the page. */
function remember(params: Readonly<Record<string, string>>): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(params)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) change(address.href, 0);
}

/** Changes the address of the page, and how far the reader has scrolled. */
function change(address: string, top: number): void {
  try {
    history.replaceState({ top }, "", address);
  } catch {
    // Safari allows a hundred changes in half a minute. A later query writes the address.
  }
}
