// The index and the script that reads it: fetched when they are first wanted, and once.
import type { Engine, Opened, Read, Search } from "./data";
import { read, readScript } from "./file";
import { run } from "./script";

/** Prepares the search of the index whose first file is at an address, by the script at another. Nothing is fetched yet. */
export function openIndex(address: string, script: string): Opened {
  let opened: Promise<Search> | undefined;
  const open = (): Promise<Search> => {
    opened ??= start(address, script).catch((reason: unknown) => {
      opened = undefined; // the next query tries again
      throw reason;
    });
    return opened;
  };
  return {
    load: () => void open().catch(() => undefined), // a query will meet the same error and show it
    search: async (...asked) => (await open())(...asked),
  };
}

async function start(address: string, script: string): Promise<Search> {
  const reader: Read = address.endsWith(".js") ? readScript : read;
  const first = reader(address);
  first.catch(() => undefined); // the script may fail before anybody looks at this
  return (await engine(script))(address, first, reader);
}

async function engine(script: string): Promise<Engine> {
  if (!window.signpost.engine) await run(script);
  if (!window.signpost.engine) throw new Error(script);
  return window.signpost.engine;
}
