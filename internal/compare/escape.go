package compare

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShown is the number of characters of a text or an address that are shown.
const maxShown = 200

// joiner is an invisible character that no line breaks at. After a sign that begins a reference, such as @ and #, it
// keeps GitHub and GitLab from notifying people and linking issues that the text does not mean.
const joiner = "\u2060"

// escape returns a text as Markdown in a table that looks like the text: without formatting, HTML, links, mentions and
// references.
func escape(text string) string {
	var b strings.Builder
	runes := []rune(shorten(text))
	for i, r := range runes {
		hasNext := i+1 < len(runes) && !unicode.IsSpace(runes[i+1])
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~@$", r) || r == ':' && hasNext || r == '.' && isAfterWWW(runes[:i]):
			b.WriteByte('\\')
			b.WriteRune(r)
		case !unicode.IsPrint(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}

		if hasNext && strings.ContainsRune("@#!&~%$^", r) || isIssuePrefix(runes[:i+1]) {
			b.WriteString(joiner)
		}
	}

	return b.String()
}

// isAfterWWW reports whether a dot would make a link of a host name.
func isAfterWWW(runes []rune) bool {
	return strings.HasSuffix(strings.ToLower(string(runes[max(0, len(runes)-3):])), "www")
}

// isIssuePrefix reports whether a number that follows would refer to an issue: GH-12.
func isIssuePrefix(runes []rune) bool {
	return strings.EqualFold(string(runes[max(0, len(runes)-3):]), "gh-")
}

// shorten returns the beginning of a long text.
func shorten(text string) string {
	if utf8.RuneCountInString(text) <= maxShown {
		return text
	}

	return string([]rune(text)[:maxShown-1]) + "…"
}

// code returns an address or an error code as code in a table. GitHub and GitLab replace nothing in code.
func code(text string) string {
	shown := percentEncode(shorten(text), func(r rune) bool {
		return unicode.IsPrint(r) && !strings.ContainsRune("`| ", r)
	})

	return "`" + shown + "`"
}

// destination returns an address as the destination of a link.
func destination(address string) string {
	return percentEncode(address, func(r rune) bool {
		isPlain := r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
		return isPlain || strings.ContainsRune("-._~/:?#=&%+,", r)
	})
}

// percentEncode encodes the characters of an address that must not remain.
func percentEncode(address string, mayRemain func(rune) bool) string {
	var b strings.Builder
	for i := 0; i < len(address); {
		r, size := utf8.DecodeRuneInString(address[i:])
		if r != utf8.RuneError && mayRemain(r) {
			b.WriteString(address[i : i+size])
		} else {
			for _, c := range []byte(address[i : i+size]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}

		i += size
	}

	return b.String()
}
