// "Copy link" on the list of error codes.
import { script as text } from "../strings.yaml";
import { element } from "./dom";

/** Shows the copy buttons and makes them work. */
export function copyButtons(): void {
  const status = document.querySelector<HTMLElement>(".copied");
  for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy")) {
    const address = button.parentElement?.querySelector<HTMLAnchorElement>("a.short")?.href;
    if (!address || !status) continue;
    button.hidden = false;
    button.addEventListener("click", () => void copy(address, button, status));
  }
}

const note = element("span", "copy-note");
note.setAttribute("aria-hidden", "true"); // the status line says it to screen readers

async function copy(address: string, button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  status.textContent = "";
  let copied = true;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    // There is no clipboard on http: pages of an intranet and on files, or the browser refused it.
    copied = offer(address, button);
  }
  note.textContent = status.textContent = copied ? text.copied : text.copy_by_hand;
  button.after(note);
}

/** Shows the address in a field, selected, and tries the way of copying that older browsers know. */
function offer(address: string, button: HTMLButtonElement): boolean {
  const cell = button.parentElement as HTMLElement;
  let field = cell.querySelector("input");
  if (!field) {
    field = element("input", "address");
    field.readOnly = true;
    field.setAttribute("aria-label", button.textContent ?? "");
    cell.append(field);
  }
  field.value = address;
  field.select();
  if (!document.execCommand("copy")) return false;
  field.remove();
  button.focus();
  return true;
}
