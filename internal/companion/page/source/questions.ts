// The form with questions that only the user can answer. The program stores the answers with their date.
import { element, statusLine } from "./assets/dom";
import { type Client, failure, type Question } from "./client";

const maxLength = 200;

const introduction =
  "The computer cannot see this. Leave out what you do not know. The answers stay on this computer. Never type a " +
  "password or a passcode.";

export function questions(list: Question[], client: Client): Node[] {
  if (list.length === 0) return [];
  const outcome = statusLine();
  const save = element("button", "", "Save the answers");
  save.id = "save-answers";
  const remove = element("button", "plain", "Delete all answers");
  remove.id = "delete-answers";
  remove.type = "button";
  const form = element("form", "", ...list.map(field), element("p", "controls", save, remove), outcome);
  form.autocomplete = "off";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void saveAnswers(form, client, outcome);
  });
  remove.addEventListener("click", () => {
    void report(outcome, client.post("/answers/delete"), "All answers are deleted.");
  });
  return [element("h2", "", "Questions that only you can answer"), element("p", "", introduction), form];
}

function field(q: Question): HTMLElement {
  const previous = q.answer ? [element("span", "small before", `You answered “${q.answer}” on ${q.day}.`)] : [];
  return q.yes_no ? choice(q, previous) : text(q, previous);
}

function text(q: Question, previous: Node[]): HTMLElement {
  const input = element("input", "");
  input.name = input.id = q.id;
  input.value = q.answer;
  input.maxLength = maxLength;
  const label = element("label", "", q.text, ...previous);
  label.htmlFor = q.id;
  return element("div", "question", label, input);
}

function choice(q: Question, previous: Node[]): HTMLElement {
  const option = (value: string, word: string) => {
    const input = element("input", "");
    input.type = "radio";
    input.name = q.id;
    input.id = `${q.id}-${value}`;
    input.value = value;
    input.checked = q.answer === value;
    return element("label", "option", input, ` ${word}`);
  };
  const legend = element("legend", "", q.text, ...previous);
  return element("fieldset", "question", legend, option("yes", "Yes"), option("no", "No"));
}

async function saveAnswers(form: HTMLFormElement, client: Client, outcome: HTMLElement): Promise<void> {
  const answers: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") answers[name] = value.trim();
  }
  if (Object.keys(answers).length === 0) {
    outcome.textContent = "You have not answered a question yet.";
    return;
  }
  await report(outcome, client.post("/answers", answers), "Saved. All checks run again.");
}

async function report(outcome: HTMLElement, request: Promise<unknown>, success: string): Promise<void> {
  try {
    await request;
    outcome.textContent = success;
  } catch (error) {
    outcome.textContent = failure(error);
  }
}
