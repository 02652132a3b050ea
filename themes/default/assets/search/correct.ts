// The terms that words with typos may be corrected to. Go's correct.go does the same.
import { before, type TypoTerm } from "./decode";
import { distance } from "./distance";
import type { Index } from "./index";
import { hasDigit } from "./text";
import { maxCorrections, minSplitLength, splitWeight, typoWeight } from "./weights";

/** Returns the terms that begin with one of the first two letters of a word. */
export async function similarTerms(index: Index, word: string): Promise<TypoTerm[]> {
  const { first } = index.manifest.slips;
  const letters = [...word].slice(0, 2);
  const needed = first.flatMap((_, i) => {
    const contains = letters.some((c) => i >= before(first, c) && i <= before(first, c + "\uffff"));
    return contains || first.length <= 2 ? [i] : [];
  });
  // Without one of these shards, the other words still find something.
  const lists = await Promise.all(needed.map((i) => index.typoTerms(i).catch((): TypoTerm[] => [])));
  return lists.flat();
}

/** Returns the terms that a word may be a typo of, or the two terms that it consists of, with their weights. */
export function correctWord(word: string, unfinished: boolean, terms: readonly TypoTerm[]): Map<string, number> {
  const candidates = terms.flatMap(({ text, count }) => {
    const typos = countTypos(word, text, unfinished);
    return typos < 0 ? [] : [{ text, count, typos }];
  });
  candidates.sort((a, b) => a.typos - b.typos || b.count - a.count);

  const isFar = (candidates[0]?.typos ?? 2) > 1;
  const parts = isFar && splitTerm(word, terms);
  if (parts) return new Map(parts.map((part) => [part, splitWeight]));
  return new Map(candidates.slice(0, maxCorrections).map(({ text, typos }) => [text, typoWeight / (typos + 1)]));
}

/**
 * Returns the number of typos between a word and a term, or a negative number if there are too many. An unfinished
 * word is also compared with the beginning of the term, which counts half a typo.
 */
function countTypos(word: string, term: string, unfinished: boolean): number {
  const limit = word.length < 6 || hasDigit(word) ? 1 : 2;
  const typos = distance(word, term, limit);
  if (typos <= limit) return typos;
  return unfinished ? countTypos(word, term.slice(0, word.length), false) + 0.5 : -1;
}

/** Returns two terms that a word consists of. */
function splitTerm(word: string, terms: readonly TypoTerm[]): string[] | undefined {
  const texts = new Set(terms.map((t) => t.text));
  for (let i = minSplitLength; i <= word.length - minSplitLength; i++) {
    const parts = [word.slice(0, i), word.slice(i)];
    if (parts.every((part) => texts.has(part))) return parts;
  }
  return undefined;
}
