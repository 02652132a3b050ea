// Which sections answer a query, and in which order. Go's rank.go does the same, number for number.
import type { Result, Search } from "./data";
import { excerpt } from "./excerpt";
import { before, Index, type List } from "./index";
import { joinedWorth, plan, type Slot, type Variant } from "./plan";
import { written } from "./spoken";
import { single, words } from "./text";

// What a word counts for in each field; in the body it counts by its impact.
const headingWeight = 4;
const titleWeight = 2;
const headingLength = 0.05; // how much each word of a heading thins the others out
const saturation = 0.7; // BM25's k1: how soon a repeated word stops counting

const mostWords = 32; // of a query count: a pasted message may be longer
const candidates = 200; // sections, the best by their words, whose headings are compared with the query
const looked = 12; // sections, the best so far, whose text is searched for the query
const textLooked = 8000; // letters of it

// A section needs this share of the best score to be shown at all, and more where one is exactly what was asked for.
const enough = 0.2;
const enoughBesideExact = 0.5;

// Rewards, each out of reach of what stands below it.
const exactCode = 1e6;
const exactHeading = 1e4;
const exactTitle = 5e3;

interface Found {
  readonly entry: number;
  readonly score: number;
}

/** Where a word of the query stands in a heading, or -1. */
interface Place {
  readonly at: number;
  readonly worth: number;
}

/** Opens the index whose first file is at an address, and on its way. */
export async function openSearcher(address: string, first: Promise<Uint8Array>): Promise<Search> {
  const searcher = new Searcher(Index.open(address, await first));
  return (query, limit = 10) => searcher.search(query, limit);
}

class Searcher {
  // A number for each entry, all zero between two words.
  private readonly score: Float64Array;
  private readonly covered: Float64Array;
  private readonly best: Float64Array;
  private readonly weight: Float64Array;

  constructor(private readonly index: Index) {
    const n = index.manifest.entries;
    this.score = new Float64Array(n);
    this.covered = new Float64Array(n);
    this.best = new Float64Array(n);
    this.weight = new Float64Array(n);
  }

  /** Finds at most limit sections, the best first. */
  async search(query: string, limit: number): Promise<Result[]> {
    const typed = written(words(query)).slice(0, mostWords);
    const distinct = finished([...new Set(typed)]);
    if (!distinct.length || !this.index.manifest.entries) return [];
    const slots = await plan(this.index, distinct);
    const found = this.compare(this.weigh(slots), slots);
    return this.read(found.slice(0, Math.max(limit, looked)), typed, slots, limit);
  }

  /** Adds up what the words are worth in each section, and lists the best. */
  private weigh(slots: readonly Slot[]): Found[] {
    const touched: number[] = [];
    let total = 0;
    for (const slot of slots) {
      const { own, worth } = this.weighWord(slot);
      total += worth;
      for (const e of own) {
        if (!this.covered[e]) touched.push(e);
        (this.score[e] as number) += this.best[e] as number;
        (this.covered[e] as number) += worth;
        this.best[e] = 0;
      }
    }
    const list = touched.map((entry) => {
      const share = (this.covered[entry] as number) / total;
      const score = (this.score[entry] as number) * (share * share);
      this.score[entry] = this.covered[entry] = 0;
      return { entry, score };
    });
    return top(list);
  }

  /** Leaves in best what the best variant of a word is worth in each entry that it lists. */
  private weighWord({ word, variants }: Slot): { own: number[]; worth: number } {
    const limit = variants.get(word)?.term.rarity ?? Infinity;
    const own: number[] = [];
    let worth = 0;
    for (const v of variants.values()) {
      const rarity = v.worth * Math.min(limit, v.term.rarity);
      worth = Math.max(worth, rarity);
      for (const e of this.weighTerm(v)) {
        const weight = this.weight[e] as number;
        if (!this.best[e]) own.push(e);
        this.best[e] = Math.max(this.best[e] as number, rarity * (weight / (saturation + weight)));
        this.weight[e] = 0;
      }
    }
    return { own, worth };
  }

  /** Leaves in weight how much a term stands in each entry that it lists: in its heading, its body, the title of its page. */
  private weighTerm({ term, onlyHeads }: Variant): number[] {
    const { index, weight } = this;
    const touched: number[] = [];
    const add = (e: number, much: number) => {
      if (!weight[e]) touched.push(e);
      (weight[e] as number) += much;
    };
    if (!onlyHeads) term.texts.entries.forEach((e, i) => add(e, index.manifest.impacts[(term.texts.values[i] as number) & 31] as number));
    term.heads.entries.forEach((e, i) => {
      add(e, headingWeight / (1 + headingLength * ((term.heads.values[i] as number) & 15)));
      const page = index.pageOf[e] as number;
      if (index.leads[page] !== e) return;
      for (let k = e + 1; k < index.end(page); k++) add(k, titleWeight);
    });
    return touched;
  }

  /** Rewards entries whose heading is what was asked for, and puts those that are names of one section together. */
  private compare(list: readonly Found[], slots: readonly Slot[]): Found[] {
    const least = (list[0]?.score ?? 0) * enough;
    const best = new Map<number, number>();
    for (const { entry, score } of list) {
      const own = places(slots, entry);
      const lead = this.index.leads[this.index.pageOf[entry] as number] as number;
      const above = lead === entry ? undefined : places(slots, lead);
      const rewarded = score * (1 + likeness(own, above)) + this.exact(own, above, slots, entry);
      const real = this.index.real[entry] as number;
      if (rewarded >= least && rewarded > (best.get(real) ?? 0)) best.set(real, rewarded);
    }
    return trimmed([...best].map(([entry, score]) => ({ entry, score })).sort(better));
  }

  /** The reward of a heading that is the query itself, and of a code that is in it. */
  private exact(own: Heading, above: Heading | undefined, slots: readonly Slot[], entry: number): number {
    const { length, typed, different, worth, run } = own;
    const n = slots.length;
    if (length === 1 && this.index.real[entry] !== entry && isCode(slots, entry)) return exactCode;
    if (typed === n && worth === n && different >= length && run === n) return exactHeading;
    if (!above?.length || typed === n || different < length) return 0;
    const both = together(own, above);
    return both.count === n && both.worth === n && above.different >= above.length ? exactTitle : 0;
  }

  /** Gets the texts of sections, and rewards those that say the query in the same order. */
  private async read(list: readonly Found[], typed: readonly string[], slots: readonly Slot[], limit: number): Promise<Result[]> {
    const texts = await Promise.allSettled(list.map(async ({ entry, score }) => ({ entry, score, ...(await this.index.text(entry)) })));
    const got = texts.flatMap((t) => (t.status === "fulfilled" ? [t.value] : []));
    const failed = texts.find((t) => t.status === "rejected");
    if (!got.length && failed?.status === "rejected") throw failed.reason;
    const wanted = telling(slots);
    return got
      .map((t) => ({ ...t, score: reread(t.score, t.page[1], t.row[1], t.row[3], typed) }))
      .sort(better)
      .slice(0, limit)
      .map(({ page, row }) => ({
        url: page[0] + (row[0] && "#" + row[0]),
        title: page[1],
        heading: row[1],
        code: row[2],
        ...excerpt(row[3], wanted),
      }));
  }
}

function better(a: Found, b: Found): number {
  return b.score - a.score || a.entry - b.entry;
}

/** The best candidates in their order, without sorting all the others. */
function top(list: Found[]): Found[] {
  if (list.length > 4 * candidates) {
    const scores = Float64Array.from(list, (f) => f.score).sort();
    const least = scores[scores.length - candidates] as number;
    list = list.filter((f) => f.score >= least);
  }
  return list.sort(better).slice(0, candidates);
}

/** Leaves out what is far below a section that is exactly what was asked for. */
function trimmed(list: Found[]): Found[] {
  const first = list[0]?.score ?? 0;
  if (first < exactTitle) return list;
  const rest = list.filter((f) => f.score < exactTitle);
  const least = (rest[0]?.score ?? 0) * enoughBesideExact;
  return list.filter((f) => f.score >= least);
}

/** Leaves out the first letter of a word that is being typed: too much begins with it. */
function finished(typed: string[]): string[] {
  return typed.length > 1 && single(typed[typed.length - 1] as string) ? typed.slice(0, -1) : typed;
}

/** How the words of a query stand in a heading. */
interface Heading {
  readonly places: readonly Place[];
  readonly length: number; // words of the heading, 0 where none was found
  readonly typed: number; // words of the query that stand in it
  readonly different: number; // words of the heading that they are
  readonly worth: number;
  readonly run: number; // words that follow each other in query and heading alike, at most
}

function places(slots: readonly Slot[], entry: number): Heading {
  let length = 0;
  const list = slots.map(({ variants }) => {
    let place: Place = { at: -1, worth: 0 };
    for (const v of variants.values()) {
      const value = valueOf(v.term.heads, entry);
      if (value < 0 || v.worth < place.worth) continue;
      if (v.worth > place.worth || value >> 4 < place.at) place = { at: value >> 4, worth: v.worth };
      length = value & 15;
    }
    return place;
  });
  const inside = list.filter((p) => p.at >= 0);
  return {
    places: list,
    length,
    typed: inside.length,
    different: new Set(inside.map((p) => p.at)).size,
    worth: inside.reduce((sum, p) => sum + p.worth, 0),
    run: run(list),
  };
}

function valueOf({ entries, values }: List, entry: number): number {
  const i = before(entries, entry);
  return entries[i] === entry ? (values[i] as number) : -1;
}

function run(list: readonly Place[]): number {
  let n = 0;
  let most = 0;
  list.forEach(({ at }, i) => {
    n = at < 0 ? 0 : n > 0 && at === (list[i - 1] as Place).at + 1 ? n + 1 : 1;
    most = Math.max(most, n);
  });
  return most;
}

/** How much a heading, below the title of its page, is like the query. */
function likeness(own: Heading, above: Heading | undefined): number {
  const { places, length, typed, different, worth } = own;
  const n = places.length;
  if (!typed) return 0;
  const said = different / length;
  let sum = (worth / n) * said + (0.5 * own.run) / n;
  if (typed === n && places[0]?.at === 0 && own.run === n) sum += 1;
  if (different >= length && typed === n) sum += 1;
  if (above?.length) sum += 2 * (together(own, above).worth / n) * said * (above.different / above.length + (0.5 * above.run) / n);
  return sum;
}

function together(a: Heading, b: Heading): { worth: number; count: number } {
  let worth = 0;
  let count = 0;
  a.places.forEach((p, i) => {
    const other = b.places[i] as Place;
    if (p.at < 0 && other.at < 0) return;
    worth += Math.max(p.worth, other.worth);
    count++;
  });
  return { worth, count };
}

/** Says whether a word of the query, or two together, are the one word of an entry. */
function isCode(slots: readonly Slot[], entry: number): boolean {
  return slots.some(({ variants }) => [...variants.values()].some((v) => v.worth >= joinedWorth && /[0-9]/.test(v.term.name) && valueOf(v.term.heads, entry) >= 0));
}

/** Rewards a section whose heading is or begins with the query, letter for letter, or whose text holds a run of its words. */
function reread(score: number, title: string, heading: string, text: string, typed: readonly string[]): number {
  const name = words(heading || title).join(" ");
  const asked = typed.join(" ");
  if (score < exactCode) {
    if (name === asked) score += 3 * exactHeading;
    else if (heading && words(title).join(" ") + " " + name === asked) score += exactHeading + exactTitle;
    else if (name.startsWith(asked)) score = score * (1 + (8 * asked.length) / name.length) + (single(typed[typed.length - 1] as string) ? 2 * exactHeading : 0);
  }
  if (score >= exactTitle || typed.length < 2) return score;
  const share = longestRun(typed, words(text.slice(0, textLooked))) / typed.length;
  return score * (1 + 3 * (share * share));
}

/** The most words of a query that stand in a text one after the other. */
function longestRun(query: readonly string[], text: readonly string[]): number {
  const row = new Uint8Array(query.length + 1);
  let most = 0;
  for (const word of text) {
    for (let i = query.length; i > 0; i--) {
      row[i] = query[i - 1] === word ? (row[i - 1] as number) + 1 : 0;
      most = Math.max(most, row[i] as number);
    }
  }
  return most;
}

/** The words worth marking: "in" and "to" say nothing where "EMIS" was asked for as well. */
function telling(slots: readonly Slot[]): Set<string> {
  const all = slots.flatMap(({ variants }) => [...variants.values()].map((v) => v.term));
  const least = Math.max(...all.map((t) => t.rarity)) / 3;
  const long = all.filter((t) => t.name.length > 2 && t.rarity > least);
  return new Set((long.length ? long : all).map((t) => t.name));
}
