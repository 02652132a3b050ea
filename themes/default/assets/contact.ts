// The contact page, opened from the section about an error: the email names the code, the page, and the steps that the
// reader ticks. Nothing is sent by the page itself.
import * as text from "../strings.yaml#script";
import { element, fill, link, statusLine } from "./dom";
import { type Entry, registry, slugOf } from "./registry";

/** Outlook on Windows refuses longer addresses. */
const maxLength = 1800;

/**
 * Asks which steps the reader tried, instead of saying what to tell, if ?about=id-201 names the error. It does nothing
 * if there is no such code or no codes.json.
 */
export async function contactAbout({ root }: Window["signpost"]): Promise<void> {
  const methods = document.querySelector<HTMLElement>(".methods");
  const wanted = new URLSearchParams(location.search).get("about");
  if (!methods || !wanted) return;
  const entry = (await registry(root).catch(() => [])).find((e) => slugOf(e) === wanted);
  if (entry) addError(methods, entry, new URL(entry.path.slice(1) + "#" + entry.anchor, root).href);
}

function addError(methods: HTMLElement, entry: Entry, page: string): void {
  const name = `${entry.code} ${entry.title}`;
  const steps = (entry.steps ?? []).map((step) => {
    const box = element("input", "");
    box.type = "checkbox";
    return { step, box, label: element("label", "tick", box, " ", step) };
  });
  const body = () => {
    const tried = steps.filter(({ box }) => box.checked).map(({ step }) => "- " + step);
    return [
      `${text.mail_code} ${name}`,
      `${text.mail_page} ${page}`,
      text.mail_seen,
      "",
      text.mail_tried,
      ...tried,
      "",
      text.mail_report,
    ].join("\r\n");
  };

  const about = element("section", "card", element("h2", "", fill(text.about, { error: name })));
  about.append(element("p", "", link(page, page)));
  if (steps.length) {
    about.append(element("fieldset", "", element("legend", "", text.tried), ...steps.map((s) => s.label)));
  }
  about.append(copyButton(body));
  document.querySelector(".help > section:last-child")?.replaceWith(about); // above it, nothing moves

  const email = methods.querySelector<HTMLAnchorElement>('a[href^="mailto:"]');
  const form = methods.querySelector<HTMLAnchorElement>('a[href^="http"]');
  if (form && methods.dataset.form) form.href = filledIn(methods.dataset.form, entry.code, page);
  const update = () => {
    if (email) email.href = mailto(methods.dataset.email ?? "", name, body());
  };
  about.addEventListener("change", update);
  update();
}

/** Fills in what the address of a form says about the error. */
function filledIn(form: string, code: string, page: string): string {
  const language = document.documentElement.lang;
  const values = { page, code, language };
  return form.replace(/\{(page|code|language)\}/g, (_, name: keyof typeof values) => encodeURIComponent(values[name]));
}

function mailto(email: string, subject: string, body: string): string {
  const address = `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=`;
  let shown = body;
  while (address.length + encodeURIComponent(shown).length > maxLength && shown.includes("\r\n")) {
    shown = shown.slice(0, shown.lastIndexOf("\r\n"));
  }
  return address + encodeURIComponent(shown);
}

/** Returns a button for readers whose email program does not open: it copies the text of the email. */
function copyButton(body: () => string): HTMLElement {
  const status = statusLine();
  const button = element("button", "quiet", text.copy_text);
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(body());
      status.textContent = text.text_copied;
    } catch {
      const field = element("textarea", "");
      field.readOnly = true;
      field.rows = 8;
      field.value = body();
      status.textContent = text.copy_by_hand;
      button.after(field);
      field.select();
    }
  });
  return element("div", "", button, status);
}
