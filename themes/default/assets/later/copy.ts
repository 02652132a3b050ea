// What happens if the browser refuses to copy a text, or cannot, as on intranet pages without https.
import { element } from "../dom";

/**
 * Copies a text as older browsers do, and returns whether that worked. If not, it shows the text after the button,
 * selected, in a field with a label.
 */
export function copyByHand(content: string, label: string, button: HTMLElement): boolean {
  document.querySelector(".address")?.remove();
  const field = element("textarea", "");
  field.readOnly = true;
  field.value = content;
  field.rows = 1;
  const box = element("label", "address", label, field);
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
