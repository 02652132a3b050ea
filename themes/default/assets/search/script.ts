// Scripts that are fetched when they are wanted.

/** How long to wait for one file, in milliseconds, after which it counts as missing. */
export const patience = 20_000;

/** Fetches and runs a script of this site. */
export function run(address: string): Promise<void> {
  const e = document.createElement("script");
  e.src = trusted(address);
  return new Promise<void>((resolve, reject) => {
    e.onload = () => resolve();
    e.onerror = reject;
    setTimeout(reject, patience);
    document.head.append(e);
  }).catch(() => {
    e.remove(); // it may be tried again
    throw new Error(address);
  });
}

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
}

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** Pages are served under a policy that lets no address become a script unless somebody vouches for it. This one stands in the page. */
function trusted(address: string): string {
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy("signpost", { createScriptURL: (same) => same });
  return policy?.createScriptURL(address) ?? address;
}
