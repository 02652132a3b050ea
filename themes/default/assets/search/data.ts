// The index as package search of the generator writes it, and the results as callers get them.

/** The version of the index that this script reads. */
export const format = 1;

export interface Data {
  readonly format: number;
  readonly synonyms: readonly (readonly string[])[];
  readonly pages: readonly Page[];
}

export interface Page {
  readonly url: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly id?: string;
  readonly heading?: string;
  readonly code?: string;
  readonly also?: readonly string[];
  readonly text: string;
}

/** One section that was found. */
export interface Result {
  /** From the site's root, without a slash in front: "smartcards/resolve/#ods-code-not-present". Resolve it against the root. */
  readonly url: string;
  /** Of the page. */
  readonly title: string;
  /** Of the section; empty for what stands before the page's first heading. */
  readonly heading: string;
  /** That the heading declares, or empty. */
  readonly code: string;
  /** The part of the text that answers best. */
  readonly excerpt: string;
  /** The words of the excerpt that were looked for, each from and to an offset. */
  readonly marks: readonly (readonly [number, number])[];
}

/** Finds the sections that answer a query, the best first. */
export type Search = (query: string, limit?: number) => Promise<Result[]>;

declare global {
  interface Window {
    signpost: { search: Search };
  }
}
