package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// words cuts a text into folded words: letters, digits and apostrophes; what a script writes without spaces is cut into pairs of letters.
// words in assets/search/text.ts does the same.
func words(s string) []string {
	var list []string
	eachWord(s, func(word string, _, _ int) { list = append(list, word) })
	return list
}

// eachWord hands over every word with the bytes that it takes up in the text.
func eachWord(s string, use func(word string, from, to int)) {
	for at := 0; at < len(s); {
		if kinds[s[at]] == 0 {
			at++
			continue
		}
		from, kind := at, byte(0)
		for ; at < len(s) && kinds[s[at]] != 0; at++ {
			kind |= kinds[s[at]]
		}
		switch {
		case kind == folded && at-from <= longest: // as most are
			use(s[from:at], from, at)
		case kind&beyond == 0:
			cut(s, from, at, use)
		default:
			eachWordBeyond(s, from, at, use)
		}
	}
}

// The kinds of bytes that words consist of; all others are none.
const (
	folded   byte = 1 << iota // small letters and digits of ASCII
	unfolded                  // capitals and apostrophes of ASCII
	beyond                    // part of a letter or a sign beyond ASCII
)

var kinds = func() (kinds [256]byte) {
	for c := range kinds {
		switch {
		case c >= utf8.RuneSelf:
			kinds[c] = beyond
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			kinds[c] = folded
		case 'A' <= c && c <= 'Z' || c == '\'':
			kinds[c] = unfolded
		}
	}
	return kinds
}()

// eachWordBeyond hands over the words of a stretch in which there are letters or signs beyond ASCII.
func eachWordBeyond(s string, from, to int, use func(word string, from, to int)) {
	start := -1
	for i, r := range s[from:to] {
		switch inside := r < utf8.RuneSelf || r == '’' || unicode.In(r, unicode.L, unicode.N, unicode.M); {
		case inside && start < 0:
			start = from + i
		case !inside && start >= 0:
			cut(s, start, from+i, use)
			start = -1
		}
	}
	if start >= 0 {
		cut(s, start, to, use)
	}
}

// longest is how many letters of a word count.
const longest = 40

// cut hands over the words of a stretch without spaces or punctuation.
func cut(s string, from, to int, use func(word string, from, to int)) {
	word := fold(s[from:to])
	if word == "" {
		return
	}
	if utf8.RuneCountInString(word) > longest {
		word = string([]rune(word)[:longest])
	}
	if strings.IndexFunc(word, unspaced) < 0 {
		use(word, from, to)
		return
	}
	for _, part := range pairs(word) {
		use(part, from, to)
	}
}

// fold takes away case, accents, apostrophes and the many forms that Unicode has of one letter.
func fold(s string) string {
	if onlyCase(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if r == '\'' || r == '’' || unicode.Is(unicode.M, r) {
			continue
		}
		if r = unicode.ToLower(r); r == 'ς' {
			r = 'σ' // JavaScript looks at the place in the word
		}
		b.WriteRune(r)
	}
	return b.String()
}

// onlyCase reports whether there is nothing to fold in a word but case.
func onlyCase(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '\'' {
			return false
		}
	}
	return true
}

// unspaced reports whether a letter belongs to a script that puts no spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
func unspaced(r rune) bool {
	return r >= 0xe00 && (r < 0xf00 || 0x1000 <= r && r < 0x10a0 || 0x1780 <= r && r < 0x1800 ||
		0x3040 <= r && r < 0x3100 || 0x3400 <= r && r < 0xa000 || 0xf900 <= r && r < 0xfb00 || 0x20000 <= r && r < 0x40000)
}

// pairs cuts a word at the borders of such scripts, and what is in one into overlapping pairs of letters.
func pairs(word string) []string {
	var list []string
	runes := []rune(word)
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && unspaced(runes[to]) == unspaced(runes[from]) {
			to++
		}
		if !unspaced(runes[from]) || to-from == 1 {
			list = append(list, string(runes[from:to]))
		} else {
			for i := from; i+1 < to; i++ {
				list = append(list, string(runes[i:i+2]))
			}
		}
		from = to
	}
	return list
}

// endings are what stem takes away, the longest first.
var endings = []string{"ations", "ation", "ions", "ion", "ings", "ing", "ied", "ies", "ed", "es", "ers", "er", "e", "y", "s"}

// stem is the part that the forms of an English word share: "signing", "signed" and "signs" all give "sign". It is always
// the beginning of the word, so that the forms stand close together in the sorted list of terms.
func stem(word string) string {
	if hasDigit(word) {
		return word
	}
	for _, ending := range endings {
		if s, found := strings.CutSuffix(word, ending); found && utf8.RuneCountInString(s) >= 3 {
			return s
		}
	}
	return word
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// distance counts the slips between a and b: letters left out, put in, changed, or swapped with their neighbour. Above most it stops.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var rows [3][64]int
	if len(a) >= 64 || len(b) >= 64 {
		return most + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+1)
			if a[i-1] == b[j-1] {
				row[j] = min(row[j], last[j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
