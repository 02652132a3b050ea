// Entries that match a query.

/** What somebody typed. */
export interface Query {
  readonly text: string; // without spaces around it
  readonly typed: readonly string[]; // its words, with those that come again
  readonly shortened: boolean; // a last word of one letter was left out
  readonly cut: boolean; // its shorter words are not maxRescored up
}

export interface Found {
  readonly entry: number;
  readonly score: number;
  readonly begins?: boolean; // its heading begins with the words of the query
}

export function better(a: Found, b: Found): number {
  return b.score - a.score || a.entry - b.entry;
}

/** The score of the best of a list that is in order. */
export function highest(list: readonly Found[]): number {
  return list[0]?.score ?? 0;
}
