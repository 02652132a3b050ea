// The encoding of shards, as the package comment of internal/search describes it. Go's decode.go does the same.
import { ascii } from "./text";

/** The entries that contain a term, in their order, with a value for each. */
export interface Postings {
  readonly entries: Uint32Array;
  readonly values: Uint8Array;
}

/** A term as queries use it. */
export interface Term {
  readonly text: string;
  readonly idf: number;
  readonly headings: Postings;
  readonly bodies: Postings;
}

/** A shard of terms in their order. A term is decoded when it is needed. */
export interface TermShard {
  readonly texts: readonly string[];
  readonly term: (i: number) => Term;
}

/** A term that a word with typos may be corrected to, and the number of entries that contain it. */
export interface TypoTerm {
  readonly text: string;
  readonly count: number;
}

/** Returns the position of the last element of a sorted list that is not greater than a key, or -1. */
export function before<Key>(list: ArrayLike<Key>, key: Key): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Key) <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reports a file that is damaged or has another format. */
export function fail(): never {
  throw new Error("damaged");
}

/** Reads numbers and names from a shard. */
class Decoder {
  constructor(
    private readonly data: Uint8Array,
    public at = 0,
  ) {}

  number(): number {
    let n = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) return fail();
      n += (byte & 127) * factor;
      if (byte < 128) return n;
    }
  }

  bytes(n: number): Uint8Array {
    if (this.at + n > this.data.length) fail();
    return this.data.subarray(this.at, (this.at += n));
  }

  postings(n: number): Postings {
    let entry = 0;
    const entries = new Uint32Array(n).map(() => (entry += this.number()));
    return { entries, values: this.bytes(n) };
  }

  /** Calls use with each name of a list. A name is stored without the prefix that it shares with the name before. */
  names(use: (name: string) => void): void {
    const decoder = new TextDecoder();
    // One letter per byte is right for most names, and many times as fast as decoding each of them.
    let name = "";
    for (let n = this.number(); n > 0; n--) {
      name = name.slice(0, this.number()) + String.fromCharCode(...this.bytes(this.number()));
      use(ascii.test(name) ? name : decoder.decode(Uint8Array.from(name, (letter) => letter.charCodeAt(0))));
    }
  }
}

/** Reads a shard of terms of an index with the given number of entries. */
export function decodeTerms(data: Uint8Array, entries: number): TermShard {
  const d = new Decoder(data);
  const texts: string[] = [];
  const sizes: number[][] = [];
  let length = 0; // of the postings so far
  d.names((text) => {
    texts.push(text);
    sizes.push([d.number(), d.number(), d.number(), length]);
    length += d.number();
  });
  if (d.at + length > data.length) fail();

  const decode = (i: number): Term => {
    const [count, headings, bodies, at] = sizes[i] as [number, number, number, number];
    const own = new Decoder(data, d.at + at);
    return {
      text: texts[i] as string,
      idf: idf(count, entries),
      headings: own.postings(headings),
      bodies: own.postings(bodies),
    };
  };
  const terms: Term[] = [];
  return { texts, term: (i) => (terms[i] ??= decode(i)) };
}

/** Returns BM25's inverse document frequency, rounded to 1/64 so that every processor gets the same number. */
function idf(count: number, entries: number): number {
  return Math.round(64 * Math.log(1 + (entries - count + 0.5) / (count + 0.5))) / 64;
}

/** Reads a shard of terms for the correction of typos. */
export function decodeTypoTerms(data: Uint8Array): TypoTerm[] {
  const d = new Decoder(data);
  const terms: TypoTerm[] = [];
  d.names((text) => terms.push({ text, count: d.number() }));
  return terms;
}

/** Reads JSON. */
export function decodeJSON(data: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(data));
}
