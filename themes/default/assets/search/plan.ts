// The terms that each word of a query may stand for. Go's plan.go does the same.
import { correctWord, similarTerms } from "./correct";
import { before, type Term, type TermShard, type TypoTerm } from "./decode";
import { type Index, settled } from "./index";
import { pause } from "./pause";
import { hasDigit, stem } from "./text";
import { joinedWeight, maxCompletions, minCorrectedLength, stemWeight, synonymWeight } from "./weights";

/** A term that a word of the query may stand for. */
export interface Variant {
  readonly term: Term;
  readonly weight: number;
  /** The term does not count in bodies. */
  readonly headingsOnly: boolean;
}

/** A word of the query and the terms that it may stand for. */
export interface QueryWord {
  readonly text: string;
  /** The word may be unfinished. */
  readonly last: boolean;
  /** Terms to look up, with their weights. */
  readonly lookups: Map<string, number>;
  /** Terms that the index contains. */
  readonly variants: Map<string, Variant>;
}

/** The words of one query and what is known about them. */
interface Plan {
  readonly index: Index;
  readonly words: readonly QueryWord[];
  /** The shards that the query needs. */
  readonly shards: Record<number, TermShard>;
}

/** Finds the variants of all words. A shard that cannot be read is left out, unless that leaves none. */
export async function planQuery(index: Index, texts: readonly string[]): Promise<readonly QueryWord[]> {
  const words = texts.map((text, i) => ({
    text,
    last: i === texts.length - 1,
    lookups: new Map([[text, 1]]),
    variants: new Map(),
  }));
  const plan: Plan = { index, words, shards: {} };
  addSynonyms(plan, texts);
  await lookUp(plan);
  await correct(plan);
  return words;
}

/** Adds the words of phrases with the same meaning to the lookups. */
function addSynonyms({ index, words }: Plan, texts: readonly string[]): void {
  for (const phrases of index.synonyms) {
    for (const phrase of phrases) {
      const at = indexOfPhrase(texts, phrase);
      if (at >= 0) addPhrases(words.slice(at, at + phrase.length), phrases);
    }
  }
}

/** Adds all variants of the words that the index contains. */
async function lookUp(plan: Plan): Promise<void> {
  const { words } = plan;
  await load(plan, neededShards(plan));
  for (const word of words) addVariants(plan, word);
  words.forEach((word, i) => {
    const before = words[i - 1];
    if (!before) return;
    const joined = find(plan, before.text + word.text);
    add(before, joined, joinedWeight);
    add(word, joined, joinedWeight);
  });
}

/**
 * Returns the shards that may contain the terms to look up. Two words that the site also writes as one are found only
 * if that term is in one of these shards, except for the two parts of a code, which justify a shard.
 */
function neededShards({ index, words }: Plan): Set<number> {
  const needed = new Set<number>();
  words.forEach(({ text, last, lookups }, i) => {
    for (const lookup of lookups.keys()) {
      if (!isCommon(index, lookup)) needed.add(index.shardOf(lookup));
    }
    if (!isCommon(index, text)) needed.add(index.shardOf(index.manifest.stem ? stem(text) : text));

    const before = words[i - 1];
    if (before && isCodeParts(before.text, text)) needed.add(index.shardOf(before.text + text));

    const next = index.shardOf(text) + 1;
    if (last && index.manifest.terms.first[next]?.startsWith(text)) needed.add(next); // it also contains completions
  });
  return needed;
}

function isCommon(index: Index, text: string): boolean {
  return index.common.texts.includes(text);
}

/** Reads shards. Those that cannot be read are left out, unless that leaves none. */
async function load({ index, shards }: Plan, needed: ReadonlySet<number>): Promise<void> {
  const existing = [...needed].filter((i) => i < index.manifest.terms.first.length);
  await settled(existing.map(async (i) => (shards[i] = await index.terms(i))));
}

/** Returns a term of the shards that have been read. */
function find({ index, shards }: Plan, text: string): Term | undefined {
  for (const shard of [index.common, shards[index.shardOf(text)]]) {
    const i = shard ? before(shard.texts, text) : -1;
    if (shard?.texts[i] === text) return shard.term(i);
  }
  return undefined;
}

/** Adds the terms to look up, the other forms of the word and, if it is the last one, its completions. */
function addVariants(plan: Plan, word: QueryWord): void {
  const { text, last, lookups } = word;
  for (const [lookup, weight] of lookups) add(word, find(plan, lookup), weight);

  if (plan.index.manifest.stem && !hasDigit(text)) {
    const root = stem(text);
    for (const term of withPrefix(plan, root)) {
      if (stem(term.text) === root) add(word, term, stemWeight);
    }
  }

  if (last && text.length >= 2) addCompletions(plan, word);
}

/** Adds the terms that begin with a word. The less of a term is missing, the higher is its weight. */
function addCompletions(plan: Plan, word: QueryWord): void {
  const completions = withPrefix(plan, word.text);
  completions.sort((a, b) => a.idf - b.idf);
  completions.forEach((term, i) => {
    add(word, term, 0.4 + (0.4 * word.text.length) / term.text.length, i >= maxCompletions);
  });
}

/** Returns the terms with a prefix in the shards that have been read. */
function withPrefix({ index, shards }: Plan, prefix: string): Term[] {
  const list: Term[] = [];
  for (const { texts, term } of [index.common, ...Object.values(shards)]) {
    let i = before(texts, prefix);
    if (texts[i] !== prefix) i++;
    while (texts[i]?.startsWith(prefix)) list.push(term(i++));
  }
  return list;
}

/** Adds the terms that words without variants may be typos of. */
async function correct(plan: Plan): Promise<void> {
  const { index, words } = plan;
  const unknown = words.filter(({ text, variants }) => !variants.size && text.length >= minCorrectedLength);
  const similar = await Promise.all(unknown.map((word) => similarTerms(index, word.text)));
  const corrections: [QueryWord, string, number][] = [];
  for (const word of unknown) {
    await pause();
    const corrected = correctWord(word.text, word.last, similar.shift() as TypoTerm[]);
    for (const [text, weight] of corrected) corrections.push([word, text, weight]);
  }

  const rare = corrections.filter(([, text]) => !isCommon(index, text));
  await load(plan, new Set(rare.map(([, text]) => index.shardOf(text))));
  for (const [word, text, weight] of corrections) add(word, find(plan, text), weight);
}

/** Returns the index of a phrase in a list of words, or -1. */
function indexOfPhrase(list: readonly string[], phrase: readonly string[]): number {
  if (!phrase.length) return -1;
  return list.findIndex((_, i) => phrase.every((word, k) => list[i + k] === word));
}

/**
 * Lets the words of a phrase stand for those of phrases with the same meaning. If one phrase has more words than the
 * other, its last words stand for the last word of the other.
 */
function addPhrases(words: readonly QueryWord[], phrases: readonly string[][]): void {
  words.forEach(({ lookups }, i) => {
    for (const other of phrases) {
      other.forEach((text, k) => {
        if (Math.min(k, words.length - 1) !== Math.min(i, other.length - 1)) return;
        if (!lookups.has(text)) lookups.set(text, synonymWeight);
      });
    }
  });
}

/** Reports whether two words may be the parts of a code: "id" and "201". */
function isCodeParts(letters: string, digits: string): boolean {
  return /^[^0-9]{1,4} [0-9]/.test(letters + " " + digits);
}

/** Adds a variant, unless the term is missing or a variant with a higher weight already. */
function add({ variants }: QueryWord, term: Term | undefined, weight: number, headingsOnly = false): void {
  if (!term) return;
  const known = variants.get(term.text)?.weight ?? 0;
  if (weight > known || (headingsOnly && weight === known)) variants.set(term.text, { term, weight, headingsOnly });
}
