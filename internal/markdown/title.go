package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// takeTitle finds the heading that is the title of the page, and removes it from the text. The levels of the other
// headings then follow the title, which is the only one of level 1.
func (d *Document) takeTitle() {
	if !d.options.TakeTitle {
		return
	}

	headings := d.headings()
	if len(headings) == 0 {
		return
	}

	first := headings[0]
	text := PlainText(first, d.Source)
	switch {
	case text == "":
	case d.isTitle(headings, text):
		d.TitleHeading = first
		d.Root.RemoveChild(d.Root, first)
		headings = headings[1:]
	case d.Title == "" && d.namesPage(headings):
		d.Title = text
	}

	if d.TitleHeading != nil && d.Title == "" {
		d.Title = text
	}

	d.adjustLevels(headings)
}

// headings returns the headings that begin a section.
func (d *Document) headings() []*ast.Heading {
	var list []*ast.Heading
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if heading, ok := n.(*ast.Heading); ok {
			list = append(list, heading)
		}
	}

	return list
}

// isTitle reports whether the first heading is the title of the page rather than that of a section. One that
// declares a code is always a section.
func (d *Document) isTitle(headings []*ast.Heading, text string) bool {
	first := headings[0]
	_, hasCode := first.AttributeString("code")

	switch {
	case hasCode:
		return false
	case first.Level == 1:
		return d.Title == "" || strings.EqualFold(d.Title, text) || isHighest(headings)
	}

	return d.Title == "" && d.Root.FirstChild() == first && isHighest(headings)
}

// namesPage reports whether the first heading is the best title for a page that has none: it begins the text, or no
// other heading is as high.
func (d *Document) namesPage(headings []*ast.Heading) bool {
	return d.Root.FirstChild() == headings[0] || isHighest(headings)
}

// isHighest reports whether the first heading has a higher level than all others.
func isHighest(headings []*ast.Heading) bool {
	for _, h := range headings[1:] {
		if h.Level <= headings[0].Level {
			return false
		}
	}

	return true
}

// adjustLevels moves all headings of the text down if one of them has level 1, the level of the title. If the title was
// a heading of a lower level, those below it move up.
func (d *Document) adjustLevels(headings []*ast.Heading) {
	shift := 0
	if d.TitleHeading != nil {
		shift = 1 - d.TitleHeading.Level
	}

	for _, h := range headings {
		if h.Level == 1 {
			shift = 1
		}
	}

	for _, h := range headings {
		h.Level = min(h.Level+shift, 6)
	}
}
