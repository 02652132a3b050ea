// The answer to "Did this answer your question?", with a comment. Nothing is sent before the reader confirms it.
import { namedElement } from "../address";

/** Does what a button is for: asks for a comment, or sends an answer. */
export function answer(box: HTMLElement, button: HTMLButtonElement): void {
  const status = box.querySelector<HTMLElement>("[aria-live]");
  const { asks } = button.dataset;
  if (!asks && status) return void send(box, status, box.dataset.answer ?? "");
  box.dataset.answer = asks ?? "";
  for (const b of box.querySelectorAll("[data-asks]")) b.setAttribute("aria-expanded", String(b === button));
  const comment = box.querySelector<HTMLElement>(".comment");
  if (comment) comment.hidden = false;
  comment?.querySelector("textarea")?.focus();
}

async function send(box: HTMLElement, status: HTMLElement, answer: string): Promise<void> {
  const { endpoint = "", page = "", thanks = "", failed = "" } = box.dataset;
  const buttons = box.querySelectorAll<HTMLButtonElement>("button");
  const text = comment(box);
  for (const b of buttons) b.disabled = true;
  status.textContent = "";
  try {
    const reply = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ page, code: code(), answer, text }),
    });
    if (!reply.ok) throw new Error(reply.statusText);
    status.textContent = thanks;
    box.querySelector(".comment")?.remove();
  } catch {
    status.textContent = failed;
    for (const b of buttons) b.disabled = false;
    offerEmail(box, answer, text);
  }
}

/** Returns what the reader typed, at most 1000 characters, without halves of characters, which cannot be sent. */
function comment(box: HTMLElement): string {
  const typed = box.querySelector("textarea")?.value.trim() ?? "";
  return typed.slice(0, 1000).replace(/\p{Surrogate}/gu, "");
}

/** Offers to send the same answer by email, including what the reader typed. */
function offerEmail(box: HTMLElement, answer: string, text: string): void {
  for (const line of box.querySelectorAll<HTMLElement>(".by-email")) line.hidden = false;
  for (const link of box.querySelectorAll<HTMLAnchorElement>(".by-email a")) {
    link.hidden = link.dataset.answer !== answer;
    link.href = link.href.replace(/&body=.*$/, "") + (text ? "&body=" + encodeURIComponent(text) : "");
  }
}

/** Returns the code of the section in the address, or else that of the page, or "". */
function code(): string {
  const heading = namedElement() ?? document.querySelector("h1");
  return heading?.querySelector(":scope > .code")?.textContent ?? "";
}
