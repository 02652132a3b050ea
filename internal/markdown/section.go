package markdown

import (
	"cmp"

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

// takeTitle removes a heading of level 1 at the top if it is the title, and sets the title of the document.
func (d *Document) takeTitle() {
	heading, ok := d.Root.FirstChild().(*ast.Heading)
	if !ok || heading.Level != 1 || !d.options.TakeTitle {
		return
	}

	text := PlainText(heading, d.Source)
	d.Title = cmp.Or(d.Title, text)
	if d.Title == text {
		d.Root.RemoveChild(d.Root, heading)
	}
}

// splitSections splits the document at its headings, and numbers the notes in the order of the sections.
func (d *Document) splitSections() {
	d.Sections = make([]Section, 1, 1+d.countHeadings())
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if heading, ok := n.(*ast.Heading); ok {
			d.Sections = append(d.Sections, Section{Heading: heading})
			continue
		}

		current := &d.Sections[len(d.Sections)-1]
		current.Blocks = append(current.Blocks, n)
	}

	for i := range d.Sections {
		d.finish(&d.Sections[i])
	}
}

func (d *Document) countHeadings() int {
	count := 0
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			count++
		}
	}

	return count
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
