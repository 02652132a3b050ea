// The "Copy link" buttons next to headings with an address.
import { script as text } from "../strings.yaml";
import { element, fill, statusLine } from "./dom";
import type { LoadLater } from "./later/load";
import type { Published } from "./published";

/** Adds the buttons. The style has reserved their space, so the layout does not shift. */
export function copyButtons(published: Published, load: LoadLater): void {
  const status = statusLine("hidden");
  document.querySelector("main")?.append(status);
  for (const heading of document.querySelectorAll<HTMLElement>("h1[data-short], .text :is(h2, h3)[id]")) {
    const address = published(new URL(heading.dataset.short ?? "#" + heading.id, location.href).href);
    if (!address) continue;
    const button = copyButton(address, heading.textContent ?? "", status, load);
    heading.after(element("div", "copy-row", button));
  }
}

function copyButton(
  address: string,
  heading: string,
  status: HTMLElement,
  load: LoadLater,
): HTMLButtonElement {
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
    void copy(address, button, status, load);
  });
  return button;
}

/** Restores the label of the previous button, so that only one button says that its link was copied. */
let restore = (): void => {};

async function copy(
  address: string,
  button: HTMLButtonElement,
  status: HTMLElement,
  load: LoadLater,
): Promise<void> {
  status.textContent = "";
  // The browser may refuse, or have no clipboard, as on intranet pages without https and on local files.
  const copied = await new Promise((done) => done(navigator.clipboard.writeText(address))).then(
    () => true,
    async () => (await load()).copyByHand(address, button),
  ).catch(() => button.replaceWith(address));
  if (copied) {
    button.textContent = text.copied;
    button.ariaLabel = null;
  }
  status.textContent = copied ? text.copied : text.copy_by_hand;
}
