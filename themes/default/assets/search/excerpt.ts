// The part of a section's text that is shown below its link.
import { place, type Word } from "./text";

const length = 160; // of an excerpt, in letters, about two lines

interface Excerpt {
  excerpt: string;
  marks: [number, number][];
}

/** Cuts out the stretch in which most of the wanted words stand, and says where they are. */
export function excerpt(text: string, wanted: ReadonlySet<string>): Excerpt {
  const flat = text.replace(/\n\s*- /g, "\n").replace(/\s+/g, " ").trim(); // without the hyphens of lists
  const hits = place(flat).filter((w) => wanted.has(w.text));
  const start = beginning(flat, hits);
  const end = flat.length - start <= length ? flat.length : Math.max(flat.lastIndexOf(" ", start + length), start + 1);
  const before = start > 0 ? "…\u00a0" : "";
  const marks = hits
    .filter((w) => w.from >= start && w.to <= end)
    .map((w): [number, number] => [w.from - start + before.length, w.to - start + before.length]);
  return { excerpt: before + flat.slice(start, end) + (end < flat.length ? "\u00a0…" : ""), marks };
}

/** Where the best stretch begins: at a wanted word, or at the sentence that it stands in where that is near. */
function beginning(flat: string, hits: readonly Word[]): number {
  let most = 0;
  let start = 0;
  for (const first of hits) {
    const different = new Set(hits.filter((w) => w.from >= first.from && w.to <= first.from + length).map((w) => w.text)).size;
    if (different > most) [most, start] = [different, first.from];
  }
  if (start < length / 2) return 0;
  const sentence = flat.lastIndexOf(". ", start) + 2;
  return start - sentence < length / 3 ? sentence : start;
}
