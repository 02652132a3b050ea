package search

import "slices"

// spokenDigits are what people say for the digits of a code.
var spokenDigits = map[string]string{
	"zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
	"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}

// written puts together the codes that a query has as they are read out over the telephone: "i d two oh one" is "id201".
// assets/search/spoken.ts does the same. Other words stay as they are.
func written(words []string) []string {
	list := slices.Clone(words)
	for i := 0; i < len(list); i++ {
		if code, n := spokenCode(list[i:]); n > 0 {
			list = slices.Replace(list, i, i+n, code)
		}
	}
	return list
}

// spokenCode is the code at the beginning of words, and how many of them it takes: two letters, together or apart, and three digits.
func spokenCode(words []string) (code string, n int) {
	for ; n < len(words) && n < 2 && len(code) < 2 && letters(words[n]); n++ {
		code += words[n]
	}
	if len(code) != 2 || len(words) < n+3 {
		return "", 0
	}
	for _, word := range words[n : n+3] {
		digit, said := spokenDigits[word]
		if !said && (len(word) != 1 || !hasDigit(word)) {
			return "", 0
		}
		code += digit
		if !said {
			code += word
		}
	}
	return code, n + 3
}

func letters(word string) bool {
	return len(word) <= 2 && !slices.ContainsFunc([]byte(word), func(c byte) bool { return c < 'a' || c > 'z' })
}
