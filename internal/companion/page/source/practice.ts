// The form for the data that the practice provided at onboarding. The program checks each answer and returns the same
// error texts as on the terminal.
import { element, link, statusLine } from "./assets/dom";
import { type Client, failure, type Field, type FieldError, type Practice, type Saved } from "./client";

const systemKey = "clinical_system";
const systems = [
  ["emis", "EMIS"],
  ["systmone", "SystmOne"],
  ["", "Another one, or I do not know"],
] as const;

/** The ID of the first field, for a link to the form. */
export const firstField = "practice-ods_code";

export class PracticeForm {
  /** The result of saving. It stays when the form is built again, which happens after saving. */
  readonly outcome = statusLine();

  constructor(private readonly client: Client) {}

  build(practice: Practice | null): Node[] {
    if (!practice) return [];
    const title = element("h2", "", "Your practice");
    const intro = element("p", "", introduction(practice));
    const form = this.form(practice);
    if (practice.state !== "fine") return [title, intro, form];
    const summary = element("summary", "", "View or change what your practice provided at onboarding");
    summary.id = "change-practice";
    const details = element("details", "", summary, intro, form);
    details.id = "practice-details";
    return [title, details];
  }

  private form(practice: Practice): HTMLFormElement {
    const save = element("button", "", practice.state === "missing" ? "Save" : "Save changes");
    save.id = "save-practice";
    const wrong = element("div", "wrong");
    const form = element("form", "", wrong, ...practice.fields.map(field), element("p", "controls", save));
    form.autocomplete = "off";
    form.noValidate = true;
    form.addEventListener("change", () => showFieldsOfSystem(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save(form, practice);
    });
    showFieldsOfSystem(form);
    showErrors(form, practice, practice.errors, "The file has these mistakes");
    return form;
  }

  private async save(form: HTMLFormElement, practice: Practice): Promise<void> {
    const fields: Record<string, string> = {};
    for (const [key, value] of new FormData(form)) if (typeof value === "string") fields[key] = value;
    try {
      const saved = await this.client.savePractice(fields);
      showErrors(form, practice, saved.errors, "Nothing is saved yet: correct this first");
      this.outcome.textContent = saved.errors.length > 0 ? "" : savedText(saved);
      if (saved.errors.length > 0) form.querySelector<HTMLElement>(".wrong")?.focus();
    } catch (error) {
      this.outcome.textContent = failure(error);
    }
  }
}

function savedText(saved: Saved): string {
  const backup = saved.backup
    ? ` The previous file is kept unchanged as ${saved.backup}. If it contains a password or a passcode, delete it.`
    : "";
  return `Saved in ${saved.file}.${backup} All checks run again.`;
}

function introduction(practice: Practice): string {
  const purpose = {
    missing:
      "cardcheck knows nothing about your practice yet. Fill in what you provided at onboarding, and leave out what " +
      "you do not know: then it can check more.",
    wrong: "The file with what you provided at onboarding has mistakes. Correct them here.",
    fine: "Change what is no longer right.",
  }[practice.state];
  const place =
    practice.state === "missing"
      ? `It is saved on this computer, in ${practice.file} or, if that folder is locked, in your user profile`
      : `It is saved in ${practice.file}; if you edited that file by hand, saving keeps a copy next to it`;
  return `${purpose} ${place}, and sent to no one. Never type a password or a passcode.`;
}

/** Shows the fields of the chosen clinical system. A disabled field is not sent. */
function showFieldsOfSystem(form: HTMLFormElement): void {
  const chosen = form.querySelector<HTMLInputElement>(`[name=${systemKey}]:checked`)?.value;
  for (const part of form.querySelectorAll<HTMLElement>("[data-system]")) {
    part.hidden = part.dataset["system"] !== chosen;
    for (const input of part.querySelectorAll<HTMLInputElement>("input, textarea")) input.disabled = part.hidden;
  }
}

const idOf = (key: string) => `practice-${key.replace(".", "-")}`;

function field(f: Field): HTMLElement {
  const part = f.key === systemKey ? choice(f) : text(f);
  if (f.system) part.dataset["system"] = f.system;
  part.dataset["key"] = f.key;
  return part;
}

function text(f: Field): HTMLElement {
  const input = f.list ? element("textarea", "") : element("input", "");
  input.name = f.key;
  input.id = idOf(f.key);
  input.value = f.value;
  input.spellcheck = false;
  const label = element("label", "", f.label);
  label.htmlFor = input.id;
  return element("div", "question", label, ...notes(f), input);
}

function choice(f: Field): HTMLElement {
  const options = systems.map(([value, word]) => {
    const input = element("input", "");
    input.type = "radio";
    input.name = f.key;
    input.id = `${idOf(f.key)}-${value || "none"}`;
    input.value = value;
    input.checked = f.value === value;
    return element("label", "option", input, ` ${word}`);
  });
  return element("fieldset", "question", element("legend", "", f.label), ...notes(f), ...options);
}

/** The hint of a field, and an empty element for its errors. */
function notes(f: Field): HTMLElement[] {
  const error = element("p", "error");
  error.id = `${idOf(f.key)}-error`;
  error.hidden = true;
  if (!f.hint) return [error];
  const hint = element("p", "small hint", f.hint);
  hint.id = `${idOf(f.key)}-hint`;
  return [hint, error];
}

/** Shows the errors next to their fields, and as a list above the form. */
function showErrors(form: HTMLFormElement, practice: Practice, errors: FieldError[], title: string): void {
  const lines: HTMLElement[] = [];
  for (const f of practice.fields) {
    const text = errors
      .filter((e) => e.key === f.key)
      .map((e) => `${capitalise(e.text)}.`)
      .join(" ");
    const part = form.querySelector<HTMLElement>(`[data-key="${f.key}"]`);
    const input = part?.querySelector<HTMLElement>("input, textarea");
    const error = part?.querySelector<HTMLElement>(".error");
    if (!part || !input || !error) continue;
    error.textContent = text;
    error.hidden = text === "";
    describe(part.tagName === "FIELDSET" ? part : input, f, text !== "");
    if (text) lines.push(element("li", "", link(`#${input.id}`, `${f.label}: ${text}`)));
  }
  showErrorList(form, lines, title);
}

function describe(node: HTMLElement, f: Field, wrong: boolean): void {
  const ids = [...(f.hint ? [`${idOf(f.key)}-hint`] : []), ...(wrong ? [`${idOf(f.key)}-error`] : [])];
  if (ids.length > 0) node.setAttribute("aria-describedby", ids.join(" "));
  else node.removeAttribute("aria-describedby");
  if (node.tagName !== "FIELDSET") node.setAttribute("aria-invalid", String(wrong));
}

function showErrorList(form: HTMLFormElement, lines: HTMLElement[], title: string): void {
  const box = form.querySelector<HTMLElement>(".wrong");
  if (!box) return;
  box.tabIndex = -1;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Mistakes");
  box.hidden = lines.length === 0;
  box.replaceChildren(element("h3", "", title), element("ul", "", ...lines));
  markTitle();
}

/** Begins the title of the page with "Error: " while the form shows mistakes. */
export function markTitle(): void {
  const prefix = "Error: ";
  const plain = document.title.replace(prefix, "");
  document.title = document.querySelector(".wrong:not([hidden])") ? prefix + plain : plain;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
