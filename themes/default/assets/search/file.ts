// Files of the index: fetched, and unpacked by the browser itself.

const patience = 20_000; // milliseconds for one file, after which it counts as missing

/** Fetches a file of the index and unpacks it. */
export async function read(address: string, cache: RequestCache = "default"): Promise<Uint8Array> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const reply = await fetch(address, { cache, signal: stop.signal });
    if (!reply.ok || !reply.body) throw new Error(`${reply.status} ${address}`);
    // Browsers without DecompressionStream throw here, and the page says that search is not available.
    const unpacked = reply.body.pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}
