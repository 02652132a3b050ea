// Package sanitise makes the HTML in articles safe to show.
//
// An article contains HTML in pieces, between Markdown: "<details>" may be in one piece and "</details>" in another.
// So the work is done in two steps:
//
//  1. [Read] splits a piece into tokens. In the mode [Safe] it keeps only the elements and attributes of an
//     allow-list (policy.go), and returns what it left out as findings. Tags are written again from their parts; no
//     byte of a tag is copied.
//  2. [Balance] inserts the tokens into the HTML that was rendered from the Markdown. It closes every element and
//     follows the rules by which browsers build a page (model.go), so that a browser builds exactly the elements that
//     were written. Then it parses the result with golang.org/x/net/html, which follows the HTML standard, and compares
//     the elements. If they differ, only the text of the pieces is kept.
//
// HTML that was rendered from Markdown is trusted: it is copied as it is, and HTML of the writer never ends an element
// of it, except a paragraph or a list item that cannot contain what follows.
//
// The time of both steps is linear in the input: elements of the writer are nested at most maxDepth deep.
package sanitise

// Mode says which HTML articles may contain.
type Mode int

const (
	// Safe allows the elements and attributes of the allow-list.
	Safe Mode = iota
	// Refuse allows none.
	Refuse
	// Unsafe allows everything that can be balanced.
	Unsafe
)

// Kind is the kind of a [Token].
type Kind int

const (
	// Text is text between tags.
	Text Kind = iota
	// Start is a start tag.
	Start
	// End is an end tag.
	End
	// Void is the tag of an element that has no content.
	Void
	// Unknown is a tag of an element that does not exist in HTML. It is left out.
	Unknown
)

// Token is a part of the HTML of a writer.
type Token struct {
	Kind Kind

	// Name is the element, as it is written to the page.
	Name string

	// Offset is the position in the piece, and Source the token as written.
	Offset int
	Source []byte

	// End is an offset for the caller, where the token ends in its source.
	End int

	// SelfClosing is set for <name/>.
	SelfClosing bool

	// ID is the anchor of an element, or empty.
	ID string

	// Attributes are the other ones, without addresses.
	Attributes []Attribute

	// Links are the addresses of an element: the href of a link, the src of a picture, or the candidates of a srcset.
	Links []Address

	// Alt is the text of a picture.
	Alt string

	// InPicture is set for an <img> in a <picture>, whose files the writer has chosen.
	InPicture bool

	// Value is the text of a Text token without entities, or an Unknown token as written.
	Value string

	// verbatim is set for the content of an element such as <script>, in which entities have no meaning.
	verbatim bool
}

// EndsLine reports whether the tag of an element begins a new line on a page.
func (t *Token) EndsLine() bool {
	return t.Kind != Text && (t.Name == "br" || endsParagraph[t.Name] || tableParts[t.Name])
}

// Attribute is an attribute with its value.
type Attribute struct {
	Name, Value string
}

// Address is an address in a tag.
type Address struct {
	Value string

	// Descriptor is the size of a candidate of srcset: "2x".
	Descriptor string
}

// FindingKind is the kind of a [Finding].
type FindingKind int

const (
	// RefusedElement is an element that articles must not contain.
	RefusedElement FindingKind = iota
	// RefusedAttribute is an attribute that articles must not contain.
	RefusedAttribute
	// RefusedAddress is an address that may run a script or read a file.
	RefusedAddress
	// UnclosedComment is a comment without an end.
	UnclosedComment
)

// Finding is something that Read left out and that its writer should know of.
type Finding struct {
	Kind   FindingKind
	Offset int // in the piece

	// Element is the name of the element.
	Element string

	// Written is the tag, the attribute or the address as written.
	Written string
}
