// Codes as they are read out over the telephone. Go's spoken.go does the same.

const digits = "zero one two three four five six seven eight nine".split(" ");
const sound = new RegExp(`(^| )([a-z]) ?([a-z])((?: (?:${digits.join("|")}|oh|o|nought|[0-9])){3})(?= |$)`, "g");

/** Puts together the codes that a query has as they are read out: "i d two oh one" is "id201". Other words stay as they are. */
export function written(words: readonly string[]): string[] {
  const text = words.join(" ").replace(sound, (_, gap: string, a: string, b: string, said: string) => gap + a + b + said.trim().split(" ").map(digit).join(""));
  return text ? text.split(" ") : [];
}

/** What was said for a digit; oh and nought are none of the list, and zero. */
function digit(word: string): string {
  return /\d/.test(word) ? word : String(Math.max(0, digits.indexOf(word)));
}
