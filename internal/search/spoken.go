package search

import "slices"

// spokenDigits are the words for digits in a code that is read out.
var spokenDigits = map[string]string{
	"zero": "0", "oh": "0", "o": "0", "nought": "0",
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
	"six": "6", "seven": "7", "eight": "8", "nine": "9",
}

// joinSpokenCodes replaces each code that is written as it is read out on the telephone with the code itself: "i d two
// oh one" becomes "id201". Other words stay unchanged.
func joinSpokenCodes(words []string) []string {
	list := slices.Clone(words)
	for i := 0; i < len(list); i++ {
		if code, n := spokenCode(list[i:]); n > 0 {
			list = slices.Replace(list, i, i+n, code)
		}
	}

	return list
}

// spokenCode returns the code at the beginning of words and the number of words it takes: two letters, as one word or
// two, and three digits.
func spokenCode(words []string) (code string, n int) {
	for n < len(words) && n < 2 && len(code) < 2 && isLetters(words[n]) {
		code += words[n]
		n++
	}

	if len(code) != 2 || len(words) < n+3 {
		return "", 0
	}

	for _, word := range words[n : n+3] {
		digit, ok := spokenDigit(word)
		if !ok {
			return "", 0
		}

		code += digit
	}

	return code, n + 3
}

// spokenDigit returns the digit that a word stands for.
func spokenDigit(word string) (digit string, ok bool) {
	if len(word) == 1 && hasDigit(word) {
		return word, true
	}

	digit, ok = spokenDigits[word]

	return digit, ok
}

// isLetters reports whether a word consists of at most two letters from a to z.
func isLetters(word string) bool {
	return len(word) <= 2 && !slices.ContainsFunc([]byte(word), func(c byte) bool { return c < 'a' || c > 'z' })
}
