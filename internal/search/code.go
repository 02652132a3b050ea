package search

import (
	"slices"
	"strings"
)

// codeHeadings returns the alternative headings of a section that explains a code: its spellings, without punctuation.
//
// The first is one word, as in "pay1042", which comes before all other results if the query contains it. The words of a
// code that has more than two, or a long one, are a heading of their own: "err tax 001". The last number gives its
// section a heading with that word, but does not come before a code that is this number.
func codeHeadings(code string) []string {
	words := splitWords(code)
	joined := strings.Join(words, "")
	list := []string{joined}

	isLong := func(word string) bool { return len(word) > maxCodeLetters }
	if len(words) > 2 || len(words) == 2 && slices.ContainsFunc(words[:1], isLong) {
		list = append(list, strings.Join(words, " "))
	}

	number := words[len(words)-1]
	if hasLetters(number) {
		number = numberIn(number)
	}

	if number != "" && number != joined {
		list = append(list, number+" "+joined)
	}

	return list
}

// minNumber is the minimum length of a number that is also found without the letters before it.
const minNumber = 4

// numberIn returns the number at the end of a word of letters and digits: "5031234" for "kb5031234", "80090016" for
// "0x80090016". It returns nothing for other words.
func numberIn(word string) string {
	if len(word) < minNumber+1 {
		return ""
	}

	number, isHex := strings.CutPrefix(word, "0x")
	if last := word[len(word)-1]; !isHex && (last < '0' || last > '9') { // decides quickly for nearly every word
		return ""
	}

	if isHex {
		if len(number) >= minNumber && strings.Trim(number, "0123456789abcdef") == "" {
			return number
		}

		return ""
	}

	number = strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz")
	isNumber := len(number) >= minNumber && len(number) < len(word) && strings.Trim(number, "0123456789") == ""
	if !isNumber {
		return ""
	}

	return number
}

func hasLetters(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' })
}
