// Scripts that are fetched when they are needed.

/** How long to wait for a file, in milliseconds. After that, it counts as missing. */
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
    e.remove(); // a later query may try again
    throw new Error(address);
  });
}

interface Policy {
  createScriptURL(address: string): string;
}

interface Policies {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

/**
 * Returns an address that the page may run as a script. Sites are served with a content security policy that requires
 * trusted types and names the policy "signpost".
 */
function trusted(address: string): string {
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy("signpost", { createScriptURL: (same) => same });
  return policy?.createScriptURL(address) ?? address;
}
