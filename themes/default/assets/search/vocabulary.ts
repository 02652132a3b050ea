// All words of the index, and the ways from a word that is not among them to those that may be meant.
import { distance, stem } from "./text";

export class Vocabulary {
  private readonly sorted: string[];
  private readonly stems = new Map<string, string[]>();

  constructor(terms: Iterable<string>) {
    this.sorted = [...terms].sort();
    for (const term of this.sorted) {
      const key = stem(term);
      const list = this.stems.get(key);
      if (list) list.push(term);
      else this.stems.set(key, [term]);
    }
  }

  /** The words of which this is the stem. */
  withStem(key: string): readonly string[] {
    return this.stems.get(key) ?? [];
  }

  /** The words that begin with these letters, two of them at least. */
  withPrefix(prefix: string): string[] {
    if (prefix.length < 2) return [];
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as string) < prefix) low = middle + 1;
      else high = middle;
    }
    const list: string[] = [];
    for (let term = this.sorted[low]; term?.startsWith(prefix); term = this.sorted[++low]) list.push(term);
    return list;
  }

  /** The two words that a word consists of: "smartcard" where only "smart card" is known. */
  split(word: string): string[] {
    for (let i = 3; i <= word.length - 3; i++) {
      const parts = [word.slice(0, i), word.slice(i)];
      if (parts.every((part) => this.withPrefix(part)[0] === part)) return parts;
    }
    return [];
  }

  /** The words of which this is a slip, with the number of slips; of an unfinished word also those that begin so. */
  near(word: string, unfinished: boolean): [string, number][] {
    const most = /\d/.test(word) || word.length < 8 ? 1 : 2;
    if (word.length < 4) return [];
    const list: [string, number][] = [];
    for (const term of this.sorted) {
      let slips = distance(word, term, most);
      if (slips > most && unfinished && term.length > word.length) slips = distance(word, term.slice(0, word.length), most) + 0.5;
      if (slips <= most + 0.5) list.push([term, slips]);
    }
    return list;
  }
}
