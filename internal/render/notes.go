package render

import (
	"bytes"
	"regexp"

	"signpost/internal/library"
)

// noteLink matches a link between a footnote and its reference.
var noteLink = regexp.MustCompile(`href="#(sp:(?:note|ref)-[0-9]+)"`)

// linkNotes corrects the links of footnotes in a section that is shown without the rest of its article. A footnote is
// in the section that first refers to it. In other sections, the links lead to the page of the article.
func (b *htmlBuffer) linkNotes(a *library.Article, l linker) {
	section := []byte(*b)
	*b = noteLink.ReplaceAllFunc(section, func(href []byte) []byte {
		id := string(noteLink.FindSubmatch(href)[1])
		if bytes.Contains(section, []byte(`id="`+id+`"`)) {
			return href
		}

		return []byte(`href="` + l.Address(a.Path+"#"+id) + `"`)
	})
}
