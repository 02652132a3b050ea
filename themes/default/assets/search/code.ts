// Codes as readers type them.

/** Returns what may be a code, in lower case without spaces and punctuation, or "" if it has no digit or is long. */
export function codeIn(query: string): string {
  const plain = query.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return /\d/.test(plain) && plain.length <= 40 ? plain : "";
}
