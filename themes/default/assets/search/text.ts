// How text is cut into words, for the index and for queries alike.

/** Folds case, accents and the many forms that Unicode has of one letter. */
export function fold(s: string): string {
  return s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const wordForm = /[\p{L}\p{N}\p{M}'’]+/gu;

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
    const text = fold(m[0]).replace(/['’]/g, "");
    if (text) list.push({ text, from: m.index ?? 0, to: (m.index ?? 0) + m[0].length });
  }
  return list;
}

/** Cuts a text into folded words. */
export function words(s: string): string[] {
  return place(s).map((w) => w.text);
}

/** The part that the forms of an English word share: "signing", "signed" and "signs" all give "sign". */
export function stem(word: string): string {
  const s = word.replace(/(ations?|ions?|ings?|ied|ies|ed|es|ers?|e|y|s)$/, "");
  return s.length < 3 ? word : s;
}

/**
 * Counts the slips between a and b: letters left out, put in, changed, or swapped with their neighbour. Stops above most.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] as number) + 1);
      row.push(d);
      least = Math.min(least, d);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
