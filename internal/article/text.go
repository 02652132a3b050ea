package article

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// plainText is what a reader hears of the inline content of n: no markup, one line.
func plainText(n ast.Node, source []byte) string {
	return string(oneLine(appendText(make([]byte, 0, 80), n, source), 0))
}

// byteSet holds 1 for each byte that is in it.
type byteSet [256]byte

func newByteSet(list string) *byteSet {
	s := new(byteSet)
	for i := range len(list) {
		s[list[i]] = 1
	}
	return s
}

// in reports whether one of the set's bytes is in text. It looks at each without a branch: where a word ends, no processor can guess.
func (s *byteSet) in(text []byte) bool {
	found := byte(0)
	for _, c := range text {
		found |= s[c]
	}
	return found != 0
}

var (
	escapes = newByteSet(`&\`)
	spacing = newByteSet("\t\n\v\f\r\xc2\xe1\xe2\xe3") // other than a blank; those beyond ASCII begin with the last four
)

// oneLine puts one space between the words of a text that begins at from. Most text is so already, and is left as it is.
func oneLine(b []byte, from int) []byte {
	text := b[from:]
	if spacing.in(text) || bytes.HasPrefix(text, []byte(" ")) || bytes.Contains(text, []byte("  ")) {
		return append(b[:from], strings.Join(strings.Fields(string(text)), " ")...)
	}
	return b[:from+len(bytes.TrimSuffix(text, []byte(" ")))]
}

// resolve makes of Markdown's escapes and entities what they stand for. Most text has none.
func resolve(text []byte) []byte {
	if !escapes.in(text) {
		return text
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(text)))
}

func appendText(b []byte, n ast.Node, source []byte) []byte {
	switch n := n.(type) {
	case *ast.Text:
		text := n.Segment.Value(source)
		if !n.IsRaw() {
			text = resolve(text)
		}
		b = append(b, text...)
		if n.SoftLineBreak() || n.HardLineBreak() {
			b = append(b, ' ')
		}
	case *ast.String:
		b = append(b, n.Value...)
	case *variable:
		b = append(b, n.value...)
	case *ast.AutoLink:
		b = append(b, n.Label(source)...)
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b = append(b, t.Segment.Value(source)...)
			}
		}
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			b = appendText(b, c, source)
		}
	}
	return b
}

// blockText is a block as plain text: paragraphs on a line each, list items numbered or with a hyphen, cells parted by a bar.
func blockText(n ast.Node, source []byte) string { return string(appendBlock(nil, n, source)) }

func appendBlock(b []byte, n ast.Node, source []byte) []byte {
	switch n := n.(type) {
	case *ast.List:
		return appendList(b, n, source)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return append(b, bytes.TrimRight(n.Lines().Value(source), "\n")...)
	case *ast.HTMLBlock, *ast.ThematicBreak:
		return b
	case *extast.TableRow, *extast.TableHeader:
		return appendChildren(b, n, source, " | ")
	case *extast.TableCell, *ast.Paragraph, *ast.TextBlock, *ast.Heading, *extast.DefinitionTerm, *label:
		if caption := captionOf(n); caption != "" {
			return append(b, caption...)
		}
		return appendWithoutPictures(b, n, source)
	case *extast.Footnote:
		return appendChildren(append(b, "* "...), n, source, "\n")
	default:
		return appendChildren(b, n, source, "\n")
	}
}

// appendWithoutPictures leaves out what describes a picture: plain text has none.
func appendWithoutPictures(b []byte, n ast.Node, source []byte) []byte {
	from := len(b)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindImage {
			b = appendText(b, c, source)
		}
	}
	return oneLine(b, from)
}

// appendChildren appends what is in a block, but for what has no text.
func appendChildren(b []byte, n ast.Node, source []byte, separator string) []byte {
	return appendBlocks(b, children(n), source, separator)
}

func appendBlocks(b []byte, nodes []ast.Node, source []byte, separator string) []byte {
	first := len(b)
	for _, n := range nodes {
		before := len(b)
		if before > first {
			b = append(b, separator...)
		}
		from := len(b)
		if b = appendBlock(b, n, source); len(b) == from {
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
			b = append(strconv.AppendInt(b, int64(number), 10), ". "...)
			number++
		} else {
			b = append(b, "- "...)
		}
		from := len(b)
		b = appendBlock(b, item, source)
		if bytes.IndexByte(b[from:], '\n') >= 0 {
			b = append(b[:from], bytes.ReplaceAll(b[from:], []byte("\n"), []byte("\n  "))...)
		}
	}
	return b
}

// texts is each node as plain text.
func texts(nodes []ast.Node, source []byte) []string {
	var list []string
	for _, n := range nodes {
		list = append(list, blockText(n, source))
	}
	return list
}
