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

/**
 * Creates a line whose changes a screen reader announces. Add it to the page before its text changes. It has no role,
 * because screen readers would mention it while it is empty.
 */
export function statusLine(className = "status"): HTMLParagraphElement {
  const p = element("p", className);
  p.setAttribute("aria-live", "polite");
  return p;
}

/** How long a reader who types has to pause before a screen reader says what was found, in milliseconds. */
const pause = 600;

/** Returns a function that announces a text in a status line when the reader pauses. "" announces nothing. */
export function announcer(line: HTMLElement): (text: string) => void {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    if (text) timer = setTimeout(() => (line.textContent = text), pause);
    else line.textContent = "";
  };
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
