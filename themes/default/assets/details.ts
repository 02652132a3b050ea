// Opens the details that the address of the page names. Without a script, readers see them closed.
export function openNamedDetails(): void {
  addEventListener("hashchange", open);
  open();
}

function open(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}
