// How a heading matches the query. Go's heading.go does the same.
import { before, type Postings } from "./decode";
import type { QueryWord } from "./plan";

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
  /** Words of the heading that they match. */
  readonly distinct: number;
  /** Sum of the weights. */
  readonly weight: number;
  /** Longest sequence of words that the query and the heading share. */
  readonly run: number;
  /** The heading begins with the query. */
  readonly isPrefix: boolean;
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
      const at = value >> 4;
      if (weight > best.weight || at < best.at) best = { at, weight };
    }
    return best;
  });

  const found = positions.filter((p) => p.at >= 0);
  const run = longestSequence(positions);
  return {
    positions,
    length,
    matched: found.length,
    distinct: new Set(found.map((p) => p.at)).size,
    weight: found.reduce((sum, p) => sum + p.weight, 0),
    run,
    isPrefix: positions[0]?.at === 0 && run === words.length,
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
  positions.forEach(({ at }, i) => {
    if (at < 0) n = 0;
    else if (n > 0 && at === (positions[i - 1] as Position).at + 1) n++;
    else n = 1;
    longest = Math.max(longest, n);
  });
  return longest;
}

/**
 * Compares the query with a heading and the title of its page. Where the query ends with an unfinished word that was
 * dropped (shortened), a heading without further words is not regarded as complete.
 */
export function similarity(own: HeadingMatch, title: HeadingMatch | undefined, shortened: boolean): number {
  const { positions, length, matched, distinct } = own;
  if (!matched) return 0;
  const n = positions.length;
  const share = distinct / length;
  let sum = (own.weight / n) * share + (0.5 * own.run) / n;

  const complete = matched === n && !(shortened && length <= matched);
  if (complete && own.isPrefix) sum += 1 + 4 * share;
  if (complete && distinct >= length) sum += 1;
  if (title?.length) {
    const titleShare = title.distinct / title.length + (0.5 * title.run) / n;
    sum += 2 * (combinedWeight(own, title) / n) * share * titleShare;
  }
  return sum;
}

/** Returns the sum of the weights of the words that occur in a heading or in the title of its page. */
export function combinedWeight(own: HeadingMatch, title?: HeadingMatch): number {
  return own.positions.reduce((sum, p, i) => sum + Math.max(p.weight, title?.positions[i]?.weight ?? 0), 0);
}
