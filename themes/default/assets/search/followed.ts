// The words of a result that the reader opened, which the page marks. It is not part of the address, so that a copied
// link stays short, and only this tab knows it.

const key = "signpost.found";

/** Remembers the words that the page at an address should mark. */
export function rememberFound(words: string, address: string): void {
  try {
    sessionStorage.setItem(key, JSON.stringify([new URL(address).pathname, words]));
  } catch {
    // Storage is turned off or full.
  }
}

/** Returns the words for a page once, or "". */
export function takeFound(pathname: string): string {
  try {
    const [path, words] = JSON.parse(sessionStorage.getItem(key) ?? "[]") as string[];
    if (path === undefined) return "";
    sessionStorage.removeItem(key);
    return path === pathname ? (words ?? "") : "";
  } catch {
    return "";
  }
}
