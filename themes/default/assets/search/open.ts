// The index: fetched when it is first wanted, and once.
import { format, type Data, type Search } from "./data";
import { Engine } from "./engine";

/** A search whose index may not be there yet. */
export interface Opened {
  /** Starts to fetch the index, so that it is there when the first query comes. */
  load(): void;
  readonly search: Search;
}

/** Prepares the search of the index at an address. Nothing is fetched yet. */
export function openIndex(address: string): Opened {
  let engine: Promise<Engine> | undefined;
  const open = (): Promise<Engine> => {
    engine ??= fetchIndex(address).catch((reason: unknown) => {
      engine = undefined; // the next query tries again
      throw reason;
    });
    return engine;
  };
  return {
    load: () => void open().catch(() => undefined), // a query will meet the same error and show it
    search: async (query, limit = 10) => (await open()).search(query, limit),
  };
}

async function fetchIndex(address: string): Promise<Engine> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${reply.status} ${address}`);
  const data = (await reply.json()) as Data;
  if (data.format !== format) throw new Error(`the index has format ${data.format}, not ${format}`);
  return new Engine(data);
}
