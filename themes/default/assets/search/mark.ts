// Marks the words of a query in a page.
import { findWords, splitWords, stem } from "./text";

/** The shortest word that is marked. Shorter ones are on every page. */
const minLength = 3;

interface Highlights {
  readonly highlights?: { set(name: string, highlight: unknown): void };
}

/** Marks the words in the text of the page. It changes no element, and does nothing in browsers that cannot do that. */
export function mark(query: string): void {
  const { highlights } = CSS as Highlights;
  const { Highlight } = window as unknown as { Highlight?: new (...ranges: Range[]) => unknown };
  const main = document.querySelector("main");
  if (!highlights || !Highlight || !main) return;
  const wanted = new Set(splitWords(query).filter(isLong).map(stem));
  const ranges: Range[] = [];
  const nodes = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    for (const word of findWords(node.nodeValue ?? "")) {
      if (!isLong(word.text) || !wanted.has(stem(word.text))) continue;
      const range = new Range();
      range.setStart(node, word.from);
      range.setEnd(node, word.to);
      ranges.push(range);
    }
  }
  highlights.set("found", new Highlight(...ranges));
}

const isLong = (word: string) => word.length >= minLength;
