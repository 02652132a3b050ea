// "Did this answer your question?", if the site has an endpoint for the answers.
import type { LoadLater } from "./later/load";

/** Shows the question. The answer is sent by later.ts; if that cannot be loaded, by email. */
export function feedback(load: LoadLater): void {
  const box = document.querySelector<HTMLElement>(".feedback[data-endpoint]");
  if (!box) return;
  box.hidden = false;
  box.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest("button");
    if (!button) return;
    try {
      (await load()).answer(box, button);
    } catch {
      (box.querySelector("[aria-live]") as HTMLElement).textContent = box.dataset.failed ?? "";
      const links = `.by-email, .by-email [data-answer="${button.dataset.asks}"]`;
      for (const e of box.querySelectorAll<HTMLElement>(links)) e.hidden = false;
    }
  });
}
