// The filter of the list of error codes.
import * as text from "../strings.yaml#script";
import { fill } from "./dom";
import { fold } from "./search/text";

/** Shows the filter box, and hides the rows that do not contain the text in it. */
export function filter(): void {
  const box = document.querySelector<HTMLElement>(".filter");
  const input = box?.querySelector("input");
  const status = document.querySelector<HTMLElement>(".filtered");
  if (!box || !input || !status) return;
  const rows = [...document.querySelectorAll<HTMLElement>(".codes li")];
  const words = rows.map((row) => squeeze(row.textContent ?? ""));
  const apply = () => {
    const wanted = squeeze(input.value);
    for (const [i, row] of rows.entries()) row.hidden = !words[i]?.includes(wanted);
    for (const family of document.querySelectorAll<HTMLElement>(".codes")) {
      family.hidden = !family.querySelector("li:not([hidden])");
    }
    const count = rows.filter((row) => !row.hidden).length;
    status.textContent = wanted ? fill(text.shown, { count, total: rows.length }) : "";
  };
  box.hidden = false;
  input.addEventListener("input", apply);
  window.addEventListener("pageshow", apply); // the back button may restore the text
}

/** Keeps letters and digits only, so that "id201" finds ID-201. */
function squeeze(s: string): string {
  return fold(s).replace(/[^\p{L}\p{N}]/gu, "");
}
