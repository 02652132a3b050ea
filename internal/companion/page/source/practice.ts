// What the practice gave at onboarding, as a form. The program says what is wrong with each answer, in the words of the terminal.
import { element, link, statusLine } from "./assets/dom";
import type { Asker, Field, Practice, Slip } from "./ask";

const systemKey = "clinical_system";
const systems = [
  ["emis", "EMIS"],
  ["systmone", "SystmOne"],
  ["", "Another one, or I do not know"],
] as const;

/** Where the form begins, for a link that leads to it. */
export const firstField = "practice-ods_code";

export class PracticeForm {
  /** Stays when the form is made anew, which it is once its answers are saved. */
  readonly outcome = statusLine();

  constructor(private readonly asker: Asker) {}

  build(practice: Practice | null): Node[] {
    if (!practice) return [];
    const form = this.form(practice);
    if (practice.state !== "fine") return [element("h2", "", "Your practice"), element("p", "", intro(practice)), form];
    const summary = element("summary", "", "Look at or change what your practice gave at onboarding");
    summary.id = "change-practice";
    const details = element("details", "", summary, element("p", "", intro(practice)), form);
    details.id = "practice-details";
    return [element("h2", "", "Your practice"), details];
  }

  private form(practice: Practice): HTMLFormElement {
    const save = element("button", "", practice.state === "missing" ? "Save" : "Save the changes");
    save.id = "save-practice";
    const wrong = element("div", "wrong");
    const form = element("form", "", wrong, ...practice.fields.map(field), element("p", "controls", save));
    form.autocomplete = "off";
    form.noValidate = true;
    form.addEventListener("change", () => fit(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save(form, practice);
    });
    fit(form);
    mark(form, practice, practice.slips, "This is wrong in the file");
    return form;
  }

  private async save(form: HTMLFormElement, practice: Practice): Promise<void> {
    const fields: Record<string, string> = {};
    for (const [key, value] of new FormData(form)) if (typeof value === "string") fields[key] = value;
    try {
      const saved = await this.asker.save(fields);
      mark(form, practice, saved.slips, "Nothing is saved yet: put this right first");
      if (saved.slips.length > 0) {
        this.outcome.textContent = "";
        form.querySelector<HTMLElement>(".wrong")?.focus();
        return;
      }
      const kept = saved.kept ? ` What the file said before is kept as ${saved.kept}, letter for letter. If a password or a passcode stood in it, delete that file.` : "";
      this.outcome.textContent = `Saved in ${saved.file}.${kept} Everything is checked again.`;
    } catch (error) {
      this.outcome.textContent = `That did not work: ${error instanceof Error ? error.message : error}.`;
    }
  }
}

function intro(practice: Practice): string {
  const begin = {
    missing: "cardcheck knows nothing of your practice yet. Fill in what you gave at onboarding, and leave open what you do not know: then it can check more.",
    wrong: "The file with what you gave at onboarding has mistakes. Put them right here.",
    fine: "Change what is not right any more.",
  }[practice.state];
  const where = practice.state === "missing" ? `It is saved on this computer, in ${practice.file}` : `It stands in ${practice.file}; a file written by hand is kept beside it when you save`;
  return `${begin} ${where}, and sent to nobody. Never type a password or a passcode.`;
}

/** Shows the fields of the clinical system that is chosen. A field that is disabled is not sent. */
function fit(form: HTMLFormElement): void {
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

/** What helps, and room for what is wrong. */
function notes(f: Field): HTMLElement[] {
  const wrong = element("p", "error");
  wrong.id = `${idOf(f.key)}-error`;
  wrong.hidden = true;
  if (!f.hint) return [wrong];
  const hint = element("p", "small hint", f.hint);
  hint.id = `${idOf(f.key)}-hint`;
  return [hint, wrong];
}

/** Says beside each field, and above them all, what is wrong. */
function mark(form: HTMLFormElement, practice: Practice, slips: Slip[], title: string): void {
  const lines: HTMLElement[] = [];
  for (const f of practice.fields) {
    const wrong = slips.filter((s) => s.key === f.key).map((s) => `${upper(s.text)}.`);
    const part = form.querySelector<HTMLElement>(`[data-key="${f.key}"]`);
    const input = part?.querySelector<HTMLElement>("input, textarea");
    const error = part?.querySelector<HTMLElement>(".error");
    if (!part || !input || !error) continue;
    error.textContent = wrong.join(" ");
    error.hidden = wrong.length === 0;
    describe(part.tagName === "FIELDSET" ? part : input, f, wrong.length > 0);
    if (wrong.length > 0) lines.push(element("li", "", link(`#${input.id}`, `${f.label}: ${wrong.join(" ")}`)));
  }
  summarise(form, lines, title);
}

function describe(node: HTMLElement, f: Field, wrong: boolean): void {
  const ids = [...(f.hint ? [`${idOf(f.key)}-hint`] : []), ...(wrong ? [`${idOf(f.key)}-error`] : [])];
  if (ids.length > 0) node.setAttribute("aria-describedby", ids.join(" "));
  else node.removeAttribute("aria-describedby");
  if (node.tagName !== "FIELDSET") node.setAttribute("aria-invalid", String(wrong));
}

function summarise(form: HTMLFormElement, lines: HTMLElement[], title: string): void {
  const box = form.querySelector<HTMLElement>(".wrong");
  if (!box) return;
  box.tabIndex = -1;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "What is wrong");
  box.hidden = lines.length === 0;
  box.replaceChildren(element("h3", "", title), element("ul", "", ...lines));
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
