package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wrap breaks a text into lines of at most width characters. The first line begins with firstIndent, the others with
// indent. A word that is longer than a line gets a line of its own. Control characters are replaced: see [Printable].
func Wrap(width int, text, firstIndent, indent string) string {
	var lines []string
	line := firstIndent
	isEmpty := true
	for _, word := range strings.Fields(text) {
		word = Printable(word)
		length := utf8.RuneCountInString(line) + 1 + utf8.RuneCountInString(word)
		if !isEmpty && length > width {
			lines = append(lines, line)
			line = indent
			isEmpty = true
		}
		if !isEmpty {
			line += " "
		}
		line += word
		isEmpty = false
	}
	return strings.Join(append(lines, line), "\n")
}

// Printable replaces the characters of a text that could control a terminal: see [IsControl].
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// IsControl reports whether a character moves the cursor of a terminal, changes its colours, or reorders the text.
func IsControl(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
