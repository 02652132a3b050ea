// The style prints the full address after each link.
import type { Published } from "./published";

/** Shows the button that prints the page, if there is one. */
export function printButton(): void {
  const button = document.querySelector<HTMLElement>("button.print");
  if (!button) return;
  button.hidden = false;
  button.onclick = () => print();
}

/** Adds the full addresses of links to other pages of the site before the page is printed: short links, if known. */
export function printLinkURLs(published: Published): void {
  window.addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>(
      ".text a[href]:not([href^='#'], [href^='http'], .picture), .codes a",
    )) {
      const address = published(link.dataset.short ? new URL(link.dataset.short, location.href).href : link.href);
      if (address) link.dataset.address = address;
    }
  });
}
