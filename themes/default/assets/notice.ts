/** Removes the notice of the page after its last day, even if the site was not built again. */
export function endNotice(): void {
  const notice = document.querySelector<HTMLElement>(".notice[data-until]");
  const today = new Date().toLocaleDateString("sv"); // Swedish dates are ISO 8601: 2026-12-24
  if (notice && today > (notice.dataset.until ?? "")) notice.remove();
}
