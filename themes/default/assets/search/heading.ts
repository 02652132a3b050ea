// How a heading matches the query. Go's heading.go does the same.
import { before, type Postings } from "./decode";
import type { QueryWord } from "./plan";
import { minMessageHeading } from "./weights";

/** The index of a word of the query in a heading, or -1, and the weight of the variant that occurs there. */
interface Position {
  readonly at: number;
  readonly weight: number;
}

/** How the words of a query occur in a heading. */
export interface HeadingMatch {
  readonly positions: readonly Position[];
  /** Different words of the heading; 0 if no word of the query occurs in it. */
  readonly length: number;
  /** Words of the query that occur in it. */
  readonly matched: number;
  /** The part of the words of the heading that they match; NaN if there are none. */
  readonly share: number;
  /** Longest sequence of words that the query and the heading share. */
  readonly run: number;
  /** The heading begins with the query. */
  readonly isPrefix: boolean;
  /** The query contains the heading as a whole, which is long enough to be a message. */
  readonly isInQuery: boolean;
}

/** Finds the words of the query in the heading of an entry. */
export function matchHeading(words: readonly QueryWord[], entry: number): HeadingMatch {
  let length = 0;
  const positions = words.map(({ variants }) => {
    let best: Position = { at: -1, weight: 0 };
    for (const { term, weight } of variants.values()) {
      const value = valueOf(term.headings, entry);
      if (value < 0 || weight < best.weight) continue;
      length = value & 15;
      if (weight > best.weight || value >> 4 < best.at) best = { at: value >> 4, weight };
    }
    return best;
  });

  const found = positions.filter((p) => p.at >= 0);
  const run = longestSequence(positions);
  return {
    positions,
    length,
    matched: found.length,
    share: new Set(found.map((p) => p.at)).size / length,
    run,
    isPrefix: positions[0]?.at === 0 && run === words.length,
    isInQuery: length >= minMessageHeading && run >= length,
  };
}

/** Returns the value of the posting of an entry, or -1. */
export function valueOf({ entries, values }: Postings, entry: number): number {
  const i = before(entries, entry);
  return entries[i] === entry ? (values[i] as number) : -1;
}

/** Returns the length of the longest sequence of words that are neighbours in the query and the heading. */
function longestSequence(positions: readonly Position[]): number {
  let n = 0;
  let longest = 0;
  let next = 0; // the position that continues the sequence
  for (const { at } of positions) {
    if (at !== next) n = 0;
    if (at >= 0) n++;
    next = at + 1;
    longest = Math.max(longest, n);
  }
  return longest;
}

/**
 * Compares the query with a heading and the title of its page. Where the query ends with an unfinished word that was
 * dropped (shortened), a heading without further words is not regarded as complete.
 */
export function similarity(own: HeadingMatch, title: HeadingMatch | undefined, shortened: boolean): number {
  const { positions, length, matched, share } = own;
  if (!matched) return 0;
  const n = positions.length;
  let sum = (combinedWeight(own) / n) * share + (0.5 * own.run) / n;

  const complete = matched === n && !(shortened && length <= matched);
  if (complete && own.isPrefix) sum += 1 + 4 * share;
  if (complete && share >= 1) sum += 1;
  if (title?.length) {
    sum += 2 * (combinedWeight(own, title) / n) * share * (title.share + (0.5 * title.run) / n);
  }
  return sum;
}

/** Returns the sum of the weights of the words that occur in a heading or in the title of its page. */
export function combinedWeight(own: HeadingMatch, title?: HeadingMatch): number {
  return own.positions.reduce((sum, p, i) => sum + Math.max(p.weight, title?.positions[i]?.weight ?? 0), 0);
}
