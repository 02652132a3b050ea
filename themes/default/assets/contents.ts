// The list of contents of an article.
import { decoded } from "./address";

/** Marks the section that is being read in the list of contents: the last one that begins in the upper third. */
export function markSection(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".contents a")];
  const headings = links.map((link) => document.getElementById(decoded(link.hash.slice(1))));
  const observer = new IntersectionObserver(
    () => {
      const begun = headings.filter((h) => h && h.getBoundingClientRect().top < innerHeight / 3).length;
      for (const [i, link] of links.entries()) link.ariaCurrent = i === begun - 1 ? "true" : null;
    },
    { rootMargin: "0px 0px -66%" },
  );
  for (const heading of headings) if (heading) observer.observe(heading);
}
