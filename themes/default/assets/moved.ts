import { namedElement } from "./address";

// Follows the link to the new address if a page or section has moved. Without scripts, readers follow it themselves.
export function followRedirect(): void {
  const place = location.hash ? namedElement() : document.querySelector("main > .lead");
  if (place && !place.matches(".sign, .lead")) return;
  const link = linkForQuery() ?? place?.querySelector<HTMLAnchorElement>(":scope a[data-moved]");
  if (link) location.replace(link.href);
}

// The link for the query of the address: the old page was a different one for each query.
function linkForQuery(): HTMLAnchorElement | undefined {
  const query = new URLSearchParams(location.search);
  return [...document.querySelectorAll<HTMLAnchorElement>("main a[data-query]")].find((link) =>
    [...new URLSearchParams(link.dataset["query"])].every(([name, value]) => query.getAll(name).includes(value)),
  );
}
