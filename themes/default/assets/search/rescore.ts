// What the texts of the best sections say to the query. Go's rescore.go does the same.
import type { Result } from "./data";
import { excerpt } from "./excerpt";
import { arrived, type Index, type Text } from "./index";
import type { Slot } from "./plan";
import { better, type Found, highest, type Query } from "./found";
import { words } from "./text";
import {
  literalCaseFactor, exactCodeBonus, exactHeadingBonus, exactTitleBonus, minTextShards, minTextShardsForMessage, literalFactor, maxRescored, minMessageWords, maxTextShards, pageTitleFactor, maxRescoredLength,
  messageFactor, textShardScoreShare,
} from "./weights";

/** Gets the texts of sections, and rewards those that say the query in the same order. Without its text a section is left out. */
export async function readAll(index: Index, list: readonly Found[], query: Query, slots: readonly Slot[], limit: number): Promise<Result[]> {
  const got = await arrived(within(index, list, query, limit).map(async (f) => ({ ...f, ...(await index.text(f.entry)) })));
  const wanted = telling(slots);
  return spread(got.map((t) => ({ ...t, score: rescore(t.score, t.page[1], t.row[1], t.row[3], query) })).sort(better))
    .slice(0, limit)
    .map(({ page, row }) => ({
      url: page[0] + (row[0] && "#" + row[0]),
      title: page[1],
      heading: row[1],
      code: row[2],
      ...excerpt(row[3], wanted),
    }));
}

/** Lets a section sink whose heading begins with the query where the same heading has come before: there are others to choose from. */
function spread(list: readonly (Found & Text)[]): (Found & Text)[] {
  const seen = new Map<string, number>();
  const sunk = list.map((t) => {
    if (!t.begins) return t;
    const name = t.row[1] || t.page[1];
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return { ...t, score: t.score / (n * n * n) };
  });
  return sunk.sort(better);
}

/** The best of the sections whose texts stand in the first few shards, and of the others of those that are near the best. */
function within(index: Index, list: readonly Found[], { typed }: Query, limit: number): Found[] {
  const best = highest(list);
  const few = best < exactTitleBonus && typed.length >= minMessageWords ? minTextShardsForMessage : minTextShards;
  const shards = new Set<number>();
  const near = list.filter(({ entry, score, begins }) => {
    const shard = index.textShardOf(entry);
    if (!shards.has(shard) && shards.size >= (begins || score >= best * textShardScoreShare ? Math.max(limit, maxTextShards) : few)) return false;
    shards.add(shard);
    return true;
  });
  return near.slice(0, Math.max(limit, maxRescored));
}

/** Rewards a section whose heading is or begins with the query, letter for letter, or whose text holds a run of its words. */
function rescore(score: number, title: string, heading: string, text: string, query: Query): number {
  const { typed } = query;
  const name = words(heading || title).join(" ");
  const asked = typed.join(" ");
  if (score < exactCodeBonus) {
    if (name === asked) score += (2 + alike(heading || title, query.text)) * exactHeadingBonus;
    else if (heading && words(title).join(" ") + " " + name === asked) score += exactHeadingBonus + exactTitleBonus;
    else if (name.startsWith(asked)) score = begun(score, title, heading, [...asked].length / [...name].length, query);
  }
  if (score >= exactTitleBonus || typed.length < 2) return score;
  const share = longestRun(typed, words(text.slice(0, maxRescoredLength))) / typed.length;
  if (share === 1 && typed.length >= minMessageWords) score *= messageFactor;
  return score * (1 + 3 * (share * share));
}

/** Rewards a heading that begins with the query, more for each letter that is there already. */
function begun(score: number, title: string, heading: string, share: number, { text, shortened }: Query): number {
  score *= (1 + 8 * share) * alike(heading || title, text);
  if (!heading) score *= pageTitleFactor;
  return shortened ? score + 2 * exactHeadingBonus : score;
}

/** What it counts for that a heading begins with a query as it was typed. */
function alike(heading: string, typed: string): number {
  if (heading.startsWith(typed)) return literalCaseFactor;
  return heading.toLowerCase().startsWith(typed.toLowerCase()) ? literalFactor : 1;
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
