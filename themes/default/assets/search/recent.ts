// What the reader searched for before. Only this browser knows it.

const key = "signpost.searches";

/** The searches that are remembered. */
const limit = 5;

/** Returns earlier searches, the latest first. */
export function recentSearches(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter((q) => typeof q === "string").slice(0, limit) : [];
  } catch {
    return [];
  }
}

/** A date, which may be a birthday, or an email address. */
const personal = /@|\d[ ./-]+\d+[ ./-]+\d/;

/**
 * Remembers a search, unless it may be about a person: a long text is a pasted message, which may contain a name, and
 * many digits may be the number of a patient.
 */
export function rememberSearch(query: string): void {
  if (query.length > 60 || query.replace(/\D/g, "").length > 8 || personal.test(query)) return;
  store([query, ...recentSearches().filter((q) => q !== query)].slice(0, limit));
}

/** Forgets all searches. */
export function clearSearches(): void {
  store([]);
}

function store(list: string[]): void {
  try {
    if (list.length) localStorage.setItem(key, JSON.stringify(list));
    else localStorage.removeItem(key);
  } catch {
    // Storage is turned off or full.
  }
}
