// On paper nobody can follow a link: the style prints the whole address after it.

/** Writes out, before the page is printed, where links to other pages of the site lead. Paths on somebody's disk help nobody. */
export function addressesOnPaper(): void {
  if (location.protocol === "file:") return;
  window.addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".text a[href]:not([href^='#'], [href^='http'], .picture)")) {
      if (link.origin === location.origin) link.dataset.address = link.href;
    }
  });
}
