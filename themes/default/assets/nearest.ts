// "Page not found": suggests pages with addresses similar to the requested one.
import { decoded } from "./address";
import { element, link } from "./dom";
import { type Entry, registry, slugOf } from "./registry";
import type { Search } from "./search/data";

const maxItems = 5;

/** Opens the page of a code if the address clearly means it. Otherwise lists similar codes and pages. */
export async function nearest({ search, root }: Window["signpost"]): Promise<void> {
  const box = document.querySelector<HTMLElement>(".nearest");
  if (!box) return;
  const asked = wanted(location.href, root);
  const code = wantedCode(asked);
  const registered = code ? await registry(root).catch(() => []) : [];
  const exact = registered.find((entry) => plain(entry.code) === code);
  if (exact) return location.replace(addressOf(exact, root)); // typed in capitals or with other punctuation
  const items = [
    ...near(registered, code, root),
    ...(await pages(asked, search, root).catch(() => [])),
  ].slice(0, maxItems);
  if (items.length === 0) return;
  box.append(element("ul", "entries", ...items));
  box.hidden = false;
}

/** Returns the words of an address, starting with its last part. */
function wanted(address: string, root: string): string[] {
  const path = decoded(new URL(address).pathname).replace(new URL(root).pathname, "");
  const parts = path
    .replace(/(index)?\.html?$/, "")
    .split("/")
    .map((part) => part.replace(/[^\p{L}\p{N}]+/gu, " ").trim());
  return parts.filter((part) => part !== "").reverse();
}

/** Returns what may be a code among the words of an address, as "id201", or "". */
function wantedCode(asked: readonly string[]): string {
  return plain(asked.find((part) => part.length <= 40 && /^[\w ]*\d[\w ]*$/.test(part)) ?? "");
}

const plain = (code: string) => code.replace(/[^a-z0-9]/gi, "").toLowerCase();
const addressOf = (entry: Entry, root: string) => new URL(`e/${slugOf(entry)}/`, root).href;

/** Returns links to codes that differ in one letter or digit. */
function near(registered: readonly Entry[], code: string, root: string): HTMLElement[] {
  return registered
    .filter((entry) => code && distance(code, plain(entry.code)) < 2)
    .map((entry) => {
      return element("li", "card", link(addressOf(entry, root), entry.title), " ", element("span", "code", entry.code));
    });
}

/** Returns links to pages that the search finds for the words of the address. */
async function pages(asked: readonly string[], search: Search, root: string): Promise<HTMLElement[]> {
  for (const query of [asked[0], asked.join(" ")]) {
    if (!query) return [];
    const titles = new Map((await search(query, 20)).map((r) => [r.url.split("#")[0] as string, r.title]));
    if (titles.size > 0) {
      return [...titles].map(([url, title]) => element("li", "card", link(new URL(url, root).href, title)));
    }
  }
  return [];
}

/** Returns the Levenshtein distance. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    above = row;
  }
  return above[b.length] as number;
}
