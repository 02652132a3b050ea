// "Did this answer your question?", where an endpoint takes the answer.

/** Shows the question and sends the answer. */
export function feedback(): void {
  const box = document.querySelector<HTMLElement>(".feedback[data-endpoint]");
  const status = box?.querySelector<HTMLElement>("[role=status]");
  if (!box || !status) return;
  box.hidden = false;
  for (const button of box.querySelectorAll<HTMLButtonElement>("button")) {
    button.addEventListener("click", () => void send(box, status, button.dataset.answer ?? ""));
  }
}

async function send(box: HTMLElement, status: HTMLElement, answer: string): Promise<void> {
  const { endpoint = "", page = "", thanks = "", failed = "" } = box.dataset;
  const buttons = box.querySelectorAll<HTMLButtonElement>("button");
  for (const b of buttons) b.disabled = true;
  status.textContent = "";
  try {
    const reply = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ page, code: code(), answer }),
    });
    if (!reply.ok) throw new Error(reply.statusText);
    status.textContent = thanks;
  } catch {
    status.textContent = failed;
    for (const b of buttons) b.disabled = false;
    for (const a of box.querySelectorAll<HTMLElement>(".by-email, .by-email a")) {
      a.hidden = a.dataset.answer !== undefined && a.dataset.answer !== answer;
    }
  }
}

/** The code of the section that the reader came to, or "". */
function code(): string {
  const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return heading?.querySelector(":scope > .code")?.textContent ?? "";
}
