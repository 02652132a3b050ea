// Lets the page answer its user while a query is worked on.

const longest = 16; // milliseconds of work without a pause
let paused = 0; // when it was last

/** Gives way to the page where work may have gone on for long. */
export async function pause(): Promise<void> {
  if (performance.now() - paused < longest) return;
  await new Promise((done) => setTimeout(done));
  paused = performance.now();
}
