// Which sections answer a query, and in which order. Go's rank.go does the same, number for number.
import type { Read, Result, Search } from "./data";
import { better, type Found, highest, type Query } from "./found";
import { before, Index, type List, type Within } from "./index";
import { begin, pause } from "./pause";
import { plan, type Slot, type Variant } from "./plan";
import { readAll } from "./rescore";
import { written } from "./spoken";
import { single, words } from "./text";
import {
  maxCandidates, minScoreShare, minScoreShareBesideExact, exactCodeBonus, exactHeadingBonus, exactTitleBonus, headingLengthPenalty, headingWeight, joinedWeight, maxFetchedWords, maxQueryWords,
  saturation, titleWeight,
} from "./weights";

/** Where a word of the query stands in a heading, or -1. */
interface Place {
  readonly at: number;
  readonly worth: number;
}

/** Opens the index whose first file is at an address, and on its way; the others are got by read. */
export async function openSearcher(address: string, first: Promise<Uint8Array>, read: Read): Promise<Search> {
  const index = new Index(address, await first, read);
  return (...asked) => search(index, ...asked);
}

/** Finds at most limit sections of a collection, the best first. In one that is not there it finds nothing. */
async function search(index: Index, text: string, limit = 10, collection = ""): Promise<Result[]> {
  begin();
  const typed = written(words(text)).slice(0, maxQueryWords);
  const distinct = [...new Set(typed)];
  const asked = finished(distinct);
  const within = index.manifest.within.find((w) => w.in === collection);
  if (!asked.length || !within?.to) return [];
  const long = longest(index, asked);
  const query: Query = { text: text.trim(), typed, shortened: asked.length < distinct.length, cut: long.length < asked.length };
  const slots = await plan(index, long);
  const found = compare(index, await new Scores(index).weigh(slots, within), slots, query);
  return readAll(index, found, query, slots, limit);
}

/** Leaves out the shorter words of a long query, each of which would take a file and says little. */
function longest({ common, manifest }: Index, asked: readonly string[]): readonly string[] {
  if (typeof manifest.terms.parts[0] === "number") return asked;
  const apart = asked.filter((word) => !common.names.includes(word)).sort((a, b) => b.length - a.length);
  return asked.filter((word) => !apart.includes(word, maxFetchedWords));
}

/** What a query is worth in each entry. */
class Scores {
  private readonly score = this.numbers();
  private readonly covered = this.numbers();
  private readonly best = this.numbers(); // of one word, zero between two
  private readonly weight = this.numbers(); // of one term, zero between two

  constructor(private readonly index: Index) {}

  private numbers(): Float64Array {
    return new Float64Array(this.index.manifest.entries);
  }

  /** Adds up what the words are worth in each section of a collection, and lists the best. */
  async weigh(slots: readonly Slot[], { from, to }: Within): Promise<Found[]> {
    const touched: number[] = [];
    let total = 0;
    for (const slot of slots) {
      await pause();
      total += this.weighWord(slot, touched);
    }
    for (const e of touched) {
      const share = (this.covered[e] as number) / total;
      (this.score[e] as number) *= share * share * Math.sqrt(Math.sqrt(share));
    }
    await pause();
    return this.choose(touched.filter((e) => e >= from && e < to), slots);
  }

  /** Takes the best entries, and the best of those whose heading has all words of the query. */
  private choose(list: readonly number[], slots: readonly Slot[]): Found[] {
    const headed = new Uint8Array(this.score.length); // how many words of the query stand in the heading
    slots.forEach(({ variants }, i) => {
      for (const { term } of variants.values()) for (const e of term.heads.entries) if (headed[e] === i) headed[e] = i + 1;
    });
    const whole = list.filter((e) => headed[e] === slots.length);
    const best = this.top(list, maxCandidates);
    const chosen = new Set(best.map((f) => f.entry));
    const more = this.top(whole, 2 * maxCandidates).filter((f) => !chosen.has(f.entry));
    return [...best, ...more.slice(0, maxCandidates)];
  }

  /** The best in their order, without sorting all the others. */
  private top(list: readonly number[], most: number): Found[] {
    let best: Found[] = [];
    let last: Found | undefined; // what comes after it is not among the best
    for (const entry of list) {
      const found = { entry, score: this.score[entry] as number };
      if (last && better(found, last) > 0) continue;
      best.push(found);
      if (best.length < 4 * most) continue;
      best = best.sort(better).slice(0, most);
      last = best[most - 1];
    }
    return best.sort(better).slice(0, most);
  }

  /** Adds what a word is worth in each entry, which is what its best variant is. */
  private weighWord({ word, variants }: Slot, touched: number[]): number {
    const { score, covered, best, weight } = this;
    const limit = variants.get(word)?.term.rarity ?? Infinity;
    const own: number[] = [];
    let worth = 0;
    for (const v of variants.values()) {
      const rarity = v.worth * Math.min(limit, v.term.rarity);
      worth = Math.max(worth, rarity);
      for (const e of this.weighTerm(v)) {
        const w = weight[e] as number;
        if (!best[e]) own.push(e);
        best[e] = Math.max(best[e] as number, rarity * (w / (saturation + w)));
        weight[e] = 0;
      }
    }
    for (const e of own) {
      if (!covered[e]) touched.push(e);
      (score[e] as number) += best[e] as number;
      (covered[e] as number) += worth;
      best[e] = 0;
    }
    return worth;
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
      add(e, headingWeight / (1 + headingLengthPenalty * ((term.heads.values[i] as number) & 15)));
      const page = index.pageOf[e] as number;
      if (index.leads[page] !== e) return;
      for (let k = e + 1; k < (index.leads[page + 1] as number); k++) add(k, titleWeight);
    });
    return touched;
  }
}

/** Rewards entries whose heading is what was asked for, and puts those that are names of one section together. */
function compare(index: Index, list: readonly Found[], slots: readonly Slot[], { shortened, cut }: Query): Found[] {
  const least = highest(list) * minScoreShare;
  const best = new Map<number, Found>();
  for (const { entry, score } of list) {
    const own = places(slots, entry);
    const lead = index.leads[index.pageOf[entry] as number] as number;
    const above = lead === entry ? undefined : places(slots, lead);
    const rewarded = score * (1 + likeness(own, above, shortened)) + (shortened ? 0 : exact(index, own, above, slots, entry, cut));
    const real = index.real[entry] as number;
    if (rewarded >= least && rewarded > (best.get(real)?.score ?? 0)) best.set(real, { entry: real, score: rewarded, begins: own.begins });
  }
  return trimmed([...best.values()].sort(better));
}

/**
 * The reward of a heading that is the query itself, and of a code that is in it. Of a query that was cut, a heading that has all the words
 * that are left will do: its text is read, and tells.
 */
function exact(index: Index, own: Heading, above: Heading | undefined, slots: readonly Slot[], entry: number, cut: boolean): number {
  const { length, typed, different, worth, run } = own;
  const n = slots.length;
  if (length === 1 && index.real[entry] !== entry && isCode(slots, entry)) return exactCodeBonus;
  if (cut && typed && together(own, above) === n) return exactTitleBonus;
  if (worth === n && different >= length && run === n) return exactHeadingBonus;
  if (!above?.length || !typed || typed === n || different < length) return 0;
  return together(own, above) === n && above.different >= above.length ? exactTitleBonus : 0;
}

/** Leaves out what is far below a section that is exactly what was asked for. */
function trimmed(list: Found[]): Found[] {
  if (highest(list) < exactTitleBonus) return list;
  const least = highest(list.filter((f) => f.score < exactTitleBonus)) * minScoreShareBesideExact;
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
  readonly begins: boolean;
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
  const most = run(list);
  return {
    places: list,
    length,
    typed: inside.length,
    different: new Set(inside.map((p) => p.at)).size,
    worth: inside.reduce((sum, p) => sum + p.worth, 0),
    run: most,
    begins: list[0]?.at === 0 && most === list.length,
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
function likeness(own: Heading, above: Heading | undefined, shortened: boolean): number {
  const { places, length, typed, different, worth } = own;
  const n = places.length;
  if (!typed) return 0;
  const said = different / length;
  let sum = (worth / n) * said + (0.5 * own.run) / n;
  const whole = typed === n && !(shortened && length <= typed);
  if (whole && own.begins) sum += 1 + 4 * said;
  if (whole && different >= length) sum += 1;
  if (above?.length) sum += 2 * (together(own, above) / n) * said * (above.different / above.length + (0.5 * above.run) / n);
  return sum;
}

/** What the words of a query are worth that stand in a heading or in the title of its page. */
function together(a: Heading, b?: Heading): number {
  return a.places.reduce((sum, p, i) => sum + Math.max(p.worth, b?.places[i]?.worth ?? 0), 0);
}

/** Says whether a word of the query, or two together, are the one word of an entry. */
function isCode(slots: readonly Slot[], entry: number): boolean {
  return slots.some(({ variants }) => [...variants.values()].some((v) => v.worth >= joinedWeight && /\d/.test(v.term.name) && valueOf(v.term.heads, entry) >= 0));
}
