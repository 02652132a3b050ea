package rules

import (
	"strings"
	"sync"

	"signpost/internal/codes"
	"signpost/internal/problem"
)

// Text is one article as the rules see it: plain values, without Markdown and without HTML elements.
//
// The article parser takes one from [NewText], fills it and returns it with [Text.Release], so that articles share
// their buffers. A check must not keep any part of it.
type Text struct {
	File     string // path in the content folder
	Language string // BCP 47; empty means English

	// ReadingAge is the age from which the article should be easy to read; 0 turns that rule off.
	ReadingAge int

	// Sections starts with the text above the first heading.
	Sections []Section

	// Blocks are the paragraphs, headings, cells and list items, in the order of the file.
	Blocks []Block

	// Links are the links with a text of their own: the ones around a picture or around code are left out.
	Links []Link

	// Pictures are all pictures, including those in links and headings.
	Pictures []Picture

	// CodeBlocks are the fenced blocks of code whose fence has an info string.
	CodeBlocks []CodeBlock

	// Parts are the headings, paragraphs and numbered lists at the top level of the file. They are set only if a
	// heading declares a code.
	Parts []Part

	// Place converts two offsets in the source into a place. An end that is not after the start is unknown.
	Place func(start, end int) problem.Place

	// Buffers that all blocks share. A block keeps its part of an old buffer when the buffer grows.
	text     []byte
	lower    []byte
	segments []segment
	strong   []span
	tokens   []token
	starts   starts
	roles    []roleOffsets // cached by eachCode
}

// Section is a heading and the text below it, up to the next heading of any level.
type Section struct {
	Level int
	Below int // number of sections below it: all up to the next heading of its level or a higher one
	Title string
	Line  int

	Code    codes.Code // empty if the heading declares none
	Retired bool       // the code is retired
	Also    []string   // other wordings of the message, from front matter
	Owner   string     // who can fix the error, from front matter

	Text     string // the body as plain text
	HTML     []byte // the body as HTML
	Pictures []SectionPicture
}

// SectionPicture is a picture in the body of a section.
type SectionPicture struct {
	Alt   string
	Place problem.Place
}

// Link is a link in the text.
type Link struct {
	Text    string
	Offset  int
	TextEnd int  // offset after the text and its brackets
	End     int  // offset after the link
	Auto    bool // the address itself is the text: <https://example.org>
	Empty   bool // there is no address
}

// Picture is a picture in the text.
type Picture struct {
	Alt    string
	Offset int
	End    int // offset after the picture
}

// CodeBlock is a fenced block of code.
type CodeBlock struct {
	Info   []byte // the info string: what follows the fence, starting with the language
	Offset int    // of the info string
}

// PartKind is the kind of a [Part].
type PartKind byte

// The kinds of parts.
const (
	PartHeading PartKind = iota
	PartParagraph
	PartNumberedList
)

// Part is a block at the top level of the file.
type Part struct {
	Kind   PartKind
	Text   string // of a heading or a paragraph
	Offset int
}

var texts = sync.Pool{
	New: func() any { return new(Text) },
}

// NewText returns an empty text, if possible with the buffers of an earlier one.
func NewText() *Text { return texts.Get().(*Text) }

// Release clears the text and makes its buffers available for the next one.
func (t *Text) Release() {
	clear(t.Sections)
	clear(t.Links)
	clear(t.Pictures)
	clear(t.CodeBlocks)
	clear(t.Parts)
	*t = Text{
		Sections:   t.Sections[:0],
		Blocks:     t.Blocks[:0],
		Links:      t.Links[:0],
		Pictures:   t.Pictures[:0],
		CodeBlocks: t.CodeBlocks[:0],
		Parts:      t.Parts[:0],
		text:       t.text[:0],
		lower:      t.lower[:0],
		segments:   t.segments[:0],
		strong:     t.strong[:0],
		tokens:     t.tokens[:0],
	}

	texts.Put(t)
}

// English reports whether the article is in English, the only language whose words the rules know.
func (t *Text) English() bool {
	return t.Language == "" || t.Language == "en" || strings.HasPrefix(t.Language, "en-")
}

// Tree returns the section at i and the sections below it.
func (t *Text) Tree(i int) []Section {
	return t.Sections[i : i+1+t.Sections[i].Below]
}
