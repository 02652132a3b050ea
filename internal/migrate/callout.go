package migrate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/markdown"
)

// isCallout reports whether a word in lower case is a kind of callout.
func isCallout(word string) bool {
	_, ok := markdown.CalloutKind(word)
	return ok || word == "seealso"
}

// calloutHead returns the first line of a callout. The word of the other program becomes its title if signpost calls
// this kind something else and there is no other title.
func calloutHead(word, title string, hasTitle bool) string {
	word = strings.ToLower(word)
	kind, ok := markdown.CalloutKind(word)
	if !ok {
		kind = "note"
	}

	kind = strings.ToUpper(kind)
	if !hasTitle && !strings.EqualFold(word, kind) {
		title = capitalised(word)
	}

	if title = strings.TrimSpace(title); title == "" {
		return "[!" + kind + "]"
	}

	return "[!" + kind + "] " + title
}

func capitalised(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}

	return string(unicode.ToUpper(first)) + text[size:]
}
