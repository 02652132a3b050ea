package article

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// plainText is what a reader hears of the inline content of n: no markup, one line.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	b.Grow(written(n))
	appendText(&b, n, source)
	return oneLine(b.String())
}

// written is how many bytes a block takes up in the source: about as many as its text does.
func written(n ast.Node) int {
	length := 0
	if n.Type() == ast.TypeBlock {
		for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
			length += line.Len()
		}
	}
	return length
}

// oneLine puts one space between words. Most text is so already, and is left as it is.
func oneLine(text string) string {
	last := byte(' ')
	for i := range len(text) {
		c := text[i]
		if c == ' ' && last == ' ' || c < ' ' || c >= utf8.RuneSelf && strings.IndexByte("\xc2\xe1\xe2\xe3", c) >= 0 { // spaces begin with these
			return strings.Join(strings.Fields(text), " ")
		}
		last = c
	}
	return strings.TrimSuffix(text, " ")
}

// resolve makes of Markdown's escapes and entities what they stand for. Most text has none.
func resolve(text []byte) []byte {
	if !bytes.ContainsAny(text, `&\`) {
		return text
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(text)))
}

func appendText(b *strings.Builder, n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		text := n.Segment.Value(source)
		if !n.IsRaw() {
			text = resolve(text)
		}
		b.Write(text)
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.String:
		b.Write(n.Value)
	case *variable:
		b.WriteString(n.value)
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				b.Write(t.Segment.Value(source))
			}
		}
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			appendText(b, c, source)
		}
	}
}

// blockText is a block as plain text: paragraphs on a line each, list items numbered or with a hyphen, cells parted by a bar.
func blockText(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.List:
		return listText(n, source)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return strings.TrimRight(string(n.Lines().Value(source)), "\n")
	case *ast.HTMLBlock, *ast.ThematicBreak:
		return ""
	case *extast.TableRow, *extast.TableHeader:
		return joinTexts(n, source, " | ")
	case *extast.TableCell, *ast.Paragraph, *ast.TextBlock, *ast.Heading, *extast.DefinitionTerm, *label:
		if caption := captionOf(n); caption != "" {
			return caption
		}
		return textWithoutPictures(n, source)
	case *extast.Footnote:
		return "* " + joinTexts(n, source, "\n")
	default:
		return joinTexts(n, source, "\n")
	}
}

// textWithoutPictures leaves out what describes a picture: plain text has none.
func textWithoutPictures(n ast.Node, source []byte) string {
	var b strings.Builder
	b.Grow(written(n))
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindImage {
			appendText(&b, c, source)
		}
	}
	return oneLine(b.String())
}

func joinTexts(n ast.Node, source []byte, separator string) string {
	var parts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t := blockText(c, source); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, separator)
}

func listText(list *ast.List, source []byte) string {
	var lines []string
	for i, item := range texts(children(list), source) {
		mark := "- "
		if list.IsOrdered() {
			mark = fmt.Sprintf("%d. ", max(list.Start, 1)+i)
		}
		lines = append(lines, mark+strings.ReplaceAll(item, "\n", "\n  "))
	}
	return strings.Join(lines, "\n")
}

// texts is each node as plain text.
func texts(nodes []ast.Node, source []byte) []string {
	if len(nodes) == 0 {
		return nil
	}
	list := make([]string, len(nodes))
	for i, n := range nodes {
		list[i] = blockText(n, source)
	}
	return list
}
