package migrate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// calloutKinds are the kinds of callouts of signpost by the words of other programs.
var calloutKinds = func() map[string]string {
	kinds := map[string]string{}
	for kind, words := range map[string]string{
		"NOTE":      "note info todo abstract summary tldr example quote cite question help faq seealso",
		"TIP":       "tip hint success check done",
		"IMPORTANT": "important",
		"WARNING":   "warning attention",
		"CAUTION":   "caution danger error failure fail missing bug",
	} {
		for _, word := range strings.Fields(words) {
			kinds[word] = kind
		}
	}

	return kinds
}()

// calloutHead returns the first line of a callout. The word of the other program becomes its title if signpost calls
// this kind something else and there is no other title.
func calloutHead(word, title string, hasTitle bool) string {
	word = strings.ToLower(word)
	kind, ok := calloutKinds[word]
	if !ok {
		kind = "NOTE"
	}

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
