// Lets the page answer its user while a query is worked on.

const longest = 16; // milliseconds of work without a pause
let since = 0; // when the page last had its turn

/** Notes that the page has just had its turn: a query has come from it. An answer that takes little time is then shown without a moment in between. */
export function begin(): void {
  since = Date.now();
}

/** Gives way to the page where work may have gone on for long. */
export async function pause(): Promise<void> {
  if (Date.now() - since < longest) return;
  await new Promise((done) => setTimeout(done));
  begin();
}
