// "Copy link": beside each heading that an address leads to, and in the list of error codes.
import { script as text } from "../strings.yaml";
import { element, fill, statusLine } from "./dom";

/** Puts the buttons into the page. The style has kept their room, so that nothing moves. */
export function copyButtons(): void {
  const status = statusLine();
  status.className = "hidden";
  document.querySelector("main")?.append(status);
  for (const heading of document.querySelectorAll<HTMLElement>("h1[data-short], .text :is(h2, h3)[id]")) {
    const address = new URL(heading.dataset.short ?? "#" + heading.id, location.href).href;
    heading.after(element("div", "copy-row", copyButton(address, heading.textContent ?? "", status)));
  }
  for (const short of document.querySelectorAll<HTMLAnchorElement>(".codes a.short")) {
    short.after(" ", copyButton(short.href, short.dataset.code ?? "", status));
  }
}

function copyButton(address: string, heading: string, status: HTMLElement): HTMLButtonElement {
  const label = element("span", "", text.copy);
  const button = element("button", "copy", label, " ", element("span", "hidden", fill(text.copy_to, { heading: heading.trim() })));
  button.type = "button";
  button.addEventListener("click", () => void copy(address, button, label, status));
  return button;
}

/** The label of the button that was pressed last: it alone says that its link was copied. */
let pressed: HTMLElement | undefined;

async function copy(address: string, button: HTMLButtonElement, label: HTMLElement, status: HTMLElement): Promise<void> {
  status.textContent = "";
  if (pressed) pressed.textContent = text.copy;
  pressed = label;
  let copied = true;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    // There is no clipboard on http: pages of an intranet and on files, or the browser refused it.
    copied = offer(address, button);
  }
  if (copied) label.textContent = text.copied;
  status.textContent = copied ? text.copied : text.copy_by_hand;
}

/** Shows the address in a field, selected, and tries the way of copying that older browsers know. */
function offer(address: string, button: HTMLButtonElement): boolean {
  document.querySelector(".address")?.remove();
  const field = element("input", "");
  field.readOnly = true;
  field.value = address;
  const box = element("label", "address", text.copy_by_hand, field);
  button.after(box);
  field.select();
  if (!document.execCommand("copy")) return false;
  box.remove();
  button.focus();
  return true;
}
