// Which sections answer a query, and in which order. Go's rank.go does the same, number for number.
import type { Read, Result, Search } from "./data";
import type { Term } from "./decode";
import { bestScore, compareFound, type Found, type Query } from "./found";
import { combinedWeight, type HeadingMatch, matchHeading, similarity, valueOf } from "./heading";
import { Index } from "./index";
import { begin } from "./pause";
import { planQuery, type QueryWord } from "./plan";
import { results } from "./rescore";
import { Scorer } from "./score";
import { joinSpokenCodes } from "./spoken";
import { hasDigit, isSingleLetter, splitWords } from "./text";
import {
  exactCodeBonus,
  exactHeadingBonus,
  exactTitleBonus,
  joinedWeight,
  maxFetchedWords,
  maxQueryWords,
  minScoreShare,
  minScoreShareBesideExact,
} from "./weights";

/** Opens the index whose first file is at an address and has been requested. The others are fetched with read. */
export async function openSearcher(address: string, first: Promise<Uint8Array>, read: Read): Promise<Search> {
  const index = new Index(address, await first, read);
  return (...args) => search(index, ...args);
}

/** Returns at most limit sections of a collection, the best first. In an unknown collection, it finds nothing. */
async function search(index: Index, text: string, limit = 10, collection = ""): Promise<Result[]> {
  begin();
  const all = joinSpokenCodes(splitWords(text)).slice(0, maxQueryWords);
  const distinct = [...new Set(all)];
  const texts = dropUnfinishedLetter(distinct);
  const scope = index.manifest.within.find((s) => s.in === collection);
  if (!texts.length || !scope?.to) return [];

  const selected = dropShortWords(index, texts);
  const query: Query = {
    text: text.trim(),
    words: all,
    shortened: texts.length < distinct.length,
    truncated: selected.length < texts.length,
  };
  const words = await planQuery(index, selected);
  const list = await new Scorer(index).score(words, scope);
  return results(index, rerank(index, list, words, query), words, query, limit);
}

/** Drops a last word of one letter, which the user may still be typing: too many terms begin with it. */
function dropUnfinishedLetter(words: string[]): string[] {
  const isUnfinished = words.length > 1 && isSingleLetter(words[words.length - 1] as string);
  return isUnfinished ? words.slice(0, -1) : words;
}

/** Drops the shorter words of a long query. Each of them would take a file and contribute little. */
function dropShortWords({ common, manifest }: Index, words: readonly string[]): readonly string[] {
  if (typeof manifest.terms.parts[0] === "number") return words; // no word takes a file

  const fetched = words.filter((word) => !common.texts.includes(word)).sort((a, b) => b.length - a.length);
  return words.filter((word) => !fetched.includes(word, maxFetchedWords));
}

/** Increases the scores of entries whose heading is similar to the query, and merges the entries of a section. */
function rerank(index: Index, list: readonly Found[], words: readonly QueryWord[], query: Query): Found[] {
  const { shortened, truncated } = query;
  const minScore = bestScore(list) * minScoreShare;
  const best = new Map<number, Found>();
  for (const f of list) {
    const own = matchHeading(words, f.entry);
    const lead = index.leads[index.pageOf[f.entry] as number] as number;
    const title = lead === f.entry ? undefined : matchHeading(words, lead);
    let score = f.score * (1 + similarity(own, title, shortened));
    if (!shortened) score += exactBonus(index, own, title, words, f.entry, truncated);

    const entry = index.sectionOf[f.entry] as number;
    if (score >= minScore && score > (best.get(entry)?.score ?? 0)) {
      best.set(entry, { entry, score, isPrefix: own.isPrefix, isMessage: own.isInQuery });
    }
  }
  return dropWeak([...best.values()].sort(compareFound), words);
}

/**
 * Returns the bonus for a heading that equals the query and for a code that the query contains. If the query was
 * truncated, it is enough that the heading and the title contain the remaining words: the text will be compared with
 * the whole query.
 */
function exactBonus(
  index: Index,
  own: HeadingMatch,
  title: HeadingMatch | undefined,
  words: readonly QueryWord[],
  entry: number,
  truncated: boolean,
): number {
  const { length, matched, share, run } = own;
  const n = words.length;
  const isAlternative = index.sectionOf[entry] !== entry;
  if (length === 1 && isAlternative && matchesCode(words, entry)) return exactCodeBonus;
  if (truncated && matched && combinedWeight(own, title) === n) return exactTitleBonus;
  if (combinedWeight(own) === n && share >= 1 && run === n) return exactHeadingBonus;
  const isComplete = title && title.share >= 1 && share >= 1 && matched < n; // neither has other words
  return isComplete && combinedWeight(own, title) === n ? exactTitleBonus : 0;
}

/** Reports whether a word of the query, or two words together, are the only word of an entry. */
function matchesCode(words: readonly QueryWord[], entry: number): boolean {
  return numbers(words).some((term) => valueOf(term.headings, entry) >= 0);
}

/** Returns the terms with a digit that words of the query, or two words together, stand for. */
function numbers(words: readonly QueryWord[]): Term[] {
  const variants = words.flatMap((word) => [...word.variants.values()]);
  return variants.filter((v) => v.weight >= joinedWeight && hasDigit(v.term.text)).map((v) => v.term);
}

/** Drops sections that are much worse than an exact match. Beside a code, only sections that mention it remain. */
function dropWeak(list: Found[], words: readonly QueryWord[]): Found[] {
  const best = bestScore(list);
  if (best < exactTitleBonus) return list;
  if (best >= exactCodeBonus) {
    const terms = numbers(words);
    const mentions = (e: number) => terms.some((t) => valueOf(t.headings, e) >= 0 || valueOf(t.bodies, e) >= 0);
    return list.filter((f) => f.score >= exactCodeBonus || mentions(f.entry));
  }
  const minScore = bestScore(list.filter((f) => f.score < exactTitleBonus)) * minScoreShareBesideExact;
  return list.filter((f) => f.score >= minScore);
}
