// Files of the index: fetched, and unpacked by the browser itself.
import { patience, run } from "./script";

/** Fetches a file of the index and unpacks it. */
export async function read(address: string): Promise<Uint8Array> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const cache = address.endsWith("/index.idx") ? "no-cache" : "default"; // the first file keeps its name when the site changes
    const reply = await fetch(address, { cache, signal: stop.signal });
    if (!reply.ok) throw new Error(`${reply.status} ${address}`);
    return await unpack(reply);
  } finally {
    clearTimeout(timer);
  }
}

const arrived = new Map<string, string>(); // what scripts handed over, by their addresses

/** Gets a file of an index that is read from a disk, where pages may fetch nothing, but run scripts: each hands over its bytes in base64. */
export async function readScript(address: string): Promise<Uint8Array> {
  const script = address.replace(/idx$/, "js");
  window.signpost.file = (data) => arrived.set((document.currentScript as HTMLScriptElement).src, data);
  await run(script);
  const packed = atob(arrived.get(script) ?? "");
  arrived.delete(script);
  return unpack(new Response(Uint8Array.from(packed, (c) => c.charCodeAt(0))));
}

/** Browsers without DecompressionStream throw here, and the page says that search is not available. */
async function unpack(packed: Response): Promise<Uint8Array> {
  const unpacked = (packed.body as ReadableStream<BufferSource>).pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(unpacked as ReadableStream).arrayBuffer());
}
