package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// Mistake is a construct that its writer cannot have intended.
type Mistake struct {
	Kind   MistakeKind
	Offset int    // in the source
	Name   string // of what is unknown, missing or refused; see the kinds
}

// MistakeKind is the kind of a [Mistake].
type MistakeKind int

const (
	// UnknownCallout is a callout of the kind NAME, which does not exist. It is shown as a note.
	UnknownCallout MistakeKind = iota
	// UnlabelledFold is a [!NAME] for details or a tab without a label after it.
	UnlabelledFold
	// UnclosedContainer is a callout that begins with the line NAME, which no line closes.
	UnclosedContainer
	// UnknownVariable is {{ NAME }} without a value.
	UnknownVariable
	// InlineInclude is an include, NAME with its braces, that is not alone on its line.
	InlineInclude
	// UnknownNote is a reference to the note NAME, which does not exist.
	UnknownNote
	// UnusedNote is the note NAME that nothing refers to.
	UnusedNote
	// DuplicateNote is the second note with the label NAME.
	DuplicateNote
	// UnknownLanguage is a code block in the language NAME, which does not exist.
	UnknownLanguage
	// RawHTML is HTML that is not allowed; NAME is its first line.
	RawHTML
	// RefusedAttribute is an attribute NAME that no element may have.
	RefusedAttribute
	// RefusedAddress is an address NAME in HTML that may run a script or read a file.
	RefusedAddress
	// UnclosedComment is a comment without -->; NAME is its first line.
	UnclosedComment
	// UnknownElement is an element with the start tag NAME that does not exist. Only its content is shown.
	UnknownElement
	// ShownElement is a tag NAME of an element that does not exist and has no content. It is shown as it is.
	ShownElement
	// UnclosedElement is an element with the start tag NAME that has no end tag in its section.
	UnclosedElement
	// UnbalancedHTML is HTML of a section that cannot be balanced. Only its text is shown.
	UnbalancedHTML
	// NestedAttributes are attributes of a heading in a list or a quotation.
	NestedAttributes
	// Placeholder is a text that begins with "[to do:" and that the writer has to replace.
	Placeholder
	// TooDeep is an element that is nested deeper than limit.Depth.
	TooDeep
	// TooManyLines is a line with which containers have more than limit.Lines.
	TooManyLines
	// TooLongHeading is a heading longer than limit.Heading.
	TooLongHeading
	// TooManyCells is a table with which the document has more than limit.Cells.
	TooManyCells
	// TooMuchExpanded is a variable or a link with which more than limit.Expanded is inserted.
	TooMuchExpanded
)

func (d *Document) report(kind MistakeKind, offset int, name string) {
	m := Mistake{
		Kind:   kind,
		Offset: offset,
		Name:   name,
	}
	d.Mistakes = append(d.Mistakes, m)
}

// placeholder begins the texts that `signpost new` leaves for the writer: "[to do: who runs this help centre]".
var placeholder = []byte("[to do:")

// checkPlaceholder reports a placeholder outside of code, where it is an example.
func (d *Document) checkPlaceholder(n *ast.Text) {
	if n.Parent().Kind() == ast.KindCodeSpan {
		return
	}

	start := max(0, n.Segment.Start-1) // the bracket may be a node of its own
	at := bytes.Index(d.Source[start:n.Segment.Stop], placeholder)
	if at >= 0 {
		d.report(Placeholder, start+at, untilBracket(d.Source[start+at:]))
	}
}

// untilBracket returns the text up to the first closing bracket of its line, or else the line.
func untilBracket(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if end := bytes.IndexByte(line, ']'); end >= 0 {
		line = line[:end+1]
	}

	return string(line)
}
