import { namedElement } from "./address";

// Opens the details that the address of the page names. Without a script, readers see them closed.
export function openNamedDetails(): void {
  addEventListener("hashchange", open);
  open();
}

function open(): void {
  const named = namedElement();
  if (named instanceof HTMLDetailsElement) named.open = true;
}
