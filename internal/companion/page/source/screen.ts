// What stands on the page. A part is made anew only when what it shows has changed: nobody loses the place or an open line.
import { element, link, statusLine } from "./assets/dom";
import type { Asker, Item, View } from "./ask";
import { firstField, PracticeForm } from "./practice";
import { questions } from "./questions";
import { report } from "./report";

export class Screen {
  private readonly parts = new Map<string, { node: HTMLElement; shown: string }>();
  private readonly said = statusLine();
  private readonly again = element("button", "plain", "Check again");
  private readonly time = element("p", "small");
  private readonly practice: PracticeForm;

  constructor(
    private readonly main: HTMLElement,
    private readonly asker: Asker,
  ) {
    this.practice = new PracticeForm(asker);
    this.said.classList.add("hidden");
    this.again.type = "button";
    this.again.addEventListener("click", () => void this.checkAgain());
  }

  show(view: View): void {
    if (this.parts.size === 0) this.main.replaceChildren(this.said, ...this.frame());
    document.title = `${view.heading} - cardcheck`;
    this.tell(`${view.heading}. ${view.summary}.`);
    this.time.textContent = `Checked at ${view.time}. Put a card in or take it out: this page follows.`;
    const [first, ...others] = view.bad;
    this.put("lost", null, () => []);
    this.put("next", [view.heading, view.lead, first, view.practice?.state], () => next(view, first));
    this.put("readers", view.readers, () => readers(view.readers));
    this.put("others", others, () => several("Also to put right", others, problem));
    this.put("questions", view.questions, () => questions(view.questions, this.asker));
    this.put("practice", view.practice, () => this.practice.build(view.practice));
    this.put("unknown", view.unknown, () => several("What could not be checked", view.unknown, unknown));
    this.put("all", [view.summary, view.all], () => everything(view));
  }

  /** What is shown may not be true any more. */
  lost(): void {
    if (this.parts.size === 0) return;
    this.put("lost", "lost", () => [callout("The connection to cardcheck is lost. What you see may be out of date.")]);
  }

  /** It will not come back. */
  ended(unknown: boolean): void {
    const text = unknown ? "This address was good for one visit, and somebody has opened it already, or it belongs to a cardcheck that has ended." : "cardcheck has ended, so this page does not follow the card any more.";
    const advice = "Close this page and start cardcheck again.";
    this.tell(`${text} ${advice}`);
    document.title = "cardcheck has ended";
    this.main.replaceChildren(this.said, element("h1", "", "cardcheck has ended"), element("p", "lead", `${text} ${advice}`));
  }

  private frame(): HTMLElement[] {
    const part = (name: string, ...fixed: Node[]) => {
      const node = element("section", name);
      this.parts.set(name, { node, shown: "" });
      return fixed.length > 0 ? element("div", "", node, ...fixed) : node;
    };
    const controls = element("div", "controls", this.again, this.time);
    return [part("lost"), part("next"), part("readers", controls), part("others"), part("questions"), part("practice", this.practice.outcome), part("unknown"), part("all"), report(this.asker)];
  }

  private put(name: string, value: unknown, build: () => Node[]): void {
    const part = this.parts.get(name);
    const shown = JSON.stringify(value);
    if (!part || part.shown === shown) return;
    part.shown = shown;
    const focused = part.node.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const open = [...part.node.querySelectorAll("details[open]")].map((d) => d.id);
    part.node.replaceChildren(...build());
    for (const details of part.node.querySelectorAll("details")) details.open = open.includes(details.id);
    if (focused === undefined) return;
    const again = document.getElementById(focused);
    again?.focus();
    if (document.activeElement !== again || !again) this.main.focus(); // it is gone, or folded away
  }

  private tell(text: string): void {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  private async checkAgain(): Promise<void> {
    this.time.textContent = "Checking …";
    await this.asker.post("/again").catch(() => this.lost());
  }
}

function callout(text: string): HTMLElement {
  return element("p", "callout warning", text);
}

/** A status in a sign and a word; its colour says the same once more. */
function state(item: Item): HTMLElement {
  const mark = element("span", "mark", item.mark);
  mark.setAttribute("aria-hidden", "true");
  return marked(item, element("span", "state", mark, ` ${item.word}`));
}

function marked(item: Item, node: HTMLElement): HTMLElement {
  node.dataset["status"] = item.status;
  return node;
}

function code(item: Item): HTMLElement {
  return element("span", "code", item.code);
}

function which(item: Item): HTMLElement {
  return element("p", "which", state(item), " ", code(item), ` ${item.title}`);
}

function next(view: View, item: Item | undefined): Node[] {
  const heading = element("h1", "", view.heading);
  const lead = view.lead ? [element("p", "lead", view.lead)] : [];
  if (!item) return [element("div", "panel", heading, ...lead, ...wayToForm(view))];
  return [marked(item, element("div", "panel", which(item), heading, ...lead, ...whatToDo(item, "h2", "What to do next")))];
}

/** Where nothing is wrong, the next thing is to tell what cardcheck cannot see. */
function wayToForm(view: View): Node[] {
  if (view.practice?.state !== "missing") return [];
  const a = link(`#${firstField}`, "Fill in “Your practice”");
  a.className = "button";
  a.id = "to-practice";
  return [element("p", "", a)];
}

function problem(item: Item): Node {
  const heading = element("h3", "", item.message);
  return marked(item, element("article", "problem", which(item), heading, ...(item.detail ? [element("p", "", item.detail)] : []), ...whatToDo(item, "h4", "What to do")));
}

function whatToDo(item: Item, level: "h2" | "h4", title: string): Node[] {
  const nodes: Node[] = item.fix.length > 0 ? [element(level, "", title), steps(item.fix)] : [];
  if (item.more) nodes.push(element("p", "", `Go on in the article, which has ${item.more} more.`));
  if (/^https?:/.test(item.url)) nodes.push(article(item));
  const seen = evidence(item);
  return seen.length > 0 ? [...nodes, element(level, "", "What cardcheck saw"), ...seen] : nodes;
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
  return item.evidence.length > 0 ? [element("ul", "evidence", ...item.evidence.map((e) => element("li", "", e)))] : [];
}

function steps(list: string[]): HTMLElement {
  return element("ol", "", ...list.map((step) => element("li", "", step)));
}

function readers(list: string[]): Node[] {
  if (list.length === 0) return [];
  return [element("h2", "", "Readers"), element("ul", "", ...list.map((reader) => element("li", "", reader)))];
}

function several(title: string, items: Item[], show: (item: Item) => Node): Node[] {
  return items.length > 0 ? [element("h2", "", title), ...items.map(show)] : [];
}

function unknown(item: Item): Node {
  const summary = element("summary", "", state(item), " ", code(item), ` ${item.title}`);
  summary.id = `how-${item.code}`;
  const details = element("details", "", summary, element("p", "", item.detail), ...evidence(item));
  details.id = `unknown-${item.code}`;
  if (item.fix.length > 0) details.append(element("h3", "", "How to find out"), steps(item.fix));
  if (item.waiting.length > 0) details.append(element("p", "", `Until then these cannot be checked either: ${item.waiting.join(", ")}.`));
  return details;
}

function everything(view: View): Node[] {
  const line = (item: Item) => element("li", "", state(item), " ", code(item), " ", element("span", "what", item.title, element("span", "small detail", item.detail)));
  return [element("h2", "", "Every check"), element("p", "", `${view.summary}.`), element("ul", "checks", ...view.all.map(line))];
}
