package markdown

import (
	"iter"

	"github.com/yuin/goldmark/ast"
)

// Section is a heading with the blocks up to the next heading of any level.
type Section struct {
	// Heading is nil in the first section of a document, which contains the blocks before the first heading.
	Heading *ast.Heading

	// Blocks end with the list of the notes that belong to the section. The slice is reused for the next section.
	Blocks []ast.Node

	// Steps are the items of the section's numbered steps.
	Steps []ast.Node
}

// TakeTitle removes a heading of level 1 at the top of the document if use returns true for its text.
func (d *Document) TakeTitle(use func(text string) bool) {
	heading, ok := d.Root.FirstChild().(*ast.Heading)
	if !ok || heading.Level != 1 {
		return
	}

	title := PlainText(heading, d.Source)
	if use(title) {
		d.Root.RemoveChild(d.Root, heading)
	}
}

// SectionCount returns the number of sections.
func (d *Document) SectionCount() int {
	count := 1
	for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			count++
		}
	}

	return count
}

// Sections yields the sections in order. It numbers the notes on the way and afterwards reports mistakes in them, so
// it must be used once, to its end.
func (d *Document) Sections() iter.Seq[Section] {
	return func(yield func(Section) bool) {
		var s Section
		for n := d.Root.FirstChild(); n != nil; n = n.NextSibling() {
			heading, ok := n.(*ast.Heading)
			if !ok {
				s.Blocks = append(s.Blocks, n)
				continue
			}

			if !yield(d.finish(s)) {
				return
			}

			s = Section{
				Heading: heading,
				Blocks:  s.Blocks[:0],
			}
		}

		if yield(d.finish(s)) {
			d.checkNotes()
		}
	}
}

// finish numbers the notes of a section and marks its steps.
func (d *Document) finish(s Section) Section {
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

	return s
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
