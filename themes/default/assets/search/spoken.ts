// Codes as they are read out over the telephone. Go's spoken.go does the same.

const digits: Readonly<Record<string, string>> = {
  zero: "0", oh: "0", o: "0", nought: "0", one: "1", two: "2", three: "3", four: "4",
  five: "5", six: "6", seven: "7", eight: "8", nine: "9",
};

const sound = new RegExp(`(^| )([a-z]) ?([a-z])((?: (?:${Object.keys(digits).join("|")}|[0-9])){3})(?= |$)`, "g");

/** Puts together the codes that a query has as they are read out: "i d two oh one" is "id201". Other words stay as they are. */
export function written(words: readonly string[]): string[] {
  const text = words.join(" ").replace(sound, (_, gap: string, a: string, b: string, said: string) => {
    return gap + a + b + said.trim().split(" ").map((word) => digits[word] ?? word).join("");
  });
  return text ? text.split(" ") : [];
}
