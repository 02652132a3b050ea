// The error codes of the site: codes.json.

/** An error code. */
export interface Entry {
  readonly code: string;
  readonly short: string;
  readonly title: string;
  readonly path: string;
  readonly anchor: string;
  readonly steps?: readonly string[];
}

/** Returns all codes. root is the address of the site. */
export async function registry(root: string): Promise<Entry[]> {
  const reply = await fetch(new URL("codes.json", root).href);
  return ((await reply.json()) as { codes: Entry[] }).codes;
}

/** Returns the name of a code in addresses: "id-201". */
export function slugOf(entry: Entry): string {
  return entry.short.split("/").slice(-2)[0] ?? "";
}
