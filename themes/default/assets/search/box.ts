// The search box of every page, with results below it while the user types.
import { script as text } from "../../strings.yaml";
import { element, link, statusLine, fallbackLinks } from "../dom";
import type { Opened, Result } from "./data";
import { resultList, summary } from "./list";

/** The results that the box shows. The search page shows more. */
const limit = 6;

/** Lets a form show results as links. Enter opens the first one; the arrow keys select the others. */
export function searchBox(form: HTMLFormElement, search: Opened, root: string): void {
  new Box(form, search, root);
}

class Box {
  private readonly input: HTMLInputElement;
  private readonly status = statusLine();
  private readonly content = element("div", "");
  private readonly panel = element("div", "panel", this.status, this.content);
  /** The user has clicked the button. Enter in the field also triggers a click, but one without detail. */
  private pressed = false;
  /** The query whose answer is shown or has been requested. */
  private asked = "";
  private answer: Promise<Result[]> = Promise.resolve([]);

  constructor(
    private readonly form: HTMLFormElement,
    private readonly search: Opened,
    private readonly root: string,
  ) {
    this.input = form.querySelector("input") as HTMLInputElement;
    form.append(this.panel); // it is always in the page, so that screen readers announce its status line
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

  /**
   * Searches for the text in the field, once for each query, and shows the results. It returns none if there is another
   * query by then or the box was closed.
   */
  private async show(): Promise<Result[]> {
    const query = this.input.value.trim();
    if (!query) {
      this.close();
      return [];
    }
    if (query !== this.asked) {
      this.asked = query;
      this.status.textContent = text.loading;
      this.answer = this.search.search(query, limit + 1); // one more shows whether these are all
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
    this.status.textContent = summary(results.length, limit, query);
    if (!results.length) return this.open(element("p", "", text.advice), fallbackLinks());

    const list = resultList(results.slice(0, limit), this.root);
    if (results.length <= limit) return this.open(list);

    const all = new URL(this.form.action);
    all.searchParams.set("q", query);
    this.open(list, element("p", "all", link(all.href, text.all)));
  }

  private fail(): void {
    this.asked = ""; // the user may try the same query again
    this.status.textContent = text.unavailable;
    this.open(fallbackLinks());
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
      e.preventDefault(); // Escape would also clear the field
      this.close();
      this.input.focus();
    } else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      this.move(e);
    }
  }

  /** Moves the focus between the field and the links. */
  private move(e: KeyboardEvent): void {
    const stops = [this.input, ...this.panel.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement as HTMLAnchorElement);
    if (at < 0) return;
    e.preventDefault();
    const next = at + (e.key === "ArrowDown" ? 1 : -1);
    stops[Math.max(0, Math.min(stops.length - 1, next))]?.focus();
  }

  /** Opens the search page for a click on the button, and the first result for Enter in the field. */
  private submit(e: SubmitEvent): void {
    if (this.pressed || document.activeElement !== this.input) return;
    e.preventDefault();
    void this.enter();
  }

  /** Opens the first result as soon as there is one. */
  private async enter(): Promise<void> {
    const [first] = await this.show();
    if (first) {
      location.assign(new URL(first.url, this.root).href);
      this.close();
    }
  }
}
