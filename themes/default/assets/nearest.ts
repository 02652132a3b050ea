// "Page not found": what stands at addresses like the one that was asked for.
import { element, link } from "./dom";
import type { Search } from "./search/data";

interface Entry {
  readonly code: string;
  readonly title: string;
}

const most = 5;

/** Lists the codes and pages that may have been meant. */
export async function nearest(search: Search, root: string): Promise<void> {
  const box = document.querySelector<HTMLElement>(".nearest");
  if (!box) return;
  const asked = wanted(location.href, root);
  const found = await Promise.all([codes(asked, root), pages(asked, search, root)].map((list) => list.catch(() => [])));
  const items = found.flat().slice(0, most);
  if (items.length === 0) return;
  box.append(element("ul", "entries", ...items));
  box.hidden = false;
}

/** The words of an address, those of its last part first. */
function wanted(address: string, root: string): string[] {
  const path = decodeURI(new URL(address).pathname).replace(new URL(root).pathname, "");
  const parts = path.replace(/(index)?\.html?$/, "").split("/").map((part) => part.replace(/[^\p{L}\p{N}]+/gu, " ").trim());
  return parts.filter((part) => part !== "").reverse();
}

/** Codes that differ from the one asked for in one letter or digit at most, the nearest first. */
async function codes(asked: readonly string[], root: string): Promise<HTMLElement[]> {
  const code = asked.map((part) => /^([a-z]{2}) ?([0-9]{2,4})$/i.exec(part)?.slice(1).join("").toUpperCase()).find((c) => c);
  if (!code) return [];
  const reply = await fetch(new URL("codes.json", root).href);
  const registry = (await reply.json()) as { codes: Entry[] };
  return registry.codes
    .map((entry) => ({ entry, distance: distance(code, entry.code.replace("-", "")) }))
    .filter((near) => near.distance < 2)
    .sort((a, b) => a.distance - b.distance)
    .map(({ entry }) => element("li", "", link(new URL(`e/${entry.code.toLowerCase()}/`, root).href, entry.title), " ", element("span", "code", entry.code)));
}

/** Pages that the search finds by the words of the address. */
async function pages(asked: readonly string[], search: Search, root: string): Promise<HTMLElement[]> {
  for (const query of [asked[0], asked.join(" ")]) {
    if (!query) return [];
    const titles = new Map((await search(query, 20)).map((r) => [r.url.split("#")[0] as string, r.title]));
    if (titles.size > 0) return [...titles].map(([url, title]) => element("li", "", link(new URL(url, root).href, title)));
  }
  return [];
}

/** How many letters have to be put in, taken out or changed to make b of a. */
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
