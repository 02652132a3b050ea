// The search itself: which sections answer a query, and in which order.
//
// A section's score is the sum over the query's words of the best variant of each (as typed, synonym, other ending, beginning, slip),
// weighed by how rare it is (BM25 over fields), times the share of the query that the section covers. A section that misses a word
// sinks and stays. On top come rewards for whole phrases: code, heading, another wording of a message.
import type { Data, Page, Result, Section } from "./data";
import { excerpt } from "./excerpt";
import { stem, words } from "./text";
import { Vocabulary } from "./vocabulary";

// What a word counts for in each field of a section, in the body once.
const weights = { heading: 5, also: 3, title: 2, body: 1 };
const saturation = 1.2; // BM25's k1: how soon a repeated word stops counting
const lengthShare = 0.75; // BM25's b: how much a long body thins its words out

// Rewards, each out of reach of what stands below it.
const exactCode = 1e6;
const exactPhrase = 1e4;
const looked = 50; // sections, the best so far, whose text is searched for the query as a phrase

interface Entry {
  readonly page: Page;
  readonly section: Section;
  readonly phrases: string[]; // the section's names, as " word word "
}

/** What a word of the query may stand for: a term of the index, and how much that counts. */
type Variants = Map<string, number>;

export class Engine {
  private readonly entries: Entry[] = [];
  private readonly codes = new Map<string, number[]>(); // "id201" -> entries
  private readonly names = new Map<string, number[]>(); // a whole phrase without its spaces -> entries
  private readonly terms = new Map<string, Map<number, number>>(); // term -> entry -> impact, 0 to 1
  private readonly vocabulary: Vocabulary;
  private readonly synonyms: string[][][]; // list -> phrase -> words

  constructor(data: Data) {
    this.synonyms = data.synonyms.map((list) => list.map(words));
    for (const page of data.pages) for (const section of page.sections) this.add(page, section);
    this.weigh();
    this.vocabulary = new Vocabulary(this.terms.keys());
  }

  /** Finds at most limit sections, the best first. */
  search(query: string, limit: number): Result[] {
    const typed = words(query);
    const variants = typed.map((_, i) => this.variants(typed, i));
    const scores = this.rank(variants);
    const meant = typed.map((word, i) => (this.terms.has(word) ? word : best(variants[i] as Variants) ?? word));
    this.reward(scores, typed, meant);
    const wanted = this.telling(variants);
    return ordered(scores)
      .slice(0, limit)
      .map(([i]) => this.result(this.entries[i] as Entry, wanted));
  }

  /** The words worth marking: "in" and "to" say nothing where "EMIS" was asked for as well. */
  private telling(variants: Variants[]): Set<string> {
    const all = variants.flatMap((v) => [...v.keys()]);
    const least = Math.max(...all.map((term) => this.rarity(term))) / 3;
    const long = all.filter((term) => term.length > 2 && this.rarity(term) > least);
    return new Set(long.length ? long : all);
  }

  private result({ page, section }: Entry, wanted: Set<string>): Result {
    const { id, heading = "", code = "", text } = section;
    return { url: page.url + (id ? "#" + id : ""), title: page.title, heading, code, ...excerpt(text, wanted) };
  }

  private add(page: Page, section: Section): void {
    const i = this.entries.length;
    const { heading = page.title, also = [], code } = section;
    const whole = [heading, ...also, `${page.title} ${heading}`].map((s) => words(s).join(" "));
    this.entries.push({ page, section, phrases: whole.slice(0, -1).map((s) => ` ${s} `) });
    for (const phrase of new Set(whole)) push(this.names, phrase.replace(/ /g, ""), i);
    if (code) push(this.codes, words(code).join(""), i);
  }

  /** Fills terms: first what stands in each field, then, when all terms are known, words written apart that are also written as one. */
  private weigh(): void {
    const bodies = this.entries.map((e) => words(e.section.text));
    const mean = bodies.reduce((sum, b) => sum + b.length, 0) / Math.max(1, bodies.length) || 1;
    const fields = this.entries.map(({ page, section }, i): [string[], number][] => {
      const body = bodies[i] as string[];
      const thinned = weights.body / (1 - lengthShare + (lengthShare * body.length) / mean);
      const code = words(section.code ?? "");
      return [
        [[...words(section.heading ?? page.title), "", code.join("")], weights.heading],
        [["", ...code, ""], weights.body],
        [words((section.also ?? []).join(" ")), weights.also],
        [section.heading ? words(page.title) : [], weights.title],
        [body, thinned],
      ];
    });
    const known = new Set(fields.flat().flatMap(([list]) => list));
    fields.forEach((list, i) => this.count(list, known, i));
  }

  private count(fields: [string[], number][], known: Set<string>, i: number): void {
    const sums = new Map<string, number>();
    for (const [list, weight] of fields) {
      list.forEach((word, k) => {
        if (!word) return;
        sums.set(word, (sums.get(word) ?? 0) + weight);
        const joined = word + (list[k + 1] ?? "");
        if (joined !== word && known.has(joined)) sums.set(joined, (sums.get(joined) ?? 0) + weight);
      });
    }
    for (const [term, sum] of sums) {
      const postings = this.terms.get(term) ?? new Map<number, number>();
      this.terms.set(term, postings.set(i, sum / (saturation + sum)));
    }
  }

  /** How rare a term is. */
  private rarity(term: string): number {
    const n = this.terms.get(term)?.size ?? 0;
    return Math.log(1 + (this.entries.length - n + 0.5) / (n + 0.5));
  }

  /** What the word at i may stand for. Only where nothing else is known, slips are looked for. */
  private variants(typed: string[], i: number): Variants {
    const word = typed[i] as string;
    const found: Variants = new Map();
    const add = (term: string, weight: number) => {
      if (this.terms.has(term) && weight > (found.get(term) ?? 0)) found.set(term, weight);
    };
    add(word, 1);
    add((typed[i - 1] ?? "") + word, 0.9);
    add(word + (typed[i + 1] ?? ""), 0.9);
    this.addSynonyms(typed, i, add);
    if (!/\d/.test(word)) for (const term of this.vocabulary.withStem(stem(word))) add(term, 0.6);
    if (i === typed.length - 1) {
      for (const term of this.vocabulary.withPrefix(word)) add(term, 0.4 + (0.4 * word.length) / term.length);
      for (const term of i ? this.vocabulary.withPrefix(typed[i - 1] + word) : []) add(term, 0.6);
    }
    if (!found.size) for (const part of this.vocabulary.split(word)) add(part, 0.5);
    if (!found.size) for (const [term, slips] of this.vocabulary.near(word, i === typed.length - 1)) add(term, 0.8 / (slips + 1));
    return found;
  }

  /** Adds the words that other phrases of a list have in the place of the word at i. Of two words against one, both stand for the one. */
  private addSynonyms(typed: string[], i: number, add: (term: string, weight: number) => void): void {
    for (const list of this.synonyms) {
      for (const phrase of list) {
        const at = phrase.findIndex((_, k) => phrase.every((word, n) => typed[i - k + n] === word));
        if (at < 0) continue;
        const inPlace = (other: string[], k: number) => Math.min(k, phrase.length - 1) === Math.min(at, other.length - 1);
        for (const other of list) other.filter((_, k) => inPlace(other, k)).forEach((word) => add(word, 0.7));
      }
    }
  }

  private rank(variants: Variants[]): Map<number, number> {
    const scores = new Map<number, number>();
    const covered = new Map<number, number>();
    let all = 0;
    for (const words of variants) {
      const { entries, worth } = this.postings(words);
      all += worth;
      for (const [entry, score] of entries) {
        scores.set(entry, (scores.get(entry) ?? 0) + score);
        covered.set(entry, (covered.get(entry) ?? 0) + worth);
      }
    }
    for (const [entry, score] of scores) scores.set(entry, score * ((covered.get(entry) ?? 0) / all) ** 1.5);
    return scores;
  }

  /** The sections that hold a variant of a word, each with the score of the best, and what the word is worth at most. */
  private postings(variants: Variants): { entries: Map<number, number>; worth: number } {
    const entries = new Map<number, number>();
    const worth = Math.max(0, ...[...variants].map(([term, weight]) => this.rarity(term) * weight));
    for (const [term, weight] of variants) {
      const rarity = this.rarity(term) * weight;
      for (const [entry, impact] of this.terms.get(term) ?? []) entries.set(entry, Math.max(entries.get(entry) ?? 0, rarity * impact));
    }
    return { entries, worth };
  }

  /** Lifts the sections whose code or name the query is, or holds, or begins. */
  private reward(scores: Map<number, number>, typed: string[], meant: string[]): void {
    const lift = (entry: number, by: number) => scores.set(entry, (scores.get(entry) ?? 0) + by);
    typed.forEach((word, i) => {
      const codes = [word, word + (typed[i + 1] ?? "")].map((s) => this.codes.get(s) ?? []);
      for (const entry of new Set(codes.flat())) lift(entry, exactCode);
    });
    for (const entry of this.names.get(typed.join("")) ?? []) lift(entry, exactPhrase);
    if (meant.join() !== typed.join()) for (const entry of this.names.get(meant.join("")) ?? []) lift(entry, exactPhrase / 2);
    const query = ` ${meant.join(" ")}`;
    for (const [entry] of ordered(scores).slice(0, looked)) lift(entry, this.phraseReward(this.entries[entry] as Entry, query));
  }

  /** What it is worth that a name of the section stands in the query, or the query, its last word unfinished, in a name or in the text. */
  private phraseReward({ phrases, section }: Entry, query: string): number {
    const whole = this.worth(query);
    let most = ` ${words(section.text).join(" ")}`.includes(query) ? whole / 2 : 0;
    for (const phrase of phrases) {
      if (phrase.trim().includes(" ") && `${query} `.includes(phrase)) most = Math.max(most, 2 * this.worth(phrase));
      else if (phrase.includes(query)) most = Math.max(most, phrase.startsWith(query) ? 2 * whole : whole);
    }
    return most;
  }

  private worth(phrase: string): number {
    return phrase.trim().split(" ").reduce((sum, word) => sum + this.rarity(word), 0);
  }
}

/** The sections by score, the best first, equal ones in the order of the site. */
function ordered(scores: Map<number, number>): [number, number][] {
  return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The variant that counts most. */
function best(variants: Variants): string | undefined {
  return [...variants].sort((a, b) => b[1] - a[1])[0]?.[0];
}
