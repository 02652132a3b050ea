// The search box of every page: results under it while somebody types.
import { script as text } from "../../strings.yaml";
import { element, link, statusLine, waysOut } from "../dom";
import type { Opened, Result } from "./data";
import { resultList, summary } from "./list";

const most = 6; // results in the box; the search page shows more

/** Makes the form show results as links, first one on Enter, the others by arrow keys. */
export function searchBox(form: HTMLFormElement, search: Opened, root: string): void {
  new Box(form, search, root);
}

class Box {
  private readonly input: HTMLInputElement;
  private readonly status = statusLine();
  private readonly content = element("div", "");
  private readonly panel = element("div", "panel", this.status, this.content);
  private pressed = false; // the button, by hand: Enter in the field presses it too, with no detail
  private asked = ""; // the query whose answer is shown or on its way
  private answer: Promise<Result[]> = Promise.resolve([]);

  constructor(
    private readonly form: HTMLFormElement,
    private readonly search: Opened,
    private readonly root: string,
  ) {
    this.input = form.querySelector("input") as HTMLInputElement;
    form.append(this.panel); // it stays in the page, unseen, so that its status line is heard
    this.input.addEventListener("focus", () => search.load());
    this.input.addEventListener("input", () => void this.show());
    form.addEventListener("keydown", (e) => this.key(e));
    form.addEventListener("submit", (e) => this.submit(e));
    form.querySelector("button")?.addEventListener("click", (e) => (this.pressed = e.detail > 0));
    form.addEventListener("focusout", (e) => {
      if (e.relatedTarget && !form.contains(e.relatedTarget as Node)) this.close();
    });
    document.addEventListener("click", (e) => {
      if (!form.contains(e.target as Node)) this.close();
    });
  }

  /** Asks for what is typed, once for each query, and shows the answer. There is none where another query has come since, or the box was closed. */
  private async show(): Promise<Result[]> {
    const query = this.input.value.trim();
    if (!query) {
      this.close();
      return [];
    }
    if (query !== this.asked) {
      this.asked = query;
      this.status.textContent = text.loading;
      this.answer = this.search.search(query, most + 1); // one more tells whether these are all
    }
    try {
      const results = await this.answer;
      if (query !== this.asked) return [];
      this.fill(results, query);
      return results;
    } catch {
      if (query === this.asked) this.fail();
      return [];
    }
  }

  private fill(results: Result[], query: string): void {
    this.status.textContent = summary(results.length, most, query);
    if (!results.length) return this.open(element("p", "", text.advice), waysOut());
    const list = resultList(results.slice(0, most), this.root);
    if (results.length <= most) return this.open(list);
    const all = new URL(this.form.action);
    all.searchParams.set("q", query);
    this.open(list, element("p", "all", link(all.href, text.all)));
  }

  private fail(): void {
    this.asked = ""; // the same query may be tried again
    this.status.textContent = text.unavailable;
    this.open(waysOut());
  }

  private open(...content: Node[]): void {
    this.content.replaceChildren(...content);
    this.panel.classList.add("open");
  }

  private close(): void {
    this.asked = "";
    this.status.textContent = "";
    this.content.replaceChildren();
    this.panel.classList.remove("open");
  }

  private key(e: KeyboardEvent): void {
    if (e.isComposing) return;
    if (e.key === "Escape" && this.panel.classList.contains("open")) {
      e.preventDefault(); // Esc would also empty the field
      this.close();
      this.input.focus();
    } else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      this.move(e);
    }
  }

  /** Moves through the links; upwards from the first leads back to the field. */
  private move(e: KeyboardEvent): void {
    const stops = [this.input, ...this.panel.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement as HTMLAnchorElement);
    if (at < 0) return;
    e.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)))]?.focus();
  }

  /** The button leads to the search page; Enter in the field leads to the first result. */
  private submit(e: SubmitEvent): void {
    if (this.pressed || document.activeElement !== this.input) return;
    e.preventDefault();
    void this.enter();
  }

  /** Goes to the first result, when the index has come if need be. */
  private async enter(): Promise<void> {
    const [first] = await this.show();
    if (first) {
      location.assign(new URL(first.url, this.root).href);
      this.close();
    }
  }
}
