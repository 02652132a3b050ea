// The files of an index, fetched when they are needed. Go's index.go reads the same files.
import type { Read } from "./data";
import { before, decodeJSON, decodeTerms, decodeTypoTerms, fail, type TermShard, type TypoTerm } from "./decode";
import { splitWords } from "./text";
import { format } from "./weights";

/** Lists the shards of a kind: the beginning of each, and the hash in its file name or its length in the first file. */
interface ShardList<First> {
  readonly first: readonly First[];
  readonly parts: readonly (string | number)[];
}

/** The entries of a collection and of the collections below it. */
export interface Scope {
  readonly in: string;
  readonly from: number;
  readonly to: number;
}

/** The description of the other files; the package comment of internal/search explains the fields. */
interface Manifest {
  readonly format: number;
  readonly stem: boolean;
  readonly synonyms: readonly (readonly string[])[];
  readonly impacts: readonly number[];
  readonly entries: number;
  readonly pages: readonly number[];
  /** The scopes. */
  readonly within: readonly Scope[];
  /** The alternative headings. */
  readonly others: readonly number[];
  readonly weights?: readonly (readonly [number, number])[];
  readonly common: number;
  readonly terms: ShardList<string>;
  /** The typo terms. */
  readonly slips: ShardList<string>;
  readonly texts: ShardList<number>;
}

/** The kinds of shards, as file names and the manifest call them. */
const kinds = ["terms", "slips", "texts"] as const;
type Kind = (typeof kinds)[number];

/** A section's ID, heading, code and text, and who can fix the error. */
type TextSection = readonly [string, string, string, string, string?];

/** A page's address, title and sections. */
type TextPage = readonly [string, string, readonly TextSection[]];

/** A section with its text, and its page. */
export interface Text {
  readonly page: TextPage;
  readonly section: TextSection;
}

/** Waits for all promises and returns what the successful ones return. If all fail, it fails too. */
export async function settled<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(all);
  const values = results.flatMap((r) => (r.status === "fulfilled" ? [r.value] : []));
  if (!values.length) await Promise.all(all); // throws the error
  return values;
}

export class Index {
  readonly manifest: Manifest;
  /** The words of each phrase. */
  readonly synonyms: readonly string[][][];
  /** The first entry of each page, and the number of entries. */
  readonly leads: number[] = [];
  /** The page of each entry. */
  readonly pageOf: Uint32Array;
  /** What the scores of the entries of a page are multiplied by, if it is not 1. */
  readonly weights: ReadonlyMap<number, number>;
  /** The section of each entry: the entry itself, or one before it for an alternative heading. */
  readonly sectionOf: Uint32Array;
  /** The terms in the first file. */
  readonly common: TermShard;
  /** The shards in the first file. */
  private readonly inline: ReadonlyMap<string, Uint8Array>;
  private readonly shards = new Map<string, Promise<unknown>>();

  /** Reads the first file of an index. The others are fetched with read. */
  constructor(
    private readonly address: string,
    first: Uint8Array,
    private readonly read: Read,
  ) {
    const length = 4 + new DataView(first.buffer).getUint32(0, true);
    const m = decodeJSON(first.subarray(4, length)) as Manifest;
    if (m.format !== format) fail();
    this.manifest = m;
    const rest = first.subarray(length);
    this.common = decodeTerms(rest.subarray(0, m.common), m.entries);
    this.inline = readInline(m, rest.subarray(m.common));
    this.synonyms = m.synonyms.map((list) => list.map(splitWords));
    this.sectionOf = findSections(m);
    this.weights = new Map(m.weights);

    this.pageOf = new Uint32Array(m.entries);
    let at = 0;
    m.pages.forEach((n, page) => {
      this.leads.push(at);
      this.pageOf.fill(page, at, (at += n));
    });
    this.leads.push(at);
  }

  /** Returns the number of the shard that contains a term if the index does. */
  shardOf(text: string): number {
    return Math.max(0, before(this.manifest.terms.first, text));
  }

  terms(i: number): Promise<TermShard> {
    return this.part("terms", i, (data) => decodeTerms(data, this.manifest.entries));
  }

  typoTerms(i: number): Promise<TypoTerm[]> {
    return this.part("slips", i, decodeTypoTerms);
  }

  /** Returns the number of the shard that contains the text of an entry. */
  textShardOf(entry: number): number {
    return before(this.manifest.texts.first, this.pageOf[entry] as number);
  }

  /** Returns the page and the section of an entry. */
  async text(entry: number): Promise<Text> {
    const number = this.pageOf[entry] as number;
    const i = this.textShardOf(entry);
    const pages = await this.part("texts", i, (data) => decodeJSON(data) as TextPage[]);
    const page = pages[number - (this.manifest.texts.first[i] as number)] as TextPage;
    let at = 0;
    for (let e = (this.leads[number] as number) + 1; e <= entry; e++) {
      if (this.sectionOf[e] === e) at++;
    }
    const section = page[2][at];
    if (!section) fail();
    return { page, section };
  }

  /** Returns a shard, from the first file or from its own. A later query tries again if it failed. */
  private part<T>(kind: Kind, i: number, decode: (data: Uint8Array) => T): Promise<T> {
    const key = kind + i;
    const known = this.shards.get(key) as Promise<T> | undefined;
    if (known) return known;

    const shard = this.data(kind, i).then(decode);
    this.shards.set(key, shard);
    shard.catch(() => this.shards.delete(key));
    return shard;
  }

  private async data(kind: Kind, i: number): Promise<Uint8Array> {
    const name = `${kind}-${this.manifest[kind].parts[i]}.idx`;
    return this.inline.get(kind + i) ?? this.read(new URL(name, this.address).href);
  }
}

/** Divides what follows the shard of common terms into shards. */
function readInline(manifest: Manifest, rest: Uint8Array): Map<string, Uint8Array> {
  const inline = new Map<string, Uint8Array>();
  let at = 0;
  for (const kind of kinds) {
    manifest[kind].parts.forEach((part, i) => {
      if (typeof part === "number") inline.set(kind + i, rest.subarray(at, (at += part)));
    });
  }
  return inline;
}

/** Returns the section of each entry. */
function findSections({ entries, others }: Manifest): Uint32Array {
  const sectionOf = new Uint32Array(entries).map((_, i) => i);
  let at = 0;
  for (const distance of others) {
    at += distance;
    sectionOf[at] = sectionOf[at - 1] as number;
  }
  return sectionOf;
}
