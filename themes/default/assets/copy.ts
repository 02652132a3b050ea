// The "Copy link" buttons next to headings with an address.
import { script as text } from "../strings.yaml";
import { element, fill, statusLine } from "./dom";
import type { Published } from "./published";

/** Adds the buttons. The style has reserved their space, so the layout does not shift. */
export function copyButtons(published: Published): void {
  const status = statusLine();
  status.className = "hidden";
  document.querySelector("main")?.append(status);
  for (const heading of document.querySelectorAll<HTMLElement>("h1[data-short], .text :is(h2, h3)[id]")) {
    const address = published(new URL(heading.dataset.short ?? "#" + heading.id, location.href).href);
    if (address) heading.after(element("div", "copy-row", copyButton(address, heading.textContent ?? "", status)));
  }
}

function copyButton(address: string, heading: string, status: HTMLElement): HTMLButtonElement {
  const button = element("button", "copy");
  const name = `${text.copy} ${fill(text.copy_to, { heading: heading.trim() })}`;
  const label = () => {
    button.textContent = text.copy;
    button.ariaLabel = name;
  };
  label();
  button.type = "button";
  button.addEventListener("click", () => {
    restore();
    restore = label;
    void copy(address, button, status);
  });
  return button;
}

/** Restores the label of the previous button, so that only one button says that its link was copied. */
let restore = (): void => {};

async function copy(address: string, button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  status.textContent = "";
  let copied = true;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    // The browser refused, or has no clipboard, as on intranet pages without https and on local files.
    copied = offerManualCopy(address, button);
  }
  if (copied) {
    button.textContent = text.copied;
    button.ariaLabel = null;
  }
  status.textContent = copied ? text.copied : text.copy_by_hand;
}

/** Shows the address in a field, selected, and tries to copy it as older browsers do. */
function offerManualCopy(address: string, button: HTMLButtonElement): boolean {
  document.querySelector(".address")?.remove();
  const field = element("input", "");
  field.readOnly = true;
  field.value = address;
  const box = element("label", "address", text.copy_by_hand, field);
  button.after(box);
  field.select();
  if (!copySelection()) return false;
  box.remove();
  button.focus();
  return true;
}

function copySelection(): boolean {
  try {
    return document.execCommand("copy");
  } catch {
    return false; // newer browsers may not have it
  }
}
