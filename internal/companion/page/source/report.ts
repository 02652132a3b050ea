// A report for support. The page shows all of it before the user can save it, and saves exactly what it showed.
import { element, statusLine } from "./assets/dom";
import { type Client, failure, type Report } from "./client";

const introduction =
  "A report tells support what cardcheck found. It hides names and most of each card number. Nothing is sent: you " +
  "save it, and send it if you want to.";

export function report(client: Client): HTMLElement {
  const preview = element("div", "preview");
  const outcome = statusLine();
  const open = element("button", "plain", "Show the contents");
  open.type = "button";
  open.addEventListener("click", async () => {
    try {
      const r = await client.report();
      preview.replaceChildren(...contents(r, outcome));
      outcome.textContent = "This is everything in the report.";
    } catch (error) {
      outcome.textContent = failure(error);
    }
  });
  const title = element("h2", "", "Save a report");
  const start = [element("p", "", introduction), element("p", "", open)];
  return element("section", "report", title, ...start, outcome, preview);
}

function contents(r: Report, outcome: HTMLElement): Node[] {
  const save = element("button", "", `Save ${r.name}`);
  save.type = "button";
  save.addEventListener("click", () => {
    download(r);
    outcome.textContent = `${r.name} is saved in the downloads folder of your browser.`;
  });
  const files = r.files.flatMap((file) => [element("h3", "", file.name), fileContent(file.name, file.text)]);
  return [element("p", "", save), ...files];
}

/** A file in a box that scrolls, by keyboard too. */
function fileContent(name: string, text: string): HTMLElement {
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
