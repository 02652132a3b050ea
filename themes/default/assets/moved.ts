// Where a page or a section has moved, its page says so and links on. With JavaScript the reader need not click.
export function goOn(): void {
  const place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : document.querySelector("main > .lead");
  if (place && !place.matches(".sign, .lead")) return;
  const link = place?.querySelector<HTMLAnchorElement>(":scope a[data-moved]");
  if (link) location.replace(link.href);
}
