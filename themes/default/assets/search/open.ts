// The index and the script that reads it: fetched once, when they are first needed.
import type { Engine, Opened, Read, Search } from "./data";
import { read, readScript } from "./file";
import { run } from "./script";

/** Returns the search of the index whose first file is at an address, by a script. It fetches neither of them yet. */
export function openIndex(address: string, script: string): Opened {
  const engine = retried(() => runEngine(script));
  const open = retried(() => start(address, engine));
  return {
    load: async () => {
      open().catch(() => undefined); // a query will fail with the same error and show it
      await engine();
    },
    run: engine,
    search: async (...args) => (await open())(...args),
  };
}

/** Returns a function that does something once, and again only after a failure. */
export function retried<T>(action: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= action().catch((reason: unknown) => {
      running = undefined;
      throw reason;
    });
    return running;
  };
}

async function start(address: string, engine: () => Promise<Engine>): Promise<Search> {
  const reader: Read = address.endsWith(".js") ? readScript : read;
  const first = reader(address);
  first.catch(() => undefined); // the script may fail before it handles this error
  return (await engine())(address, first, reader);
}

async function runEngine(script: string): Promise<Engine> {
  if (!window.signpost.engine) await run(script);
  if (!window.signpost.engine) throw new Error(script);
  return window.signpost.engine;
}
