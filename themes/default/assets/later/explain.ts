// The explanation of a word, next to the word.
import { element } from "../dom";

/** How long the pointer may be outside of both before the explanation closes, in milliseconds. */
const grace = 300;

/** The gap between a word and its explanation, and between the explanation and the edge of the window, in pixels. */
const gap = 8;

/** What is shown now. */
let shown: { readonly word: HTMLAnchorElement; readonly box: HTMLElement } | undefined;
let closing = 0;

/** Shows the explanation of a word that is a link to it. Escape closes it, and so does anything done elsewhere. */
export function explain(word: HTMLAnchorElement): void {
  clearTimeout(closing);
  if (shown?.word === word) return;
  close();

  const explanation = document.getElementById(decodeURIComponent(word.hash.slice(1)));
  if (!explanation) return;
  const box = element("span", "", ...parts(explanation));
  Object.assign(box.style, boxStyle);
  word.after(box); // the next stop of the Tab key is the link in it
  place(box, word);
  shown = { word, box };
  listen(addEventListener);
}

/** Returns what an explanation consists of: its text, and the link to the article about the word. */
function parts(explanation: HTMLElement): Node[] {
  const text = element("span", "", explanation.textContent ?? "");
  const about = explanation.nextElementSibling;
  if (about?.tagName !== "DD") return [text];
  const more = element("span", "", ...[...about.childNodes].map((node) => node.cloneNode(true)));
  more.style.display = "block";
  more.style.marginTop = "0.5rem";
  return [text, more];
}

/** Puts a box below a word, or above it where there is no space, inside the window. */
function place(box: HTMLElement, word: HTMLElement): void {
  const line = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const at = box.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const start = getComputedStyle(word).direction === "rtl" ? line.right - at.width : line.left;
  const left = Math.max(gap, Math.min(start, width - gap - at.width));
  const isLow = line.bottom + gap + at.height > innerHeight && line.top > gap + at.height;
  const top = isLow ? line.top - gap - at.height : line.bottom + gap;
  box.style.left = `${left - at.left}px`;
  box.style.top = `${top - at.top}px`;
}

function close(): void {
  clearTimeout(closing);
  shown?.box.remove();
  shown = undefined;
  listen(removeEventListener);
}

/** What closes an explanation. */
const causes = ["pointerover", "pointerdown", "focusin", "keydown", "beforeprint", "resize"];

function listen(change: (type: string, listener: (event: Event) => void) => void): void {
  for (const type of causes) change(type, onEvent);
}

function onEvent(event: Event): void {
  const isInside = event.target instanceof Node && shown && [shown.word, shown.box].some(contains(event.target));
  switch (event.type) {
    case "keydown":
      if ((event as KeyboardEvent).key === "Escape") close();
      break;
    case "pointerover":
      clearTimeout(closing);
      if (!isInside && !hasFocus()) closing = setTimeout(close, grace);
      break;
    default:
      if (!isInside) close();
  }
}

function contains(target: Node): (element: HTMLElement) => boolean {
  return (e) => e.contains(target);
}

/** Reports whether the focus is on the word or its explanation, which then stays. */
function hasFocus(): boolean {
  const focused = document.activeElement;
  return !!focused && !!shown && [shown.word, shown.box].some(contains(focused));
}

const boxStyle = {
  position: "absolute",
  left: "0",
  top: "0",
  zIndex: "2",
  width: "max-content",
  maxWidth: "min(20rem, calc(100vw - 1rem))",
  padding: "0.75rem 1rem",
  border: "1px solid var(--border)",
  borderRadius: "var(--corner)",
  background: "var(--raised)",
  boxShadow: "var(--shadow)",
  color: "var(--text)",
  font: "400 1rem / 1.5 var(--font)",
  textAlign: "start",
  whiteSpace: "normal",
};
