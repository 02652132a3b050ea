// The words of a text, for the index and for queries. Go's text.go does the same.
import { maxWordLength } from "./weights";

export const ascii = /^[\0-\x7f]*$/;

const wordForm = /[\p{L}\p{N}\p{M}'’]+/gu;

// Thai, Lao, Burmese, Khmer, Chinese and Japanese put no spaces between words.
const unspaced =
  /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+)/u;

/** A normalised word and the range that it occupies in the text. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Returns the words of a text. */
export function splitWords(s: string): string[] {
  return findWords(s).map((w) => w.text);
}

/** Returns the words of a text with their positions. Text in scripts without spaces is split into pairs of letters. */
export function findWords(s: string): Word[] {
  const list: Word[] = [];
  for (const match of s.matchAll(wordForm)) {
    const from = match.index ?? 0;
    const to = from + match[0].length;
    const word = fold(match[0]).replace(/['’]/g, "").slice(0, maxWordLength);
    for (const text of splitUnspaced(word)) list.push({ text, from, to });
  }
  return list;
}

/** Removes case and accents, and replaces the variants that Unicode has of a letter. */
export function fold(s: string): string {
  if (ascii.test(s)) return s.toLowerCase();
  // The brackets around \p{M} keep the bundler from making a longer new RegExp of it.
  return s.normalize("NFKD").replace(/[\p{M}]/gu, "").toLowerCase().replace(/ς/g, "σ");
}

/** Splits the parts of a word that are in a script without spaces into overlapping pairs of letters. */
function splitUnspaced(word: string): string[] {
  if (!unspaced.test(word)) return word ? [word] : [];
  return word.split(unspaced).flatMap((part) => {
    const letters = [...part];
    if (!unspaced.test(part) || letters.length === 1) return part ? [part] : [];
    return letters.slice(1).map((letter, i) => (letters[i] as string) + letter);
  });
}

/** Reports whether a word is one letter that many words may begin with. */
export function isSingleLetter(word: string): boolean {
  return word.length === 1 && !hasDigit(word) && !unspaced.test(word);
}

export function hasDigit(s: string): boolean {
  return /\d/.test(s);
}

/** Returns the part that the forms of an English word share: "sign" for "signing", "signed" and "signs". */
export function stem(word: string): string {
  if (hasDigit(word)) return word;
  return word.replace(/^(.{3,}?)(?:ations?|ions?|ings?|ied|ies|ed|es|ers?|e|y|s)$/u, "$1");
}
