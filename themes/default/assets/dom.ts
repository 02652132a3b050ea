// Helpers that build pages from elements and text. None of them parses HTML.

/** Creates an element with a class and content. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  if (className) e.className = className;
  e.append(...content);
  return e;
}

/** Creates a link. */
export function link(href: string, ...content: (Node | string)[]): HTMLAnchorElement {
  const a = element("a", "", ...content);
  a.href = href;
  return a;
}

/** Creates a line whose changes a screen reader announces. Add it to the page before its text changes. */
export function statusLine(): HTMLParagraphElement {
  const p = element("p", "status");
  p.setAttribute("role", "status");
  return p;
}

/** Replaces the {names} in a string with values. */
export function fill(format: string, values: Record<string, string | number>): string {
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Copies the footer links for a reader who found nothing: all articles, error codes, contact. */
export function fallbackLinks(): HTMLElement {
  const list = element("ul", "ways-out");
  for (const item of document.querySelectorAll(".footer li:not(.aside)")) list.append(item.cloneNode(true));
  return list;
}
