// Results as a list of links.
import { script as text } from "../../strings.yaml";
import { element, fill, link } from "../dom";
import type { Result } from "./data";

/** Makes the list. root is the address that the results' addresses begin from. */
export function resultList(results: readonly Result[], root: string): HTMLElement {
  const list = element("ol", "results");
  for (const r of results) list.append(item(r, root));
  return list;
}

/** Makes a list of pages, each with its sections that were found: the page of the best section first. */
export function pageList(results: readonly Result[], root: string): HTMLElement {
  const list = element("ol", "results");
  const pages = new Map<string, Result[]>();
  for (const r of results) {
    const page = r.url.replace(/#.*/, "");
    pages.set(page, [...(pages.get(page) ?? []), r]);
  }
  for (const [page, found] of pages) list.append(group(new URL(page, root).href, found, root));
  return list;
}

function group(page: string, found: readonly Result[], root: string): HTMLElement {
  const [first] = found as [Result, ...Result[]];
  const li = element("li", "", link(page, first.title));
  const whole = found.find((r) => !r.heading);
  if (whole?.excerpt) li.append(element("p", "excerpt", ...marked(whole)));
  const sections = found.filter((r) => r.heading);
  if (sections.length) li.append(element("ol", "sections", ...sections.map((r) => item(r, root, true))));
  return li;
}

function item(r: Result, root: string, below = false): HTMLElement {
  const a = link(new URL(r.url, root).href, r.heading || r.title);
  const li = element("li", "", a);
  if (r.code) li.append(" ", element("span", "code", r.code));
  if (r.heading && !below) li.append(element("p", "from", r.title));
  if (r.excerpt) li.append(element("p", "excerpt", ...marked(r)));
  return li;
}

function marked({ excerpt, marks }: Result): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    parts.push(excerpt.slice(at, from), element("mark", "", excerpt.slice(from, to)));
    at = to;
  }
  parts.push(excerpt.slice(at));
  return parts;
}

/** Says how many results there are, or that those shown are the first of more than most. */
export function summary(count: number, most: number, query: string): string {
  if (count === 0) return fill(text.no_results, { query });
  if (count > most) return fill(text.first_results, { count: most, query });
  return fill(count === 1 ? text.one_result : text.results, { count, query });
}
