// If a page or section has moved, the page says so and links to the new address. The script follows that link.
export function goOn(): void {
  const place = location.hash
    ? document.getElementById(decodeURIComponent(location.hash.slice(1)))
    : document.querySelector("main > .lead");
  if (place && !place.matches(".sign, .lead")) return;
  const link = place?.querySelector<HTMLAnchorElement>(":scope a[data-moved]");
  if (link) location.replace(link.href);
}
