// A report for support: shown first, to the last letter, and saved only then. What is saved is what was shown.
import { element, statusLine } from "./assets/dom";
import type { Asker, Report } from "./ask";

export function report(asker: Asker): HTMLElement {
  const preview = element("div", "preview");
  const outcome = statusLine();
  const look = element("button", "plain", "Show what is in it");
  look.type = "button";
  look.addEventListener("click", async () => {
    try {
      const r = await asker.report();
      preview.replaceChildren(...contents(r, outcome));
      outcome.textContent = "This is everything that is in the report.";
    } catch (error) {
      outcome.textContent = `There is no report: ${error instanceof Error ? error.message : error}.`;
    }
  });
  const intro = "A report tells support what cardcheck saw. Names, and most of each card number, are hidden. Nothing is sent: you save it, and send it if you want to.";
  return element("section", "report", element("h2", "", "Save a report"), element("p", "", intro), element("p", "", look), outcome, preview);
}

function contents(r: Report, outcome: HTMLElement): Node[] {
  const save = element("button", "", `Save ${r.name}`);
  save.type = "button";
  save.addEventListener("click", () => {
    download(r);
    outcome.textContent = `${r.name} is saved where your browser keeps downloads.`;
  });
  return [element("p", "", save), ...r.files.flatMap((file) => [element("h3", "", file.name), shown(file.name, file.text)])];
}

/** A file in a frame that scrolls, by keyboard too. */
function shown(name: string, text: string): HTMLElement {
  const pre = element("pre", "", text);
  pre.tabIndex = 0;
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", `Contents of ${name}`);
  return pre;
}

function download(r: Report): void {
  const bytes = Uint8Array.from(atob(r.zip), (c) => c.charCodeAt(0));
  const a = element("a", "");
  a.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  a.download = r.name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}
