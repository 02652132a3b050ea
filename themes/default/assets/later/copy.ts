// What happens if the browser refuses to copy a text, or cannot, as on intranet pages without https.
import { script as text } from "../../strings.yaml";
import { element } from "../dom";

/**
 * Copies a text as older browsers do, and returns whether that worked. If not, it shows the text after the button,
 * selected, in a field.
 */
export function copyByHand(content: string, button: HTMLElement): boolean {
  document.querySelector(".address")?.remove();
  const field = element("input", "");
  field.readOnly = true;
  field.value = content;
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
