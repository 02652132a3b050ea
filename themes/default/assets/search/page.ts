// The search page: its query stands in the address, so that a search can be linked and comes back with the back button.
import { script as text } from "../../strings.yaml";
import { element, statusLine, waysOut } from "../dom";
import { pageList, summary } from "./list";
import type { Opened } from "./open";

const most = 30;

/** Makes the page show the results of ?q=, and of what is typed. */
export function searchPage(form: HTMLFormElement, search: Opened, root: string): void {
  const input = form.querySelector("input") as HTMLInputElement;
  const status = statusLine();
  const panel = element("div", "found");
  form.after(status, panel);

  const show = async (): Promise<void> => {
    const query = input.value.trim();
    remember(query);
    panel.replaceChildren();
    status.textContent = query ? text.loading : "";
    if (!query) return;
    try {
      const results = await search.search(query, most);
      if (query !== input.value.trim()) return; // something else has been typed since
      status.textContent = summary(results.length, query);
      panel.replaceChildren(...(results.length ? [pageList(results, root)] : [element("p", "", text.advice), waysOut()]));
    } catch {
      status.textContent = text.unavailable;
      panel.replaceChildren(waysOut());
    }
  };

  search.load(); // whoever is here came to search
  input.addEventListener("input", () => void show());
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    void show();
  });
  const q = new URLSearchParams(location.search).get("q");
  if (q) input.value = q;
  void show();
}

function remember(query: string): void {
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  try {
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  } catch {
    // Safari takes a hundred changes in half a minute; the next one catches up.
  }
}
