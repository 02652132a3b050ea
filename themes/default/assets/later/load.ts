// Loads later.ts: what pages need only after a click.
import type { Later } from "../later";
import { run } from "../search/script";

/** Returns the functions of later.ts, which is loaded at the first call. It fails if the script cannot be loaded. */
export type LoadLater = () => Promise<Later>;

/** Returns a function that loads the script at an address. After a failure, the next call tries again. */
export function loader(address: string): LoadLater {
  return async () => {
    if (!window.later) await run(address);
    if (!window.later) throw new Error(address);
    return window.later;
  };
}
