package render

import (
	"bytes"
	"regexp"
	"signpost/internal/library"
)

// toNote matches links from a note's number to the note, and back.
var toNote = regexp.MustCompile(`href="#(sp:(?:note|ref)-[0-9]+)"`)

// withNotes mends a section that stands on a page without the rest of its article. A note stands where the article first refers to it,
// which may be in another section: its number then leads into the article.
func withNotes(section []byte, a *library.Article, from place) []byte {
	return toNote.ReplaceAllFunc(section, func(link []byte) []byte {
		id := toNote.FindSubmatch(link)[1]
		if bytes.Contains(section, []byte(`id="`+string(id)+`"`)) {
			return link
		}
		return []byte(`href="` + from.Address(a.Path+"#"+string(id)) + `"`)
	})
}
