// Links to results.
import { element, link } from "../dom";
import type { Result } from "./data";

/** What happens when the reader opens a result. words are those that the page should mark. */
export type Follow = (words: string, address: string) => void;

/** Returns a link to a section, with its code before the heading. */
export function resultLink(r: Result, root: string, follow: Follow): HTMLAnchorElement {
  const code = r.code ? [element("span", "code", r.code), " "] : [];
  return followed(new URL(r.url, root).href, r, follow, ...code, r.heading || r.title);
}

/** Returns a link that calls follow when the reader opens it. */
export function followed(address: string, r: Result, follow: Follow, ...content: (Node | string)[]): HTMLAnchorElement {
  const a = link(address, ...content);
  const words = new Set(r.marks.map(([from, to]) => r.excerpt.slice(from, to)));
  a.addEventListener("click", () => follow([...words].join(" "), address));
  return a;
}
