// How the texts of the best sections match the query. Go's rescore.go does the same.
import type { Result } from "./data";
import { excerpt } from "./excerpt";
import { bestScore, compareFound, type Found, type FoundText, type Query } from "./found";
import { type Index, settled } from "./index";
import type { QueryWord } from "./plan";
import { splitWords } from "./text";
import {
  exactCodeBonus,
  exactHeadingBonus,
  exactTitleBonus,
  literalCaseFactor,
  literalFactor,
  maxRescored,
  maxRescoredLength,
  maxTextShards,
  messageFactor,
  minMessageWords,
  minTextShards,
  minTextShardsForMessage,
  pageTitleFactor,
  textShardScoreShare,
} from "./weights";

/**
 * Reads the texts of the best sections and sorts them again: a section whose text contains words of the query in the
 * same order rises. Sections whose text cannot be read are left out, unless that leaves none.
 */
export async function results(
  index: Index,
  list: readonly Found[],
  words: readonly QueryWord[],
  query: Query,
  limit: number,
): Promise<Result[]> {
  const selected = selectByShard(index, list, query, limit);
  const texts = await settled(selected.map(async (f) => ({ ...f, ...(await index.text(f.entry)) })));
  const rescored = texts.map((t) => {
    const score = rescore(t.score, t.page[1], t.section[1], t.section[3], query);
    return { ...t, score };
  });

  const terms = excerptTerms(words);
  return demoteRepeated(rescored.sort(compareFound))
    .slice(0, limit)
    .map((t, i) => (i === 0 && isAnswer(t, query) ? answer(t, terms) : result(t, terms)));
}

function answer(t: FoundText, terms: ReadonlySet<string>): Result {
  return { ...result(t, terms), answer: t.section[3], who: t.section[4] };
}

/** Reports whether a section explains the error that the query names by its code or its message. */
function isAnswer({ section, score, isMessage }: FoundText, query: Query): boolean {
  const isExact = score >= exactHeadingBonus && !query.shortened;
  return section[2] !== "" && (score >= exactCodeBonus || isExact || !!isMessage);
}

function result({ page, section }: FoundText, terms: ReadonlySet<string>): Result {
  const [url, title] = page;
  const [id, heading, code, text] = section;
  return { url: url + (id && "#" + id), title, heading, code, ...excerpt(text, terms) };
}

/**
 * Reduces the score of a section whose heading begins with the query if a better section has the same heading, so that
 * other headings are among the results.
 */
function demoteRepeated(list: readonly FoundText[]): FoundText[] {
  const seen = new Map<string, number>();
  const demoted = list.map((t) => {
    if (!t.isPrefix) return t;
    const heading = t.section[1] || t.page[1];
    const n = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, n);
    return { ...t, score: t.score / (n * n * n) };
  });
  return demoted.sort(compareFound);
}

/**
 * Returns the sections whose texts are in the first few shards, and those of other shards whose scores are near the
 * best.
 */
function selectByShard(index: Index, list: readonly Found[], { words }: Query, limit: number): Found[] {
  const best = bestScore(list);
  const maxShards = Math.max(limit, maxTextShards);
  const isMessage = best < exactTitleBonus && words.length >= minMessageWords;
  const minShards = isMessage ? minTextShardsForMessage : minTextShards;

  const shards = new Set<number>();
  const selected = list.filter(({ entry, score, isPrefix }) => {
    const allowed = isPrefix || score >= best * textShardScoreShare ? maxShards : minShards;
    const shard = index.textShardOf(entry);
    if (!shards.has(shard) && shards.size >= allowed) return false;
    shards.add(shard);
    return true;
  });
  return selected.slice(0, Math.max(limit, maxRescored));
}

/**
 * Increases the score of a section whose heading equals the query or begins with it, or whose text contains a sequence
 * of its words.
 */
function rescore(score: number, title: string, heading: string, text: string, query: Query): number {
  const { words } = query;
  if (score < exactCodeBonus) score = rescoreHeading(score, title, heading, query);
  if (score >= exactTitleBonus || words.length < 2) return score;

  const share = longestRun(words, splitWords(text.slice(0, maxRescoredLength))) / words.length;
  if (share === 1 && words.length >= minMessageWords) score *= messageFactor;
  return score * (1 + 3 * (share * share));
}

function rescoreHeading(score: number, title: string, heading: string, query: Query): number {
  const name = joinWords(heading || title);
  const asked = query.words.join(" ");
  if (name === asked) return score + (2 + literalMatch(heading || title, query.text)) * exactHeadingBonus;
  if (heading && joinWords(title) + " " + name === asked) return score + exactHeadingBonus + exactTitleBonus;
  if (!name.startsWith(asked)) return score;

  const share = [...asked].length / [...name].length; // the part of the heading that the query makes up
  score *= (1 + 8 * share) * literalMatch(heading || title, query.text);
  if (!heading) score *= pageTitleFactor;
  return query.shortened ? score + 2 * exactHeadingBonus : score;
}

/** Returns the words of a text, separated by spaces. */
function joinWords(text: string): string {
  return splitWords(text).join(" ");
}

/** Returns the factor for a heading that begins with the query exactly as the user typed it. */
function literalMatch(heading: string, text: string): number {
  if (heading.startsWith(text)) return literalCaseFactor;
  return heading.toLowerCase().startsWith(text.toLowerCase()) ? literalFactor : 1;
}

/** Returns the length of the longest sequence of words that a query and a text share. */
function longestRun(query: readonly string[], text: readonly string[]): number {
  const lengths = new Uint8Array(query.length + 1); // of the sequence that ends with each word of the query
  let longest = 0;
  for (const word of text) {
    for (let i = query.length; i > 0; i--) {
      const length = query[i - 1] === word ? (lengths[i - 1] as number) + 1 : 0;
      lengths[i] = length;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

/** Returns the terms to mark in excerpts: "in" and "to" do not matter if the query also contains "EMIS". */
function excerptTerms(words: readonly QueryWord[]): Set<string> {
  const all = words.flatMap(({ variants }) => [...variants.values()].map((v) => v.term));
  const minIDF = Math.max(...all.map((t) => t.idf)) / 3;
  const rare = all.filter((t) => t.text.length > 2 && t.idf > minIDF);
  return new Set((rare.length ? rare : all).map((t) => t.text));
}
