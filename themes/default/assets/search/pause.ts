// Keeps the page responsive while a query is answered.

/** The time in milliseconds after which work pauses. */
const maxWork = 16;

/** The time when the page last could handle events. */
let since = 0;

/** Starts the time of a query, which an event of the page has just triggered. A quick answer then needs no pause. */
export function begin(): void {
  since = Date.now();
}

/** Lets the page handle events if the work has taken long. */
export async function pause(): Promise<void> {
  if (Date.now() - since < maxWork) return;
  await new Promise((done) => setTimeout(done));
  begin();
}
