// The content of the page. A section is built again only if what it shows has changed, so that the user keeps the focus
// and open details.
import { element, link, statusLine } from "./assets/dom";
import { runEach } from "./assets/run";
import type { Client, Item, View } from "./client";
import { firstField, markTitle, PracticeForm } from "./practice";
import { questions } from "./questions";
import { report } from "./report";

interface Section {
  node: HTMLElement;

  /** The value that the section shows, in JSON. */
  shown: string;
}

export class Screen {
  private readonly sections = new Map<string, Section>();
  private readonly announcement = statusLine();
  private readonly recheck = element("button", "plain", "Check again");
  private readonly time = element("p", "small");
  private readonly practice: PracticeForm;

  constructor(
    private readonly main: HTMLElement,
    private readonly client: Client,
  ) {
    this.practice = new PracticeForm(client);
    this.announcement.classList.add("hidden");
    this.recheck.type = "button";
    this.recheck.addEventListener("click", () => void this.checkAgain());
  }

  show(view: View): void {
    if (this.sections.size === 0) this.main.replaceChildren(this.announcement, ...this.frame());
    document.title = `${view.heading} - cardcheck`;
    this.announce(`${view.heading}. ${view.summary}.`);
    this.time.textContent = `Checked at ${view.time}. Insert or remove a card, and this page follows.`;
    const [first, ...others] = view.bad;
    runEach(
      () => this.update("lost", null, () => []),
      () => this.update("next", [view.heading, view.lead, first, view.practice?.state], () => next(view, first)),
      () => this.update("readers", view.readers, () => readers(view.readers)),
      () => this.update("others", others, () => items("Other problems", others, problem)),
      () => this.update("questions", view.questions, () => questions(view.questions, this.client)),
      () => this.update("practice", view.practice, () => this.practice.build(view.practice)),
      () => this.update("unknown", view.unknown, () => items("What could not be checked", view.unknown, unknown)),
      () => this.update("all", [view.summary, view.all], () => allChecks(view)),
      markTitle,
    );
  }

  /** Warns that the view may be out of date. */
  showDisconnected(): void {
    if (this.sections.size === 0) return;
    const text = "The connection to cardcheck is lost. What you see may be out of date.";
    this.update("lost", "lost", () => [element("p", "callout warning", text)]);
  }

  /** Replaces the page by the reason why it will get no more views. */
  showEnded(rejected: boolean): void {
    const reason = rejected
      ? "This address works for one visit, and it has been opened before, or it belongs to a cardcheck that has ended."
      : "cardcheck has ended, so this page no longer follows the card.";
    const text = `${reason} Close this page and start cardcheck again.`;
    this.announce(text);
    document.title = "cardcheck has ended";
    const heading = element("h1", "", "cardcheck has ended");
    this.main.replaceChildren(this.announcement, heading, element("p", "lead", text));
  }

  private frame(): HTMLElement[] {
    const section = (name: string, ...fixed: Node[]) => {
      const node = element("section", name);
      this.sections.set(name, { node, shown: "" });
      return fixed.length > 0 ? element("div", "", node, ...fixed) : node;
    };
    return [
      section("lost"),
      section("next"),
      section("readers", element("div", "controls", this.recheck, this.time)),
      section("others"),
      section("questions"),
      section("practice", this.practice.outcome),
      section("unknown"),
      section("all"),
      report(this.client),
    ];
  }

  private update(name: string, value: unknown, build: () => Node[]): void {
    const section = this.sections.get(name);
    const shown = JSON.stringify(value);
    if (!section || section.shown === shown) return;
    section.shown = shown;
    const { node } = section;
    const focused = node.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const open = [...node.querySelectorAll("details[open]")].map((d) => d.id);
    node.replaceChildren(...build());
    for (const details of node.querySelectorAll("details")) details.open = open.includes(details.id);
    if (focused !== undefined) this.restoreFocus(focused);
  }

  private restoreFocus(id: string): void {
    const e = document.getElementById(id);
    e?.focus();
    if (!e || document.activeElement !== e) this.main.focus(); // the element is gone or hidden
  }

  private announce(text: string): void {
    if (this.announcement.textContent !== text) this.announcement.textContent = text;
  }

  private async checkAgain(): Promise<void> {
    this.time.textContent = "Checking …";
    await this.client.post("/recheck").catch(() => this.showDisconnected());
  }
}

/** The status as a mark and a word, so that it does not depend on colour. */
function state(item: Item): HTMLElement {
  const mark = element("span", "mark", item.mark);
  mark.setAttribute("aria-hidden", "true");
  return withStatus(item, element("span", "state", mark, ` ${item.word}`));
}

function withStatus(item: Item, node: HTMLElement): HTMLElement {
  node.dataset["status"] = item.status;
  return node;
}

function code(item: Item): HTMLElement {
  return element("span", "code", item.code);
}

function which(item: Item): HTMLElement {
  return element("p", "which", state(item), " ", code(item));
}

function next(view: View, item: Item | undefined): Node[] {
  const heading = element("h1", "", view.heading);
  const lead = [...(view.lead ? [element("p", "lead", view.lead)] : []), ...says(item)];
  if (!item) return [element("div", "panel", heading, ...lead, ...linkToForm(view))];
  const steps = whatToDo(item, "h2", "What to do next");
  return [withStatus(item, element("div", "panel", which(item), heading, ...lead, ...steps))];
}

/** The message that other programs show about the same problem, by which the user recognises it. */
function says(item: Item | undefined): Node[] {
  return item?.says ? [element("p", "small", `You may see the message “${item.says}”.`)] : [];
}

/** If nothing is wrong, the next step is the form. */
function linkToForm(view: View): Node[] {
  if (view.practice?.state !== "missing") return [];
  const a = link(`#${firstField}`, "Fill in “Your practice”");
  a.className = "button";
  a.id = "to-practice";
  return [element("p", "", a)];
}

function problem(item: Item): Node {
  const heading = element("h3", "", item.message);
  const detail = item.detail ? [element("p", "", item.detail)] : [];
  const steps = whatToDo(item, "h4", "What to do");
  return withStatus(item, element("article", "problem", which(item), heading, ...detail, ...says(item), ...steps));
}

function whatToDo(item: Item, level: "h2" | "h4", title: string): Node[] {
  const nodes: Node[] = item.fix.length > 0 ? [element(level, "", title), steps(item.fix)] : [];
  if (item.more) {
    const noun = item.more === 1 ? "step" : "steps";
    nodes.push(element("p", "", `The article has ${item.more} more ${noun}.`));
  }
  if (/^https?:/.test(item.url)) nodes.push(article(item));
  return [...nodes, ...observations(item)];
}

/** The observations, closed: they are for the people who help the user. */
function observations(item: Item): Node[] {
  if (item.evidence.length === 0) return [];
  const summary = element("summary", "", "What cardcheck found");
  summary.id = `show-found-${item.code}`;
  const details = element("details", "", summary, ...evidence(item));
  details.id = `found-${item.code}`;
  return [details];
}

function article(item: Item): Node {
  const a = link(item.url, "Open the article", element("span", "hidden", ` on ${item.code} in a new tab`));
  a.className = "button";
  a.id = `open-${item.code}`;
  a.target = "_blank";
  a.rel = "noopener noreferrer";
  return element("p", "open", a, element("span", "small address", item.url));
}

function evidence(item: Item): Node[] {
  if (item.evidence.length === 0) return [];
  return [element("ul", "evidence", ...item.evidence.map((e) => element("li", "", e)))];
}

function steps(list: string[]): HTMLElement {
  return element("ol", "", ...list.map((step) => element("li", "", step)));
}

function readers(list: string[]): Node[] {
  if (list.length === 0) return [];
  return [element("h2", "", "Readers"), element("ul", "", ...list.map((reader) => element("li", "", reader)))];
}

function items(title: string, list: Item[], show: (item: Item) => Node): Node[] {
  return list.length > 0 ? [element("h2", "", title), ...list.map(show)] : [];
}

function unknown(item: Item): Node {
  const summary = element("summary", "", state(item), " ", code(item), ` ${item.title}`);
  summary.id = `how-${item.code}`;
  const details = element("details", "", summary, element("p", "", item.detail), ...evidence(item));
  details.id = `unknown-${item.code}`;
  if (item.fix.length > 0) details.append(element("h3", "", "How to find out"), steps(item.fix));
  if (item.waiting.length > 0) {
    details.append(element("p", "", `These checks need this result first: ${item.waiting.join(", ")}.`));
  }
  return details;
}

function allChecks(view: View): Node[] {
  const line = (item: Item) => {
    const detail = element("span", "small detail", item.detail);
    return element("li", "", state(item), " ", code(item), " ", element("span", "what", item.message, detail));
  };
  const summary = element("summary", "", `Show every check: ${view.summary}`);
  summary.id = "show-checks";
  const details = element("details", "", summary, element("ul", "checks", ...view.all.map(line)));
  details.id = "every-check";
  return [element("h2", "", "All checks"), details];
}
