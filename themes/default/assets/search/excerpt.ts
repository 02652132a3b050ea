// The part of a section's text that a result shows. Go's excerpt.go does the same, without marks.
import { findWords, type Word } from "./text";
import { excerptLength } from "./weights";

interface Excerpt {
  readonly excerpt: string;
  /** The beginning and the end of each wanted word. */
  readonly marks: [number, number][];
}

/** Returns the part of a text in which most of the wanted words occur. */
export function excerpt(text: string, wanted: ReadonlySet<string>): Excerpt {
  const flat = text.replace(/\n\s*- /g, "\n").replace(/\s+/g, " ").trim(); // without the hyphens of lists
  const hits = findWords(flat).filter((w) => wanted.has(w.text));
  const start = excerptStart(flat, hits);
  const isRest = flat.length - start <= excerptLength;
  const end = isRest ? flat.length : Math.max(flat.lastIndexOf(" ", start + excerptLength), start + 1);

  const before = start > 0 ? "…\u00a0" : "";
  const after = end < flat.length ? "\u00a0…" : "";
  const offset = before.length - start;
  const marks = hits
    .filter((w) => w.from >= start && w.to <= end)
    .map((w): [number, number] => [w.from + offset, w.to + offset]);
  return { excerpt: before + flat.slice(start, end) + after, marks };
}

/** Returns the start of the best excerpt: a hit, or the beginning of its sentence if that is near. */
function excerptStart(flat: string, hits: readonly Word[]): number {
  let most = 0;
  let start = 0;
  for (const { from } of hits) {
    const near = hits.filter((w) => w.from >= from && w.to <= from + excerptLength);
    const distinct = new Set(near.map((w) => w.text)).size;
    if (distinct > most) {
      most = distinct;
      start = from;
    }
  }
  if (start < excerptLength / 2) return 0;
  const sentence = flat.lastIndexOf(". ", start) + 2;
  return start - sentence < excerptLength / 3 ? sentence : start;
}
