// The index and the script that reads it: fetched when they are first wanted, and once.
import type { Engine, Search } from "./data";
import { read } from "./file";

/** A search whose index may not be there yet. */
export interface Opened {
  /** Starts to fetch the index, so that it is there when the first query comes. */
  load(): void;
  readonly search: Search;
}

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
    search: async (query, limit = 10) => (await open())(query, limit),
  };
}

async function start(address: string, script: string): Promise<Search> {
  const first = read(address, "no-cache"); // its name stays when the site changes
  first.catch(() => undefined); // the script may fail before anybody looks at this
  return (await engine(script))(address, first, read);
}

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
}

function engine(script: string): Promise<Engine> {
  return new Promise((resolve, reject) => {
    const done = window.signpost.engine;
    if (done) return resolve(done);
    const e = document.createElement("script");
    e.src = trusted(script);
    e.onload = () => (window.signpost.engine ? resolve(window.signpost.engine) : reject(new Error(script)));
    e.onerror = () => {
      e.remove();
      reject(new Error(script));
    };
    document.head.append(e);
  });
}

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** Pages are served under a policy that lets no address become a script unless somebody vouches for it. This one stands in the page. */
function trusted(address: string): string {
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy("signpost", { createScriptURL: (same) => same });
  return policy?.createScriptURL(address) ?? address;
}
