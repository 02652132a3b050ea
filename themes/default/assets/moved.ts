// Follows the link to the new address if a page or section has moved. Without scripts, readers follow it themselves.
export function followRedirect(): void {
  const place = location.hash
    ? document.getElementById(decodeURIComponent(location.hash.slice(1)))
    : document.querySelector("main > .lead");
  if (place && !place.matches(".sign, .lead")) return;
  const link = place?.querySelector<HTMLAnchorElement>(":scope a[data-moved]");
  if (link) location.replace(link.href);
}
