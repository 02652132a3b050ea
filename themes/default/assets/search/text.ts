// How text is cut into words, for the index and for queries alike.

export const ascii = /^[\0-\x7f]*$/;

// (Marks stand in brackets below: without them the bundler would make a longer new RegExp of the pattern.)

/** Folds case, accents and the many forms that Unicode has of one letter. */
export function fold(s: string): string {
  return ascii.test(s) ? s.toLowerCase() : s.normalize("NFKD").replace(/[\p{M}]/gu, "").toLowerCase().replace(/ς/g, "σ");
}

const wordForm = /[\p{L}\p{N}\p{M}'’]+/gu;
const longest = 40; // letters of a word count

// Thai, Lao, Burmese, Khmer, Chinese and Japanese put no spaces between words: what is written in them is cut into pairs of letters.
const unspaced = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+)/u;

/** A word as it is searched for, and where it stands in the text. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Cuts a text into folded words with their places. */
export function place(s: string): Word[] {
  const list: Word[] = [];
  for (const m of s.matchAll(wordForm)) {
    const from = m.index ?? 0;
    for (const text of parts(fold(m[0]).replace(/['’]/g, "").slice(0, longest))) list.push({ text, from, to: from + m[0].length });
  }
  return list;
}

function parts(word: string): string[] {
  if (!unspaced.test(word)) return word ? [word] : [];
  return word.split(unspaced).flatMap((stretch) => {
    const letters = [...stretch];
    if (!unspaced.test(stretch) || letters.length === 1) return stretch ? [stretch] : [];
    return letters.slice(1).map((letter, i) => (letters[i] as string) + letter);
  });
}

/** Says whether a word is one letter that may be the first of many words. */
export function single(word: string): boolean {
  return word.length === 1 && !/\d/.test(word) && !unspaced.test(word);
}

/** Cuts a text into folded words. */
export function words(s: string): string[] {
  return place(s).map((w) => w.text);
}

/** The part that the forms of an English word share: "signing", "signed" and "signs" all give "sign". */
export function stem(word: string): string {
  if (/\d/.test(word)) return word;
  return word.replace(/^(.{3,}?)(?:ations?|ions?|ings?|ied|ies|ed|es|ers?|e|y|s)$/u, "$1");
}

const rows = [0, 1, 2].map(() => new Uint8Array(64)); // of one distance

/** Counts the slips between a and b: letters left out, put in, changed, or swapped with their neighbour. Stops above most. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let least = (row[0] = i);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] as number) + 1);
      row[j] = d;
      if (d < least) least = d;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return last[b.length] as number;
}
