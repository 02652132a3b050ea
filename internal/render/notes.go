package render

import (
	"bytes"
	"regexp"

	"signpost/internal/library"
)

// noteLink matches a link between a footnote and its reference.
var noteLink = regexp.MustCompile(`href="#(sp:(?:note|ref)-[0-9]+)"`)

// linkNotes corrects the footnote links of a section that is shown without the rest of its article. A footnote belongs
// to the first section that refers to it; other sections link to the article.
func (b *htmlBuffer) linkNotes(a *library.Article, l linker) {
	section := []byte(*b)
	*b = noteLink.ReplaceAllFunc(section, func(href []byte) []byte {
		id := string(noteLink.FindSubmatch(href)[1])
		isHere := bytes.Contains(section, []byte(`id="`+id+`"`))
		if isHere {
			return href
		}

		address := l.Address(a.Path + "#" + id)

		return []byte(`href="` + address + `"`)
	})
}
