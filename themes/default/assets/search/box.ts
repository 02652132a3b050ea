// The search box of every page, with results below it while the user types.
import * as text from "../../strings.yaml#script";
import { announcer, element, fallbackLinks, link, statusLine } from "../dom";
import { codeIn } from "./code";
import type { Opened, Result } from "./data";
import { rememberFound } from "./followed";
import { resultList, summary } from "./list";
import { mark } from "./mark";
import { clearSearches, recentSearches, rememberSearch } from "./recent";

/** The results that the box shows. The search page shows more. */
const limit = 6;

/**
 * Lets a form show results as links, which the arrow keys select. Enter opens the search page, or the section of the
 * code in the field.
 */
export function searchBox(form: HTMLFormElement, search: Opened, root: string): void {
  new Box(form, search, root);
}

class Box {
  private readonly input: HTMLInputElement;
  private readonly summary = element("p", "status");
  private readonly content = element("div", "");
  private readonly panel = element("div", "panel", this.summary, this.content);
  private readonly announce: (text: string) => void;
  /** The query whose answer is shown or has been requested. */
  private asked = "";
  private answer: Promise<Result[]> = Promise.resolve([]);

  constructor(
    private readonly form: HTMLFormElement,
    private readonly search: Opened,
    private readonly root: string,
  ) {
    this.input = form.querySelector("input") as HTMLInputElement;
    const line = statusLine("hidden");
    this.announce = announcer(line);
    this.input.parentElement?.after(this.panel);
    form.append(line);
    this.input.addEventListener("focus", () => this.suggest());
    this.input.addEventListener("input", () => void this.show());
    form.addEventListener("keydown", (e) => this.key(e));
    form.addEventListener("submit", (e) => this.submit(e));
    // Not as soon as the field loses the focus: the link below the panel that is being clicked would move away.
    for (const event of ["click", "keyup"]) {
      document.addEventListener(event, (e) => {
        if (!form.contains(e.target as Node)) this.close();
      });
    }
    if (this.input.value) void this.show();
    else this.suggest();
  }

  /**
   * Searches for the text in the field, once for each query, and shows the results. It returns none if there is another
   * query by then or the box was closed.
   */
  private async show(): Promise<Result[]> {
    const query = this.input.value.trim();
    if (!query) {
      this.suggest();
      return [];
    }
    if (query !== this.asked) {
      this.asked = query;
      this.say(text.loading, "");
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
    this.say(summary(results.length, limit, query));
    if (!results.length) return this.open(element("p", "", text.advice), fallbackLinks());

    const list = resultList(results.slice(0, limit), this.root, (words, address) => {
      rememberSearch(query);
      this.leave(address, words);
    });
    if (results.length <= limit) return this.open(list);
    this.open(list, element("p", "all", link(this.pageOf(query), text.all)));
  }

  private fail(): void {
    this.asked = ""; // the user may try the same query again
    this.say(text.unavailable);
    this.open(fallbackLinks());
  }

  /** Offers earlier searches while the field is empty. */
  private suggest(): void {
    const recent = recentSearches();
    if (this.input.value.trim()) return;
    this.close();
    if (!recent.length) return;

    const clear = element("button", "clear", text.clear);
    clear.type = "button";
    clear.addEventListener("click", () => {
      clearSearches();
      this.close();
      this.input.focus();
    });
    const links = recent.map((query) => element("li", "", link(this.pageOf(query), query)));
    this.summary.textContent = text.recent;
    this.open(element("ul", "ways-out", ...links), clear);
  }

  /** Returns the address of the search page with the results of a query. */
  private pageOf(query: string): string {
    const page = new URL(this.form.action);
    page.searchParams.set("q", query);
    return page.href;
  }

  /** Shows a line above the results, and announces a text. */
  private say(line: string, announced = line): void {
    this.summary.textContent = line;
    this.announce(announced);
  }

  private open(...content: Node[]): void {
    this.content.replaceChildren(...content);
    this.panel.classList.add("open");
  }

  private close(): void {
    this.asked = "";
    this.say("");
    this.content.replaceChildren();
    this.panel.classList.remove("open");
  }

  private key(e: KeyboardEvent): void {
    if (e.isComposing) return;
    if (e.key === "Escape" && this.panel.classList.contains("open")) {
      e.preventDefault(); // Escape would also clear the field
      this.input.focus(); // opens the panel if the field is empty
      this.close();
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

  /** Opens the section of a code. For anything else, the form opens the search page. */
  private submit(e: SubmitEvent): void {
    if (!codeIn(this.input.value)) return;
    e.preventDefault();
    void this.enter();
  }

  private async enter(): Promise<void> {
    const query = this.input.value;
    const [first] = await this.show();
    if (query !== this.input.value) return;
    const isCode = first?.answer !== undefined && codeIn(query) === codeIn(first.code);
    const address = isCode ? new URL(first.url, this.root).href : this.pageOf(query.trim());
    location.assign(address);
    this.leave(address, "");
  }

  /** Has the page at an address mark words. If that is this page, which is not loaded again, it closes the box. */
  private leave(address: string, words: string): void {
    if (new URL(address).pathname !== location.pathname) return rememberFound(words, address);
    // Later, because the browser has to follow the link first.
    setTimeout(() => {
      this.close();
      mark(words);
    });
  }
}
