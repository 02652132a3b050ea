import type { LoadLater } from "../later/load";

// Types that the search script and the rest of the site's script share.

/** A section that a search found. */
export interface Result {
  /** Relative to the root of the site, without a slash at its beginning: "smartcards/resolve/#ods-code-not-present". */
  readonly url: string;
  /** The title of the page. */
  readonly title: string;
  /** The heading of the section; empty for the text before the first heading of a page. */
  readonly heading: string;
  /** The code that the heading declares, or empty. */
  readonly code: string;
  /** The part of the text that answers best. */
  readonly excerpt: string;
  /** The beginning and the end of each word of the query in the excerpt. */
  readonly marks: readonly (readonly [number, number])[];
  /** The text of the first result, if it explains the error that the query names by its code or its message. */
  readonly answer?: string;
  /** Who can fix that error, if the article says so. */
  readonly who?: string | undefined;
}

/**
 * Returns the sections that answer a query, the best first. A collection is identified by its address without slashes
 * around it: "smartcards". Without one, the whole site is searched.
 */
export type Search = (query: string, limit?: number, collection?: string) => Promise<Result[]>;

/** Fetches a file of the index. */
export type Read = (address: string) => Promise<Uint8Array>;

/** Opens the index whose first file is at an address and has been requested. The others are fetched with read. */
export type Engine = (address: string, first: Promise<Uint8Array>, read: Read) => Promise<Search>;

/** A search whose index may not have been fetched yet. */
export interface Opened {
  /** Starts to fetch the index, so that it is ready for the first query. The promise waits for the script only. */
  load(): Promise<void>;
  /** Runs the search script. */
  run(): Promise<unknown>;
  readonly search: Search;
}

declare global {
  interface Window {
    signpost: {
      search: Search;
      opened: Opened;
      /** The address of the site. */
      root: string;
      /** Loads what pages need only after a click. */
      load: LoadLater;
      /** Set when the search page shows results. */
      listed?: boolean;
      /** Set by the search script. */
      engine?: Engine;
      /** Set by the search script: lets a form show results while the reader types. */
      box?: (form: HTMLFormElement, search: Opened, root: string) => void;
      /** Set by the search script: marks words of a query in the page. */
      mark?: (query: string) => void;
      /** Called by each script of a portable index with its data in base64. */
      file?: (data: string) => void;
    };
  }
}
