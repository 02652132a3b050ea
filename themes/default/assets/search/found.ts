// The query and the entries that match it. Go has the same types in rank.go and rescore.go.
import type { Text } from "./index";

/** A query as the user typed it. */
export interface Query {
  /** Without spaces around it. */
  readonly text: string;
  /** Including repeated words. */
  readonly words: readonly string[];
  /** A last word of one letter was dropped. */
  readonly shortened: boolean;
  /** Short words were dropped. */
  readonly truncated: boolean;
}

/** An entry that matches a query. */
export interface Found {
  readonly entry: number;
  readonly score: number;
  /** The heading begins with the query. */
  readonly isPrefix?: boolean;
  /** The query contains the heading. */
  readonly isMessage?: boolean;
}

/** An entry with its text. */
export type FoundText = Found & Text;

/** Sorts by score, the best first. */
export function compareFound(a: Found, b: Found): number {
  return b.score - a.score || a.entry - b.entry;
}

/** Returns the best score of a sorted list. */
export function bestScore(list: readonly Found[]): number {
  return list[0]?.score ?? 0;
}
