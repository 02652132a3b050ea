package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// linkParser is goldmark's parser for links and pictures. It also notes where they end, which goldmark does not.
type linkParser struct {
	parser.InlineParser
	parser.CloseBlocker
}

const linkEndsAttribute = "ends"

// linkEnds are offsets in the source.
type linkEnds struct {
	text  int // after the bracket that closes the text
	whole int // after the link
}

// inlineParsers returns goldmark's parsers for inline syntax, with a linkParser in place of the one for links.
func inlineParsers() []util.PrioritizedValue {
	links := parser.NewLinkParser()
	list := parser.DefaultInlineParsers()
	for i := range list {
		if list[i].Value == links {
			list[i].Value = linkParser{links, links.(parser.CloseBlocker)}
		}
	}

	return list
}

// Parse implements parser.InlineParser.
func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	n := p.InlineParser.Parse(parent, block, pc)
	switch n.(type) {
	case *ast.Link, *ast.Image:
		_, after := block.Position()
		text := before.Start + len("]")
		n.SetAttributeString(linkEndsAttribute, linkEnds{
			text:  text,
			whole: trimToBracket(block.Source(), text, after.Start),
		})
	}

	return n
}

// trimToBracket returns the offset after the bracket that ends a link: goldmark may be on the next line already, after
// the marks of a quotation.
func trimToBracket(source []byte, start, end int) int {
	for end = min(end, len(source)); end > start && source[end-1] != ')' && source[end-1] != ']'; {
		end--
	}

	return max(start, end)
}

// LinkTextEnd returns the offset in the source after the text of a link or a picture and its brackets. It returns 0 if
// that is unknown.
func LinkTextEnd(n ast.Node) int {
	return linkEndsOf(n).text
}

func linkEndsOf(n ast.Node) linkEnds {
	value, _ := n.AttributeString(linkEndsAttribute)
	ends, _ := value.(linkEnds)

	return ends
}

// End returns the offset in the source after a link, a picture, an address or code. It returns 0 if that is unknown.
func End(n ast.Node, source []byte) int {
	switch n := n.(type) {
	case *ast.Link, *ast.Image:
		return linkEndsOf(n).whole
	case *ast.AutoLink:
		return autoLinkEnd(n, source)
	case *ast.CodeSpan:
		return codeSpanEnd(n, source)
	}

	return 0
}

// AutoLinkStart returns the offset of an address. goldmark includes a space or bracket before an address without <>.
func AutoLinkStart(n *ast.AutoLink, source []byte) int {
	offset := max(n.Pos(), 0)
	for offset < len(source) && isBeforeAddress(source[offset]) {
		offset++
	}

	return offset
}

func isBeforeAddress(c byte) bool {
	switch c {
	case ' ', '(', '*', '_', '~':
		return true
	}

	return false
}

func autoLinkEnd(n *ast.AutoLink, source []byte) int {
	start := AutoLinkStart(n, source)
	length := len(n.Label(source))
	if start < len(source) && source[start] == '<' {
		length += len("<>")
	}

	return min(start+length, len(source))
}

// codeSpanEnd skips the backticks after the text of code, and the space before them.
func codeSpanEnd(n *ast.CodeSpan, source []byte) int {
	last, ok := n.LastChild().(*ast.Text)
	if !ok {
		return 0
	}

	end := last.Segment.Stop
	for end < len(source) && source[end] == ' ' {
		end++
	}

	for end < len(source) && source[end] == '`' {
		end++
	}

	return end
}
