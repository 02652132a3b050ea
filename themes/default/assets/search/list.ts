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

function item(r: Result, root: string): HTMLElement {
  const a = link(new URL(r.url, root).href, r.heading || r.title);
  const li = element("li", "", a);
  if (r.code) li.append(" ", element("span", "code", r.code));
  if (r.heading) li.append(element("p", "from", r.title));
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

/** Says how many results there are. */
export function summary(count: number, query: string): string {
  if (count === 0) return fill(text.no_results, { query });
  return fill(count === 1 ? text.one_result : text.results, { count, query });
}
