package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"signpost/internal/sanitise"
)

// PlainText returns the inline content of n as one line without markup. Pictures count with their text.
func PlainText(n ast.Node, source []byte) string {
	b := make([]byte, 0, 80)
	return string(collapseSpace(appendInline(b, n, source), 0))
}

// BlockText returns a block as plain text: a line for each paragraph, numbers or hyphens before list items, a bar
// between the cells of a table. Pictures have no text there.
func BlockText(n ast.Node, source []byte) string {
	return string(appendBlock(nil, n, source))
}

// BlockTexts returns the text of each node.
func BlockTexts(nodes []ast.Node, source []byte) []string {
	var list []string
	for _, n := range nodes {
		list = append(list, BlockText(n, source))
	}

	return list
}

// Text returns blocks as plain text, each on lines of its own.
func (d *Document) Text(blocks []ast.Node) string {
	d.buffer = appendBlocks(d.buffer[:0], blocks, d.Source, "\n")
	return string(d.buffer)
}

// byteSet contains 1 for each of its bytes.
type byteSet [256]byte

func newByteSet(bytes string) *byteSet {
	s := new(byteSet)
	for i := range len(bytes) {
		s[bytes[i]] = 1
	}

	return s
}

// anyIn reports whether text contains a byte of the set. It has no branch for each byte: processors mispredict the ends
// of words.
func (s *byteSet) anyIn(text []byte) bool {
	found := byte(0)
	for _, c := range text {
		found |= s[c]
	}

	return found != 0
}

var (
	escapeBytes = newByteSet(`&\`)

	// spaceBytes are white space other than a blank. Beyond ASCII it begins with one of the last four bytes.
	spaceBytes = newByteSet("\t\n\v\f\r\xc2\xe1\xe2\xe3")
)

// collapseSpace puts one space between the words of b[from:]. Most text is in this form already and stays as it is.
func collapseSpace(b []byte, from int) []byte {
	text := b[from:]
	isCollapsed := !spaceBytes.anyIn(text) &&
		!bytes.HasPrefix(text, []byte(" ")) &&
		!bytes.Contains(text, []byte("  "))
	if !isCollapsed {
		words := strings.Fields(string(text))
		return append(b[:from], strings.Join(words, " ")...)
	}

	text = bytes.TrimSuffix(text, []byte(" "))

	return b[:from+len(text)]
}

// unescape replaces the escapes and entities of Markdown with the characters that they represent.
func unescape(raw []byte) string {
	return string(unescapeBytes(raw))
}

func unescapeBytes(text []byte) []byte {
	if !escapeBytes.anyIn(text) {
		return text
	}

	plain := make([]byte, 0, len(text))
	for len(text) > 0 {
		next := bytes.IndexAny(text, `\&`)
		if next < 0 {
			break
		}

		plain = append(plain, text[:next]...)
		char, length := unescapeFirst(text[next:])
		plain = append(plain, char...)
		text = text[next+length:]
	}

	return append(plain, text...)
}

// maxReference limits the length of character references. The longest name has 33 bytes.
const maxReference = 40

// unescapeFirst returns the character that the escape or entity at the start of text represents, and the length of that
// escape. Other text represents itself.
func unescapeFirst(text []byte) (char []byte, length int) {
	if text[0] == '\\' {
		if len(text) > 1 && util.IsPunct(text[1]) {
			return text[1:2], 2
		}

		return text[:1], 1
	}

	end := bytes.IndexByte(text[:min(len(text), maxReference)], ';')
	if end < 0 {
		return text[:1], 1
	}

	reference := text[:end+1]
	if bytes.HasPrefix(reference, []byte("&#")) {
		return util.ResolveNumericReferences(reference), end + 1
	}

	return util.ResolveEntityNames(reference), end + 1
}

// appendInline appends the text of inline nodes.
func appendInline(b []byte, n ast.Node, source []byte) []byte {
	switch n := n.(type) {
	case *ast.Text:
		return appendTextNode(b, n, source)
	case *ast.String:
		return append(b, n.Value...)
	case *variable:
		return append(b, n.value...)
	case *keyLetter:
		return append(append(b, n.letter...), ':')
	case *ast.AutoLink:
		return append(b, n.Label(source)...)
	case *ast.CodeSpan:
		return appendCodeSpan(b, n, source)
	case *ast.RawHTML:
		return appendRawInline(b, n)
	}

	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b = appendInline(b, c, source)
	}

	return b
}

func appendTextNode(b []byte, n *ast.Text, source []byte) []byte {
	text := n.Segment.Value(source)
	if !n.IsRaw() {
		text = unescapeBytes(text)
	}

	b = append(b, text...)
	if n.SoftLineBreak() || n.HardLineBreak() {
		b = append(b, ' ')
	}

	return b
}

func appendCodeSpan(b []byte, n *ast.CodeSpan, source []byte) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b = append(b, t.Segment.Value(source)...)
		}
	}

	return b
}

func appendBlock(b []byte, n ast.Node, source []byte) []byte {
	switch n := n.(type) {
	case *ast.List:
		return appendList(b, n, source)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return append(b, bytes.TrimRight(n.Lines().Value(source), "\n")...)
	case *ast.ThematicBreak:
		return b
	case *ast.HTMLBlock:
		return appendHTMLBlock(b, n)
	case *extast.TableRow, *extast.TableHeader:
		return appendBlocks(b, children(n), source, " | ")
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		return appendParagraph(b, n, source)
	case *extast.TableCell, *extast.DefinitionTerm, *foldLabel:
		return appendParagraph(b, n, source)
	case *extast.Footnote:
		b = append(b, "* "...)
	}

	return appendBlocks(b, children(n), source, "\n")
}

// appendParagraph appends the text of a block with inline content. A figure counts with its caption.
func appendParagraph(b []byte, n ast.Node, source []byte) []byte {
	if caption := captionOf(n); caption != "" {
		return append(b, caption...)
	}

	from := len(b)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindImage {
			b = appendInline(b, c, source)
		}
	}

	return collapseSpace(b, from)
}

// appendBlocks appends the blocks that have a text, with a separator between them.
func appendBlocks(b []byte, blocks []ast.Node, source []byte, separator string) []byte {
	start := len(b)
	for _, n := range blocks {
		before := len(b)
		if before > start {
			b = append(b, separator...)
		}

		from := len(b)
		b = appendBlock(b, n, source)
		if len(b) == from {
			b = b[:before]
		}
	}

	return b
}

func appendList(b []byte, list *ast.List, source []byte) []byte {
	number := max(list.Start, 1)
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if item != list.FirstChild() {
			b = append(b, '\n')
		}

		if list.IsOrdered() {
			b = strconv.AppendInt(b, int64(number), 10)
			b = append(b, ". "...)
			number++
		} else {
			b = append(b, "- "...)
		}

		b = appendItem(b, item, source)
	}

	return b
}

// appendItem appends the text of a list item; lines after the first are indented.
func appendItem(b []byte, item ast.Node, source []byte) []byte {
	from := len(b)
	b = appendBlock(b, item, source)
	if bytes.IndexByte(b[from:], '\n') < 0 {
		return b
	}

	indented := bytes.ReplaceAll(b[from:], []byte("\n"), []byte("\n  "))

	return append(b[:from], indented...)
}

// appendRawInline appends the text of inline HTML, with a space where a tag ends a line on the page.
func appendRawInline(b []byte, n ast.Node) []byte {
	tokens := Tokens(n)
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.Kind == sanitise.Text:
			b = append(b, t.Value...)
		case t.EndsLine():
			b = append(b, ' ')
		}
	}

	return b
}

// appendHTMLBlock appends the text of a block of HTML, a line for each of its blocks.
func appendHTMLBlock(b []byte, n *ast.HTMLBlock) []byte {
	var text []byte
	for i, tokens := 0, Tokens(n); i < len(tokens); i++ {
		t := &tokens[i]
		switch {
		case t.Kind == sanitise.Text: // a line break in the text is a space
			text = append(text, strings.ReplaceAll(t.Value, "\n", " ")...)
		case t.EndsLine():
			text = append(text, '\n')
		}
	}

	separator := ""
	for line := range bytes.Lines(text) {
		from := len(b) + len(separator)
		if len(bytes.TrimSpace(line)) > 0 {
			b = append(b, separator...)
			b = collapseSpace(append(b, line...), from)
			separator = "\n"
		}
	}

	return b
}
