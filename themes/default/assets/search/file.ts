// The files of the index: fetched, and decompressed by the browser.
import { patience, run } from "./script";

/** Fetches and decompresses a file of the index. */
export async function read(address: string): Promise<Uint8Array> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  // The first file keeps its name when the site changes.
  const cache = address.endsWith("/index.idx") ? "no-cache" : "default";
  try {
    const response = await fetch(address, { cache, signal: abort.signal });
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    return await decompress(response);
  } finally {
    clearTimeout(timer);
  }
}

/** The data that scripts have provided, by their addresses. */
const provided = new Map<string, string>();

/**
 * Reads a file of the index of a portable copy. Pages opened from disk must not fetch files but may run scripts: each
 * script provides the data of a file in base64.
 */
export async function readScript(address: string): Promise<Uint8Array> {
  const script = address.replace(/idx$/, "js");
  window.signpost.file = (data) => provided.set((document.currentScript as HTMLScriptElement).src, data);
  await run(script);
  const compressed = atob(provided.get(script) ?? "");
  provided.delete(script);
  return decompress(new Response(Uint8Array.from(compressed, (c) => c.charCodeAt(0))));
}

/** Decompresses a file. In a browser without DecompressionStream it fails, and the page reports that. */
async function decompress(compressed: Response): Promise<Uint8Array> {
  const body = compressed.body as ReadableStream<BufferSource>;
  const data = body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(data as ReadableStream).arrayBuffer());
}
