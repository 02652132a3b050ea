// Words that the glossary explains. Without scripts, they are links to the list at the end of the page.
import type { LoadLater } from "./later/load";

/** Shows the explanation of a word next to it when a reader points at it, gives it the focus, or taps it. */
export function words(load: LoadLater): void {
  for (const type of ["pointerover", "focusin", "click"]) {
    document.addEventListener(type, (event) => {
      const word = (event.target as Element).closest?.<HTMLAnchorElement>("a.term");
      if (!word) return;
      const isClick = type === "click";
      if (isClick) event.preventDefault();
      load().then(
        (later) => later.explain(word),
        () => isClick && location.assign(word.hash),
      );
    });
  }
}
