// What only a person can see, as a form. The program remembers the answers with the day.
import { element, statusLine } from "./assets/dom";
import type { Asker, Question } from "./ask";

const longest = 200; // an answer, in characters

export function questions(list: Question[], asker: Asker): Node[] {
  if (list.length === 0) return [];
  const outcome = statusLine();
  const save = element("button", "", "Remember the answers");
  save.id = "remember";
  const forget = element("button", "plain", "Forget every answer");
  forget.id = "forget";
  forget.type = "button";
  const form = element("form", "", ...list.map(field), element("p", "controls", save, forget), outcome);
  form.autocomplete = "off";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void remember(form, asker, outcome);
  });
  forget.addEventListener("click", () => void tell(outcome, asker.post("/forget"), "Every answer is forgotten."));
  const intro = "The computer cannot see this. Leave open what you do not know. The answers stay on this computer. Never type a password or a passcode.";
  return [element("h2", "", "Questions that only you can answer"), element("p", "", intro), form];
}

function field(q: Question): HTMLElement {
  const before = q.answer ? [element("span", "small before", `You answered “${q.answer}” on ${q.day}.`)] : [];
  return q.yes_no ? choice(q, before) : text(q, before);
}

function text(q: Question, before: Node[]): HTMLElement {
  const input = element("input", "");
  input.name = input.id = q.id;
  input.value = q.answer;
  input.maxLength = longest;
  const label = element("label", "", q.text, ...before);
  label.htmlFor = q.id;
  return element("div", "question", label, input);
}

function choice(q: Question, before: Node[]): HTMLElement {
  const option = (value: string, word: string) => {
    const input = element("input", "");
    input.type = "radio";
    input.name = q.id;
    input.id = `${q.id}-${value}`;
    input.value = value;
    input.checked = q.answer === value;
    return element("label", "option", input, ` ${word}`);
  };
  return element("fieldset", "question", element("legend", "", q.text, ...before), option("yes", "Yes"), option("no", "No"));
}

async function remember(form: HTMLFormElement, asker: Asker, outcome: HTMLElement): Promise<void> {
  const answers: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") answers[name] = value.trim();
  }
  if (Object.keys(answers).length === 0) {
    outcome.textContent = "Nothing is answered yet.";
    return;
  }
  await tell(outcome, asker.post("/answers", answers), "Remembered. Everything is checked again.");
}

async function tell(outcome: HTMLElement, done: Promise<unknown>, success: string): Promise<void> {
  try {
    await done;
    outcome.textContent = success;
  } catch (error) {
    outcome.textContent = `That did not work: ${error instanceof Error ? error.message : error}.`;
  }
}
