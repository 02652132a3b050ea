// Reads the address of the page. Readers can open any address: it need not be encoded as it should be.

/** Decodes a part of an address. Escapes that are cut off or not UTF-8 stay as they are: "100%". */
export function decoded(part: string): string {
  return part.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Returns the element that the fragment of the address names, as the browser finds it, or null. */
export function namedElement(): HTMLElement | null {
  const fragment = location.hash.slice(1);
  return document.getElementById(fragment) ?? document.getElementById(decoded(fragment));
}
