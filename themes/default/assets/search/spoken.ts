// Codes as they are read out on the telephone. Go's spoken.go does the same.

const digits = "zero one two three four five six seven eight nine".split(" ");
const spokenDigit = `(?:${digits.join("|")}|oh|o|nought|[0-9])`;
const spokenCode = new RegExp(`(^| )([a-z]) ?([a-z])((?: ${spokenDigit}){3})(?= |$)`, "g");

/**
 * Replaces each code that is written as it is read out with the code itself: "i d two oh one" becomes "id201". Other
 * words stay unchanged.
 */
export function joinSpokenCodes(words: readonly string[]): string[] {
  const text = words.join(" ").replace(spokenCode, (_, gap: string, a: string, b: string, spoken: string) => {
    const number = spoken.trim().split(" ").map(digit).join("");
    return gap + a + b + number;
  });
  return text ? text.split(" ") : [];
}

/** Returns the digit that a word stands for. The words that are not in the list mean zero: oh, o and nought. */
function digit(word: string): string {
  return /\d/.test(word) ? word : String(Math.max(0, digits.indexOf(word)));
}
