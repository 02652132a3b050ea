// The number of typos between two words. Go's distance.go does the same.

/** The distances between prefixes of two words: three rows that are used in turn. */
const rows = [0, 1, 2].map(() => new Uint8Array(64));

/**
 * Returns the number of typos between a and b: letters that are missing, added, replaced, or swapped with their
 * neighbour (optimal string alignment). Above limit, it returns limit + 1.
 */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;

  let [twoAbove, above, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) above[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let smallest = i;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let d = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        d = Math.min(d, (twoAbove[j - 2] as number) + 1);
      }
      row[j] = d;
      if (d < smallest) smallest = d;
    }
    if (smallest > limit) return limit + 1;
    [twoAbove, above, row] = [above, row, twoAbove];
  }
  return above[b.length] as number;
}
