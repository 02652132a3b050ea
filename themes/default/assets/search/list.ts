// Results as a list of links.
import * as text from "../../strings.yaml#script";
import { element, fill } from "../dom";
import { answerCard } from "./answer";
import type { Result } from "./data";
import { type Follow, followed, resultLink } from "./link";

/** Returns a list of sections, after the answer if there is one. The addresses of results are relative to root. */
export function resultList(results: readonly Result[], root: string, follow: Follow): HTMLElement {
  const [answer, others] = splitAnswer(results);
  const list = element("ol", "results");
  for (const r of others) list.append(item(r, root, follow));
  return answer ? element("div", "", answerCard(answer, root, follow), ...(others.length ? [list] : [])) : list;
}

/**
 * Returns a list of pages with the sections that were found on each of them, after the answer if there is one. The page
 * of the best section is first.
 */
export function pageList(results: readonly Result[], root: string, follow: Follow): HTMLElement {
  const [answer, others] = splitAnswer(results);
  const list = element("ol", "results");
  const pages = new Map<string, Result[]>();
  for (const r of others) {
    const page = r.url.replace(/#.*/, "");
    pages.set(page, [...(pages.get(page) ?? []), r]);
  }
  for (const [page, found] of pages) list.append(group(new URL(page, root).href, found, root, follow));
  if (!answer) return list;

  const box = element("div", "", answerCard(answer, root, follow));
  if (others.length) box.append(element("h2", "", text.others), list);
  return box;
}

function splitAnswer(results: readonly Result[]): [Result | undefined, readonly Result[]] {
  const [first, ...others] = results;
  return first?.answer === undefined ? [undefined, results] : [first, others];
}

/** Returns the list item of a page. */
function group(page: string, found: readonly Result[], root: string, follow: Follow): HTMLElement {
  const [first] = found as [Result, ...Result[]];
  const lead = found.find((r) => !r.heading);
  const li = element("li", "", followed(page, lead ?? first, follow, first.title));
  if (lead?.excerpt) li.append(element("p", "excerpt", ...marked(lead)));
  const sections = found.filter((r) => r.heading);
  if (sections.length) li.append(element("ol", "sections", ...sections.map((r) => item(r, root, follow, true))));
  return li;
}

/** Returns the list item of a section. */
function item(r: Result, root: string, follow: Follow, belowPage = false): HTMLElement {
  const li = element("li", "", resultLink(r, root, follow));
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
