package glossary

import (
	"bytes"
	"unicode/utf8"
)

// closing contains the marks that may end a quotation, by the one that begins it. Languages differ.
var closing = map[rune]string{
	'"': `"`, '\'': "'", '“': "”", '”': "”", '„': "“”", '«': "»", '»': "«»", '‹': "›", '›': "‹›", '‘': "’", '’': "’",
	'‚': "‘’", '「': "」", '『': "』",
}

// references are how HTML writes the marks that it escapes.
var references = map[string]rune{"&quot;": '"', "&#34;": '"', "&apos;": '\'', "&#39;": '\'', "&#x27;": '\''}

// quotation is a quotation that has begun in a block of text. The zero value is none.
type quotation struct {
	ends  string // the marks that may end it
	found int    // the number of words that were found before it
}

// markAt returns the quotation mark at an offset of a text, or 0, and its length.
func markAt(text []byte, at int) (mark rune, size int) {
	if text[at] == '&' {
		for reference, mark := range references {
			if bytes.HasPrefix(text[at:], []byte(reference)) {
				return mark, len(reference)
			}
		}

		return 0, 1
	}

	r, size := utf8.DecodeRune(text[at:])
	if closing[r] != "" || r == '」' || r == '』' {
		return r, size
	}

	return 0, size
}

// isOpening reports whether a mark may begin a quotation: no letter is before it.
func isOpening(text []byte, at int, mark rune) bool {
	before, _ := utf8.DecodeLastRune(text[:at])
	return closing[mark] != "" && !isSolid(before)
}

// isClosing reports whether a mark that ends at an offset may end a quotation: an apostrophe has a letter after it.
func isClosing(text []byte, end int) bool {
	after, _ := utf8.DecodeRune(text[end:])
	return !isSolid(after)
}
