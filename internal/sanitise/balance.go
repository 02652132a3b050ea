package sanitise

import (
	"bytes"
	"html"
	"strings"
)

// maxDepth is how deep elements may be nested around those of a writer. golang.org/x/net/html stops at 512.
const maxDepth = 400

// space contains the characters that may separate the parts of a table.
const space = " \t\r\n\f"

// Input is HTML that was rendered from Markdown, and where tokens of the writer's HTML belong in it.
type Input struct {
	// HTML is well-formed.
	HTML []byte

	// Marks are the offsets of link placeholders in the HTML.
	Marks []int

	// Inserts are in the order of their offsets.
	Inserts []Insert

	// Mode is the mode of the reader of the tokens.
	Mode Mode

	// Inline is set for the content of a heading, which cannot contain blocks.
	Inline bool
}

// Insert is the tokens of one piece.
type Insert struct {
	Offset int // in the HTML
	Marks  int // number of marks before the piece
	Tokens []Token

	// EndAll ends all elements of the writer instead.
	EndAll bool
}

// Output is balanced HTML.
type Output struct {
	HTML []byte

	// Links are the placeholders of links and pictures, in order.
	Links []Placed

	// Anchors are the IDs of elements, in order.
	Anchors []Anchor

	// Unclosed are the start tags of elements that were not closed by the writer.
	Unclosed []*Token

	// Failed is set if the HTML of the writer could not be balanced. Only its text was kept.
	Failed bool
}

// Placed is a placeholder in an output.
type Placed struct {
	Offset int

	// Mark is the index of the placeholder in the input, or -1 for a link of the writer's HTML.
	Mark int

	// Token contains the link of the writer, and Link is its index in it.
	Token *Token
	Link  int
}

// Anchor is an attribute ` id="..."` in an output.
type Anchor struct {
	ID         string
	Start, End int // in the HTML
	Token      *Token
}

// Balance inserts the HTML of a writer into that of the Markdown. The result contains each element completely.
func Balance(in Input) Output {
	b := balancer{in: &in, withTags: true}
	b.run()
	if b.failed || !isAsWritten(b.out.HTML) {
		b = balancer{in: &in}
		b.run()
		b.out.Failed = true
	}

	return b.out
}

// balancer writes an output.
type balancer struct {
	in       *Input
	withTags bool // or only the text of the writer's HTML
	failed   bool // elements are nested too deep

	writer
	mark  int // the next one
	stack elements
}

// elements are the open elements, the outermost first.
type elements []openElement

// openElement is an element whose end tag was not read.
type openElement struct {
	name    string
	trusted bool

	// written is set while the element is open on the page. It is not for an element that was ended early, or left out.
	written bool

	// ending is set for an element whose end tag was inside an element of the Markdown. It ends with that element.
	ending bool

	start *Token
}

func (b *balancer) run() {
	done := 0
	for i := range b.in.Inserts {
		insert := &b.in.Inserts[i]
		b.trusted(done, insert.Offset, insert.Marks)
		done = insert.Offset
		if insert.EndAll {
			b.endAll()
		}

		for j := range insert.Tokens {
			b.token(&insert.Tokens[j])
		}
	}

	b.trusted(done, len(b.in.HTML), len(b.in.Marks))
	b.endAll()
}

// trusted copies HTML of the Markdown up to an offset, with its marks up to a number.
func (b *balancer) trusted(from, to, marks int) {
	for from < to {
		tag := bytes.IndexByte(b.in.HTML[from:to], '<')
		if tag < 0 {
			break
		}

		b.trustedText(from, from+tag, marks)
		from += tag
		end := bytes.IndexByte(b.in.HTML[from:to], '>')
		if end < 0 {
			break // trusted HTML has no such tag
		}

		b.trustedTag(from, from+end+1, marks)
		from += end + 1
	}

	b.trustedText(from, to, marks)
}

func (b *balancer) trustedText(from, to, marks int) {
	hasPicture := b.mark < marks && b.in.Marks[b.mark] <= to
	if hasPicture || len(bytes.Trim(b.in.HTML[from:to], space)) > 0 {
		b.openCell()
	}

	b.copy(from, to, marks)
}

// copy copies HTML with its marks.
func (b *balancer) copy(from, to, marks int) {
	for ; b.mark < marks && b.in.Marks[b.mark] <= to; b.mark++ {
		at := b.in.Marks[b.mark]
		b.write(b.in.HTML[from:at])
		from = at
		b.out.Links = append(b.out.Links, Placed{Offset: len(b.out.HTML), Mark: b.mark})
	}

	b.write(b.in.HTML[from:to])
}

func (w *writer) write(html []byte) {
	w.out.HTML = append(w.out.HTML, html...)
}

func (w *writer) writeString(html string) {
	w.out.HTML = append(w.out.HTML, html...)
}

func (b *balancer) trustedTag(from, to, marks int) {
	tag := b.in.HTML[from:to]
	name := tagName(tag)
	if tag[1] == '/' {
		b.trustedEnd(name)
		return
	}

	written := b.prepare(name)
	if written {
		b.copy(from, to, marks)
	} else {
		for b.mark < marks && b.in.Marks[b.mark] < to {
			b.mark++
		}
	}

	if !voidElements[name] {
		b.push(openElement{name: name, trusted: true, written: written})
	}
}

func tagName(tag []byte) string {
	name := bytes.TrimLeft(tag, "</")
	end := bytes.IndexAny(name, " \n/>")

	return string(name[:end])
}

// trustedEnd ends the innermost element of the Markdown, all in it, and those around it that were to end with it.
func (b *balancer) trustedEnd(name string) {
	i := len(b.stack) - 1
	for i >= 0 && !(b.stack[i].trusted && b.stack[i].name == name) {
		i--
	}

	if i < 0 {
		b.failed = true
		return
	}

	b.pop(i)
}

// pop ends and removes the element at an index and those in it, and then those around it that were to end with it.
func (b *balancer) pop(i int) {
	b.endFrom(i)
	b.stack = b.stack[:i]
	for i > 0 && b.stack[i-1].ending {
		i--
		b.endFrom(i)
		b.stack = b.stack[:i]
	}
}

// endFrom writes the end tags of the element at an index of the stack and those in it.
func (b *balancer) endFrom(i int) {
	for n := len(b.stack) - 1; n >= i; n-- {
		e := &b.stack[n]
		if !e.written {
			continue
		}

		b.writeEnd(e.name)
		e.written = false
		if !e.trusted && !e.ending && e.start != nil && n > i {
			b.out.Unclosed = append(b.out.Unclosed, e.start)
		}
	}
}

func (w *writer) writeEnd(name string) {
	w.writeString("</")
	w.writeString(name)
	w.writeString(">")
}

func (b *balancer) endAll() {
	for i := range b.stack {
		e := &b.stack[i]
		if !e.trusted && e.written && e.start != nil && !e.ending {
			b.out.Unclosed = append(b.out.Unclosed, e.start)
			e.ending = true
		}
	}

	b.interrupt(0)
}

// interrupt ends the element at an index and those in it, before they are closed. Elements of the Markdown stay on the
// stack until their end tag.
func (b *balancer) interrupt(i int) {
	b.endFrom(i)
	kept := b.stack[:i]
	for _, e := range b.stack[i:] {
		if e.trusted {
			kept = append(kept, e)
		}
	}

	b.stack = kept
}

func (b *balancer) push(e openElement) {
	b.stack = append(b.stack, e)
	if len(b.stack) > maxDepth && b.withTags {
		b.failed = true
	}
}

// current returns the name of the innermost open element, or "".
func (s elements) current() string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i].written {
			return s[i].name
		}
	}

	return ""
}

// token writes a token of the writer.
func (b *balancer) token(t *Token) {
	if b.failed {
		return
	}

	switch {
	case t.Kind == Text:
		b.text(t)
	case !b.withTags || t.Kind == Unknown:
	case t.Kind == End:
		b.end(t.Name)
	default:
		b.start(t)
	}
}

func (b *balancer) text(t *Token) {
	if len(strings.Trim(t.Value, space)) > 0 {
		b.openCell()
	}

	if t.verbatim {
		if b.withTags {
			b.writeString(t.Value)
		}

		return
	}

	b.writeString(html.EscapeString(t.Value))
}

func (b *balancer) start(t *Token) {
	written := b.prepareOwn(t)
	if written {
		b.writeStart(t)
	}

	if t.Kind == Void {
		return
	}

	b.push(openElement{
		name:    t.Name,
		written: written,
		start:   t,
	})
	if t.SelfClosing {
		b.end(t.Name)
	}
}

// end ends an element of the writer. An end tag without a start tag is left out.
func (b *balancer) end(name string) {
	crossed := false
	for i := len(b.stack) - 1; i >= 0; i-- {
		e := &b.stack[i]
		switch {
		case e.trusted:
			crossed = true
		case e.name == name && !e.ending && crossed:
			e.ending = true
			return
		case e.name == name && !e.ending:
			b.pop(i)
			return
		}

		if isBoundary(e.name, name) {
			return
		}
	}
}

// isBoundary reports whether an end tag in an element ends nothing around it.
func isBoundary(around, name string) bool {
	switch {
	case around == "table":
		return true
	case cells[around]:
		return !tableParts[name] && name != "table"
	case around == "ul" || around == "ol":
		return name == "li"
	}

	return false
}
