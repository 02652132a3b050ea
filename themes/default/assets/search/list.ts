// Results as a list of links.
import { script as text } from "../../strings.yaml";
import { element, fill, link } from "../dom";
import type { Result } from "./data";

/** Returns a list of sections. The addresses of results are relative to root. */
export function resultList(results: readonly Result[], root: string): HTMLElement {
  const list = element("ol", "results");
  for (const r of results) list.append(item(r, root));
  return list;
}

/** Returns a list of pages with the sections that were found on each of them. The page of the best section is first. */
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

/** Returns the list item of a page. */
function group(page: string, found: readonly Result[], root: string): HTMLElement {
  const [first] = found as [Result, ...Result[]];
  const li = element("li", "", link(page, first.title));
  const lead = found.find((r) => !r.heading);
  if (lead?.excerpt) li.append(element("p", "excerpt", ...marked(lead)));
  const sections = found.filter((r) => r.heading);
  if (sections.length) li.append(element("ol", "sections", ...sections.map((r) => item(r, root, true))));
  return li;
}

/** Returns the list item of a section. */
function item(r: Result, root: string, belowPage = false): HTMLElement {
  const a = link(new URL(r.url, root).href, r.heading || r.title);
  const li = element("li", "", a);
  if (r.code) li.append(" ", element("span", "code", r.code));
  if (r.heading && !belowPage) li.append(element("p", "from", r.title));
  if (r.excerpt) li.append(element("p", "excerpt", ...marked(r)));
  return li;
}

/** Returns an excerpt with its marks. */
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

/** Returns a sentence with the number of results. Above limit, only the first ones are shown. */
export function summary(count: number, limit: number, query: string): string {
  if (count === 0) return fill(text.no_results, { query });
  if (count > limit) return fill(text.first_results, { count: limit, query });
  return fill(count === 1 ? text.one_result : text.results, { count, query });
}
