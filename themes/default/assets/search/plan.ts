// What each word of a query may stand for. Go's plan.go does the same.
import { arrived, before, type Guess, type Index, type Shard, type Term } from "./index";
import { pause } from "./pause";
import { distance, stem } from "./text";
import { joinedWeight, maxCompletions, maxCorrections, typoWeight, splitWeight, stemWeight, synonymWeight } from "./weights";

/** A term that a word of the query may stand for. */
export interface Variant {
  readonly term: Term;
  readonly worth: number;
  readonly onlyHeads: boolean; // it counts in headings alone
}

/** A word of the query with its variants, by their names. */
export interface Slot {
  readonly word: string;
  readonly wanted: Wanted; // terms to look up, with their worth
  readonly variants: Map<string, Variant>;
}

type Wanted = Map<string, number>;

/** Finds the variants of all words. A shard that cannot be had is left out, unless that leaves none. */
export async function plan(index: Index, typed: readonly string[]): Promise<Slot[]> {
  const p = new Plan(index, typed);
  await p.lookUp();
  await p.guess();
  return p.slots;
}

class Plan {
  readonly slots: Slot[];
  private readonly used = new Map<number, Shard>();
  private readonly first: readonly string[];

  constructor(
    private readonly index: Index,
    private readonly typed: readonly string[],
  ) {
    this.first = index.manifest.terms.first;
    this.slots = typed.map((word) => ({ word, wanted: new Map([[word, 1]]), variants: new Map() }));
    for (const phrases of index.synonyms) for (const phrase of phrases) this.replace(find(typed, phrase), phrase.length, phrases);
  }

  /** Lets words stand for those of phrases that mean the same. Of two words against one, both stand for the one. */
  private replace(at: number, length: number, phrases: readonly string[][]): void {
    for (let i = 0; at >= 0 && i < length; i++) {
      const { word, wanted } = this.slots[at + i] as Slot;
      for (const other of phrases) {
        other.forEach((same, k) => {
          if (same !== word && Math.min(k, length - 1) === Math.min(i, other.length - 1)) wanted.set(same, synonymWeight);
        });
      }
    }
  }

  /**
   * Fills the variants of all words that the index knows. Of two words that the site also writes as one, the one is found where its shard is
   * there for another word; a code is worth a file of its own.
   */
  async lookUp(): Promise<void> {
    const needed = new Set<number>();
    this.slots.forEach(({ word, wanted }, i) => {
      const before = this.typed[i - 1];
      if (/^[^0-9]{1,4} [0-9]/.test(before + " " + word)) needed.add(this.index.shardOf(before + word));
      for (const name of wanted.keys()) if (!this.common(name)) needed.add(this.index.shardOf(name));
      if (!this.common(word)) needed.add(this.index.shardOf(this.stem(word)));
    });
    const last = this.typed[this.typed.length - 1] as string;
    const next = this.index.shardOf(last) + 1;
    if ((this.first[next] ?? "").startsWith(last)) needed.add(next);
    await this.load(needed);
    this.slots.forEach((slot, i) => {
      this.fill(slot, i === this.slots.length - 1);
      const before = this.slots[i - 1];
      if (before) for (const one of [before, slot]) this.add(one, this.lookup(before.word + slot.word), joinedWeight);
    });
  }

  private common(name: string): boolean {
    return this.index.common.names.includes(name);
  }

  private stem(word: string): string {
    return this.index.manifest.stem ? stem(word) : word;
  }

  private async load(needed: ReadonlySet<number>): Promise<void> {
    const wanted = [...needed].filter((i) => i < this.first.length);
    await arrived(wanted.map(async (i) => this.used.set(i, await this.index.terms(i))));
  }

  private lookup(name: string): Term | undefined {
    for (const shard of [this.index.common, this.used.get(this.index.shardOf(name))]) {
      const i = shard ? before(shard.names, name) : -1;
      if (shard?.names[i] === name) return shard.term(i);
    }
    return undefined;
  }

  private add({ variants }: Slot, term: Term | undefined, worth: number, onlyHeads = false): void {
    if (!term) return;
    const known = variants.get(term.name)?.worth ?? 0;
    if (worth > known || (onlyHeads && worth === known)) variants.set(term.name, { term, worth, onlyHeads });
  }

  /** Looks up a word, its other forms, and, of the last word, the terms that begin with it. */
  private fill(slot: Slot, last: boolean): void {
    const { word, wanted } = slot;
    for (const [name, worth] of wanted) this.add(slot, this.lookup(name), worth);
    const root = this.stem(word);
    if (this.index.manifest.stem && !/\d/.test(word)) {
      for (const [shard, i] of this.beginning(root)) if (stem(shard.names[i] as string) === root) this.add(slot, shard.term(i), stemWeight);
    }
    if (!last || word.length < 2) return;
    const longer = this.beginning(word).map(([shard, i]) => shard.term(i));
    longer.sort((a, b) => a.rarity - b.rarity);
    longer.forEach((term, i) => this.add(slot, term, 0.4 + (0.4 * word.length) / term.name.length, i >= maxCompletions));
  }

  /** Lists the terms that begin so, in all shards that the query asked for. */
  private beginning(prefix: string): [Shard, number][] {
    const list: [Shard, number][] = [];
    for (const shard of [this.index.common, ...this.first.flatMap((_, i) => this.used.get(i) ?? [])]) {
      let i = before(shard.names, prefix);
      if (shard.names[i] !== prefix) i++;
      for (; (shard.names[i] ?? "").startsWith(prefix); i++) list.push([shard, i]);
    }
    return list;
  }

  /** Finds what words may mean that the index does not know. */
  async guess(): Promise<void> {
    const unknown = this.slots.filter((slot) => !slot.variants.size && slot.word.length >= 4);
    const last = this.slots[this.slots.length - 1];
    const known = await Promise.all(unknown.map((slot) => this.known(slot.word)));
    const guesses: Wanted[] = [];
    for (const slot of unknown) {
      await pause();
      guesses.push(slipsOf(slot.word, slot === last, known[guesses.length] as Guess[]));
    }
    const needed = new Set(guesses.flatMap((names) => [...names.keys()].filter((name) => !this.common(name)).map((name) => this.index.shardOf(name))));
    await this.load(needed);
    unknown.forEach((slot, i) => (guesses[i] as Wanted).forEach((worth, name) => this.add(slot, this.lookup(name), worth)));
  }

  /** The terms that begin with one of a word's first two letters. */
  private async known(word: string): Promise<Guess[]> {
    const { first } = this.index.manifest.slips;
    const letters = [...word].slice(0, 2);
    const needed = first.flatMap((name, i) => {
      const next = first[i + 1];
      const holds = letters.some((letter) => !((next as string) <= letter) && name <= letter + "\uffff");
      return holds || first.length <= 2 ? [i] : [];
    });
    const lists = await Promise.all(needed.map((i) => this.index.slips(i).catch((): Guess[] => []))); // without it the other words still answer
    return lists.flat();
  }
}

/** The place of a phrase in a list, or -1. */
function find(list: readonly string[], phrase: readonly string[]): number {
  return phrase.length ? list.findIndex((_, i) => phrase.every((word, k) => list[i + k] === word)) : -1;
}

/** Lists the terms that a word may be a slip of, or the two that it is made of. */
function slipsOf(word: string, unfinished: boolean, known: readonly Guess[]): Wanted {
  const found = known.flatMap(({ name, count }) => {
    const n = slips(word, name, unfinished);
    return n < 0 ? [] : [{ name, count, n }];
  });
  found.sort((a, b) => a.n - b.n || b.count - a.count);
  const parts = split(word, known);
  if (parts && (found[0]?.n ?? 2) > 1) return new Map(parts.map((part) => [part, splitWeight]));
  return new Map(found.slice(0, maxCorrections).map(({ name, n }) => [name, typoWeight / (n + 1)]));
}

/** Finds two terms that a word is made of. */
function split(word: string, known: readonly Guess[]): string[] | undefined {
  const names = new Set(known.map((g) => g.name));
  for (let i = 3; i <= word.length - 3; i++) {
    const parts = [word.slice(0, i), word.slice(i)];
    if (parts.every((part) => names.has(part))) return parts;
  }
  return undefined;
}

/** Counts the slips between a word and a term, or is -1 where there are too many. An unfinished word may be the beginning of the term. */
function slips(word: string, name: string, unfinished: boolean): number {
  const most = /\d/.test(word) || word.length < 6 ? 1 : 2;
  const d = distance(word, name, most);
  if (d <= most) return d;
  if (!unfinished || name.length <= word.length) return -1;
  const begun = distance(word, name.slice(0, word.length), most);
  return begun <= most ? begun + 0.5 : -1;
}
