// The search page: its query and the collection that it is about stand in the address, so that a search can be linked and comes back with the back button.
import { script as text } from "../../strings.yaml";
import { element, fill, statusLine, waysOut } from "../dom";
import { pageList, summary } from "./list";
import type { Opened } from "./data";

const most = 30;

/** Makes the page show the results of ?q= in the collection of ?in=, and of what is typed and chosen. */
export function searchPage(form: HTMLFormElement, search: Opened, root: string): void {
  const input = form.querySelector("input") as HTMLInputElement;
  const filter = document.querySelector<HTMLElement>(".filter") ?? form; // a site without collections has none
  const choice = filter.querySelector("select") ?? element("select", "");
  const status = statusLine();
  const panel = element("div", "found");
  filter.after(status, panel);
  filter.hidden = false;

  const show = async (): Promise<void> => {
    const query = input.value.trim();
    const collection = choice.value;
    const overtaken = () => query !== input.value.trim() || collection !== choice.value; // something else has been asked since
    remember({ q: query, in: collection });
    status.textContent = query ? text.loading : "";
    if (!query) return panel.replaceChildren(); // otherwise what was found stays until there is something else to show
    try {
      const results = await search.search(query, most + 1, collection); // one more tells whether these are all
      if (overtaken()) return;
      const found = summary(results.length, most, query);
      status.textContent = collection ? fill(text.found_in, { found, topic: choice.selectedOptions[0]?.text ?? "" }) : found;
      panel.replaceChildren(...(results.length ? [pageList(results.slice(0, most), root)] : [element("p", "", text.advice), waysOut()]));
    } catch {
      if (overtaken()) return;
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
  choice.addEventListener("change", () => void show());
  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") || input.value;
  for (const option of choice.options) if (option.value === asked.get("in")) option.selected = true;
  void show();
}

function remember(asked: Readonly<Record<string, string>>): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(asked)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  try {
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  } catch {
    // Safari takes a hundred changes in half a minute; the next one catches up.
  }
}
