// Addresses to hand on, by the clipboard or on paper.

/** Says where others find what stands at an address of the site. */
export type Published = (address: string) => string | undefined;

/** On a disk this is the page of the published site, if the copy knows where that is: paths on somebody's disk help nobody. */
export function publishedUnder(root: string, base?: string): Published {
  const folder = new URL(".", root).href;
  return (address) => {
    if (!address.startsWith(folder)) return undefined;
    if (location.protocol !== "file:") return address;
    return base && base + address.slice(folder.length).replace(/index\.html(?=#|$)/, "");
  };
}
