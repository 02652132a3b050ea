// The index and the script that reads it: fetched once, when they are first needed.
import type { Engine, Opened, Read, Search } from "./data";
import { read, readScript } from "./file";
import { run } from "./script";

/** Returns the search of the index whose first file is at an address, by a script. It fetches neither of them yet. */
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
    load: () => void open().catch(() => undefined), // a query will fail with the same error and show it
    search: async (...args) => (await open())(...args),
  };
}

async function start(address: string, script: string): Promise<Search> {
  const reader: Read = address.endsWith(".js") ? readScript : read;
  const first = reader(address);
  first.catch(() => undefined); // the script may fail before it handles this error
  return (await engine(script))(address, first, reader);
}

async function engine(script: string): Promise<Engine> {
  if (!window.signpost.engine) await run(script);
  if (!window.signpost.engine) throw new Error(script);
  return window.signpost.engine;
}
