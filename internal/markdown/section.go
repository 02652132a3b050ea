package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// Section is a heading with the blocks up to the next heading of any level.
type Section struct {
	// Heading is nil in the first section of a document, which contains the blocks before the first heading.
	Heading *ast.Heading

	// Blocks end with the list of the notes that belong to the section.
	Blocks []ast.Node

	// Steps are the items of the section's numbered steps.
	Steps []ast.Node
}

// splitSections splits the document at its headings, and numbers the notes in the order of the sections.
func (d *Document) splitSections() {
	d.Sections = make([]Section, 1, 1+len(d.headings()))
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if heading, ok := n.(*ast.Heading); ok {
			d.Sections = append(d.Sections, Section{Heading: heading})
			continue
		}

		current := &d.Sections[len(d.Sections)-1]
		current.Blocks = append(current.Blocks, n)
	}

	if d.TitleHeading != nil {
		d.collectNotes(d.TitleHeading)
	}

	for i := range d.Sections {
		d.finish(&d.Sections[i])
	}
}

// finish numbers the notes of a section and marks its steps.
func (d *Document) finish(s *Section) {
	if s.Heading != nil {
		d.collectNotes(s.Heading)
	}

	for _, b := range s.Blocks {
		d.collectNotes(b)
	}

	if list := d.takeNoteList(); list != nil {
		s.Blocks = append(s.Blocks, list)
	}

	s.Steps = markSteps(s.Blocks)
}

// Summary returns the first paragraph of blocks as plain text, or "".
func (d *Document) Summary(blocks []ast.Node) string {
	for _, b := range blocks {
		if b.Kind() != ast.KindParagraph || captionOf(b) != "" {
			continue
		}

		if text := BlockText(b, d.Source); text != "" {
			return text
		}
	}

	return ""
}
