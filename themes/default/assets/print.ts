// The style prints the full address after each link.
import type { Published } from "./published";

/** Adds the full addresses of links to other pages of the site before the page is printed. */
export function printLinkURLs(published: Published): void {
  window.addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>(
      ".text a[href]:not([href^='#'], [href^='http'], .picture), .codes th a",
    )) {
      const address = published(link.href);
      if (address) link.dataset.address = address;
    }
  });
}
