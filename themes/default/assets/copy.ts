// The buttons that copy: the link of a heading, and code.
import * as text from "../strings.yaml#script";
import { element, fill, statusLine } from "./dom";
import type { LoadLater } from "./later/load";
import type { Published } from "./published";

/** A text to copy and what its button says: at first, to screen readers, afterwards, and if the browser refuses. */
interface Copied {
  readonly content: string;
  readonly label: string;
  readonly name: string;
  readonly done: string;
  readonly byHand: string;
}

/** Adds the buttons. The style has reserved their space, so the layout does not shift. */
export function copyButtons(published: Published, load: LoadLater): void {
  const status = statusLine("hidden");
  document.querySelector("main")?.append(status);
  const add = (after: Element, copied: Copied) => {
    after.after(element("div", "copy-row", copyButton(copied, status, load)));
  };
  for (const heading of document.querySelectorAll<HTMLElement>("h1[data-short], .text :is(h2, h3)[id]")) {
    const content = published(new URL(heading.dataset.short ?? "#" + heading.id, location.href).href);
    const label = text.copy;
    const name = `${label} ${fill(text.copy_to, { heading: (heading.textContent ?? "").trim() })}`;
    if (content) add(heading, { content, label, name, done: text.copied, byHand: text.copy_by_hand });
  }
  for (const code of document.querySelectorAll(".text pre")) {
    const content = (code.textContent ?? "").trimEnd();
    const label = text.copy_code;
    add(code, { content, label, name: label, done: text.code_copied, byHand: text.copy_code_by_hand });
  }
}

function copyButton(copied: Copied, status: HTMLElement, load: LoadLater): HTMLButtonElement {
  const button = element("button", "copy");
  const label = () => {
    button.textContent = copied.label;
    button.ariaLabel = copied.name;
  };
  label();
  button.type = "button";
  button.addEventListener("click", () => {
    restore();
    restore = label;
    void copy(copied, button, status, load);
  });
  return button;
}

/** Restores the label of the previous button, so that only one button says that its text was copied. */
let restore = (): void => {};

async function copy(
  { content, done, byHand }: Copied,
  button: HTMLButtonElement,
  status: HTMLElement,
  load: LoadLater,
): Promise<void> {
  status.textContent = "";
  // The browser may refuse, or have no clipboard, as on intranet pages without https and on local files.
  const copied = await new Promise((resolve) => resolve(navigator.clipboard.writeText(content))).then(
    () => true,
    async () => (await load()).copyByHand(content, byHand, button),
  ).catch(() => button.replaceWith(content));
  if (copied) {
    button.textContent = done;
    button.ariaLabel = null;
  }
  status.textContent = copied ? done : byHand;
}
