// Pictures that a click enlarges. Without scripts, they are links to their files.
import type { LoadLater } from "./later/load";

/** Enlarges a picture in the page when its link is opened here, if later.ts can do that. */
export function pictures(load: LoadLater): void {
  document.addEventListener("click", async (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.picture");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    try {
      (await load()).enlarge(link);
    } catch {
      location.href = link.href;
    }
  });
}
