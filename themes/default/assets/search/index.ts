// The index as package search of the generator writes it; its package comment says where each byte stands.
import type { Read } from "./data";
import { ascii, words } from "./text";

const format = 3; // the version of the index that this script reads

interface Group<First> {
  readonly first: readonly First[];
  readonly parts: readonly (string | number)[];
}

/** The entries of a collection and of those below it. */
export interface Within {
  readonly in: string;
  readonly from: number;
  readonly to: number;
}

interface Manifest {
  readonly format: number;
  readonly stem: boolean;
  readonly synonyms: readonly (readonly string[])[];
  readonly impacts: readonly number[];
  readonly entries: number;
  readonly pages: readonly number[];
  readonly within: readonly Within[];
  readonly others: readonly number[];
  readonly common: number;
  readonly terms: Group<string>;
  readonly slips: Group<string>;
  readonly texts: Group<number>;
}

const kinds = ["terms", "slips", "texts"] as const; // of shards
type Kind = (typeof kinds)[number];

/** Entries in their order, with a value for each. */
export interface List {
  readonly entries: Uint32Array;
  readonly values: Uint8Array;
}

/** Where a term stands. */
export interface Term {
  readonly name: string;
  readonly rarity: number;
  readonly heads: List;
  readonly texts: List;
}

/** A term that a slip may have meant. */
export interface Guess {
  readonly name: string;
  readonly count: number;
}

/** A run of terms in their order, read from the bytes when they are wanted. */
export interface Shard {
  readonly names: readonly string[];
  term(i: number): Term;
}

/** A section's id, heading, code and text. */
type Row = readonly [string, string, string, string];
type Page = readonly [string, string, readonly Row[]];

/** A section as it is written, and its page. */
export interface Text {
  readonly page: Page;
  readonly row: Row;
}

/** The place at or before which a key stands in a sorted list. */
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

/** Waits for all, and leaves out those that failed, unless that leaves none. */
export async function arrived<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(all);
  const got = settled.flatMap((s) => (s.status === "fulfilled" ? [s.value] : []));
  if (!got.length) await Promise.all(all); // throws what went wrong
  return got;
}

function damaged(): never {
  throw new Error("damaged");
}

class Cursor {
  constructor(
    private readonly data: Uint8Array,
    public at = 0,
  ) {}

  number(): number {
    let n = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.data[this.at++];
      if (byte === undefined) return damaged();
      n += (byte & 127) * shift;
      if (byte < 128) return n;
    }
  }

  take(n: number): Uint8Array {
    if (this.at + n > this.data.length) damaged();
    return this.data.subarray(this.at, (this.at += n));
  }

  list(n: number): List {
    const entries = new Uint32Array(n);
    for (let i = 0, at = 0; i < n; i++) entries[i] = at += this.number();
    return { entries, values: this.take(n) };
  }

  /** Calls use for each of a list of names that leave out what they share with the one before. */
  names(use: (name: string) => void): void {
    const decoder = new TextDecoder();
    let name = ""; // a letter for each byte, which is right for most names, and many times as fast as to decode each
    for (let n = this.number(); n > 0; n--) {
      name = name.slice(0, this.number()) + String.fromCharCode(...this.take(this.number()));
      use(ascii.test(name) ? name : decoder.decode(Uint8Array.from(name, (letter) => letter.charCodeAt(0))));
    }
  }
}

export class Index {
  readonly manifest: Manifest;
  readonly common: Shard;
  readonly leads: number[] = []; // the first entry of each page, and the number of entries
  readonly pageOf: Uint32Array;
  readonly real: Uint32Array; // the section that an entry is a name of: itself, or one before it
  readonly synonyms: string[][][];
  private readonly inside = new Map<string, Uint8Array>(); // the shards that stand in the first file
  private readonly shards = new Map<string, Promise<unknown>>();

  /** Reads the first file of an index; the others are got by read. */
  constructor(
    private readonly address: string,
    first: Uint8Array,
    private readonly read: Read,
  ) {
    const length = 4 + new DataView(first.buffer).getUint32(0, true);
    const m = (this.manifest = JSON.parse(new TextDecoder().decode(first.subarray(4, length))) as Manifest);
    if (m.format !== format) damaged(); // it is another version's
    const rest = first.subarray(length);
    this.common = this.readTerms(rest.subarray(0, m.common));
    let start = m.common;
    for (const kind of kinds) {
      m[kind].parts.forEach((part, i) => {
        if (typeof part === "number") this.inside.set(kind + i, rest.subarray(start, (start += part)));
      });
    }
    this.pageOf = new Uint32Array(m.entries);
    let at = 0;
    m.pages.forEach((n, page) => {
      this.leads.push(at);
      this.pageOf.fill(page, at, (at += n));
    });
    this.leads.push(at);
    this.real = this.pageOf.map((_, i) => i);
    at = 0;
    for (const step of m.others) {
      at += step;
      this.real[at] = this.real[at - 1] as number;
    }
    this.synonyms = m.synonyms.map((list) => list.map(words));
  }

  /** The shard that a term stands in, if it stands anywhere. */
  shardOf(name: string): number {
    return Math.max(0, before(this.manifest.terms.first, name));
  }

  terms(i: number): Promise<Shard> {
    return this.part("terms", i, (data) => this.readTerms(data));
  }

  slips(i: number): Promise<Guess[]> {
    return this.part("slips", i, (data) => {
      const list: Guess[] = [];
      const c = new Cursor(data);
      c.names((name) => list.push({ name, count: c.number() }));
      return list;
    });
  }

  /** The shard that has the text of an entry. */
  textShardOf(entry: number): number {
    return before(this.manifest.texts.first, this.pageOf[entry] as number);
  }

  /** The page that an entry stands on, and its section. */
  async text(entry: number): Promise<Text> {
    const number = this.pageOf[entry] as number;
    const i = this.textShardOf(entry);
    const pages = await this.part("texts", i, (data) => JSON.parse(new TextDecoder().decode(data)) as Page[]);
    const page = pages[number - (this.manifest.texts.first[i] as number)] as Page;
    let at = 0;
    for (let e = (this.leads[number] as number) + 1; e <= entry; e++) if (this.real[e] === e) at++;
    const row = page[2][at];
    if (!row) damaged();
    return { page, row };
  }

  /** A shard, from the first file or from its own. One that failed is tried again by the next query. */
  private part<T>(kind: Kind, i: number, use: (data: Uint8Array) => T): Promise<T> {
    const key = kind + i;
    const known = this.shards.get(key) as Promise<T> | undefined;
    if (known) return known;
    const inside = this.inside.get(key);
    const data = inside ? Promise.resolve(inside) : this.read(new URL(`${kind}-${this.manifest[kind].parts[i]}.idx`, this.address).href);
    const made = data.then(use);
    this.shards.set(key, made);
    made.catch(() => this.shards.delete(key));
    return made;
  }

  private readTerms(data: Uint8Array): Shard {
    const c = new Cursor(data);
    const names: string[] = [];
    const sizes: number[][] = [];
    let length = 0; // of all postings
    c.names((name) => {
      names.push(name);
      sizes.push([c.number(), c.number(), c.number(), length]);
      length += c.number();
    });
    if (c.at + length > data.length) damaged();
    const made: Term[] = [];
    const read = (i: number): Term => {
      const [count, heads, texts, at] = sizes[i] as [number, number, number, number];
      const own = new Cursor(data, c.at + at);
      const rarity = Math.round(64 * Math.log(1 + (this.manifest.entries - count + 0.5) / (count + 0.5))) / 64;
      return { name: names[i] as string, rarity, heads: own.list(heads), texts: own.list(texts) };
    };
    return { names, term: (i) => (made[i] ??= read(i)) };
  }
}
