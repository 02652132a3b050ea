// The answer to a query that names an error: what it means, who can fix it, and the first step.
import * as text from "../../strings.yaml#script";
import { element, fill } from "../dom";
import type { Result } from "./data";
import { type Follow, resultLink } from "./link";

/** Paragraphs before the steps that are shown, and the letters of each of them and of the first step. */
const maxParagraphs = 1;
const maxLetters = 180;

/** Returns a card with a link to the section. */
export function answerCard(r: Result, root: string, follow: Follow): HTMLElement {
  const lines = (r.answer ?? "").split("\n").map((line) => line.trim());
  const steps = firstSteps(lines);
  const paragraphs = lines.slice(0, steps[0] ? lines.indexOf(steps[0]) : lines.length).filter((line) => line);

  const card = element("div", "answer", element("p", "small", text.answer));
  card.append(element("p", "", resultLink(r, root, follow)));
  for (const line of paragraphs.slice(0, maxParagraphs)) card.append(element("p", "", shortened(line)));
  if (r.who) card.append(element("p", "", fill(text.who, { who: r.who })));
  if (steps[0]) card.append(element("p", "", fill(text.first_step, { step: shortened(steps[0].slice(3)) })));
  if (steps.length > 1) card.append(element("p", "more", fill(text.all_steps, { count: steps.length })));
  return card;
}

/** Returns the steps of the first list: those that are numbered 1, 2, 3 and so on. */
function firstSteps(lines: readonly string[]): string[] {
  const steps: string[] = [];
  for (const line of lines) {
    if (line.startsWith(`${steps.length + 1}. `)) steps.push(line);
    else if (/^1\. /.test(line)) break;
  }
  return steps;
}

function shortened(line: string): string {
  return line.length <= maxLetters ? line : line.slice(0, line.lastIndexOf(" ", maxLetters)) + "\u00a0…";
}
