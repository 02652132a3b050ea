// Types that the search script and the rest of the site's script share.

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

/** Finds the sections that answer a query, the best first: of the whole site, or of a collection, which goes by its address: "smartcards". */
export type Search = (query: string, limit?: number, collection?: string) => Promise<Result[]>;

/** Gets a file of the index. */
export type Read = (address: string) => Promise<Uint8Array>;

/** Opens the index whose first file is at an address, and on its way; the others are got by read. */
export type Engine = (address: string, first: Promise<Uint8Array>, read: Read) => Promise<Search>;

/** A search whose index may not have been fetched yet. */
export interface Opened {
  /** Starts to fetch the index, so that it is ready for the first query. */
  load(): void;
  readonly search: Search;
}

declare global {
  interface Window {
    signpost: { search: Search; opened: Opened; root: string; engine?: Engine; file?: (data: string) => void };
  }
}
