// Addresses of the published site, for the clipboard and for paper.

/** Returns the published address for an address of the site, if it has one. */
export type Published = (address: string) => string | undefined;

/** Returns the published addresses below root. A portable copy has those of the published site (base), if known. */
export function publishedURLs(root: string, base?: string): Published {
  const folder = new URL(".", root).href;
  return (address) => {
    if (!address.startsWith(folder)) return undefined;
    if (location.protocol !== "file:") return address;
    return base && base + address.slice(folder.length).replace(/index\.html(?=#|$)/, "");
  };
}
