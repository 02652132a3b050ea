// On paper nobody can follow a link: the style prints the whole address after it.
import type { Published } from "./published";

/** Writes out, before the page is printed, where links to other pages of the site lead. */
export function addressesOnPaper(published: Published): void {
  window.addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".text a[href]:not([href^='#'], [href^='http'], .picture), .codes th a")) {
      const address = published(link.href);
      if (address) link.dataset.address = address;
    }
  });
}
