package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// fencedContainers is the key of the containers with a closing line, in a parser.Context.
var fencedContainers = parser.NewContextKey()

// fenceParser parses containers that end with a line of their own: ":::note" and {% hint style="info" %}.
type fenceParser struct{}

// Trigger implements parser.BlockParser.
func (fenceParser) Trigger() []byte {
	return []byte{':', '/', '{'}
}

// Open implements parser.BlockParser.
func (fenceParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	offset := max(pc.BlockOffset(), 0)
	c, ok := parseFence(line[offset:], segment.Start+offset-segment.Padding)
	if !ok {
		c, ok = parseHint(line[offset:])
	}

	if !ok || !canNest(parent, segment.Start, pc) {
		return nil, parser.NoChildren
	}

	c.line = segment.TrimRightSpace(reader.Source())
	c.line.Padding = 0
	n := newContainer(c)
	all, _ := pc.Get(fencedContainers).([]*ast.Blockquote)
	pc.Set(fencedContainers, append(all, n))
	reader.AdvanceToEOL()

	return n, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (fenceParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if !boundsOf(pc).addLine(reader) {
		return parser.Close
	}

	line, _ := reader.PeekLine()
	indent, offset := util.IndentWidth(line, reader.LineOffset())
	if offset < len(line) && indent <= 3 && closes(node, line[offset:], indent, reader, pc) {
		containerOf(node).isClosed = true
		reader.AdvanceToEOL()

		return parser.Close
	}

	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (fenceParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (fenceParser) CanInterruptParagraph() bool {
	return true
}

// CanAcceptIndentedLine implements parser.BlockParser.
func (fenceParser) CanAcceptIndentedLine() bool {
	return false
}

// closes reports whether a line closes a container: the innermost with a fence of the same size or, if there is none,
// of a smaller one. Lines of code blocks close nothing.
func closes(node ast.Node, line []byte, indent int, reader text.Reader, pc parser.Context) bool {
	end, ok := closingFence(line)
	if !ok {
		return false
	}

	open := pc.OpenedBlocks()
	if isInCode(open, node, indent, reader) {
		return false
	}

	var fewer ast.Node
	for _, b := range slices.Backward(open) {
		c := containerOf(b.Node)
		if c == nil || c.fence.char != end.char {
			continue
		}

		if c.fence.size == end.size {
			return b.Node == node
		}

		if fewer == nil && c.fence.size < end.size {
			fewer = b.Node
		}
	}

	return fewer == node
}

// minFence is the least number of colons or slashes of a fence.
const minFence = 3

// closingFence returns the fence of a closing line.
func closingFence(line []byte) (end fence, ok bool) {
	line = bytes.TrimSpace(line)
	if start := openingFence(line); start.size >= minFence && start.size == len(line) {
		return start, true
	}

	inner, ok := tagContent(line)

	return fence{char: '%'}, ok && string(inner) == "endhint"
}

// openingFence returns the colons or slashes at the beginning of a line.
func openingFence(line []byte) fence {
	if len(line) == 0 || line[0] != ':' && line[0] != '/' {
		return fence{}
	}

	rest := bytes.TrimLeft(line, string(line[:1]))

	return fence{char: line[0], size: len(line) - len(rest)}
}

// isInCode reports whether a line with an indent belongs to a code block that is open inside a container.
func isInCode(open []parser.Block, node ast.Node, indent int, reader text.Reader) bool {
	if len(open) == 0 {
		return false
	}

	code, ok := open[len(open)-1].Node.(*ast.FencedCodeBlock)
	if !ok {
		return false
	}

	for p := code.Parent(); p != nil && p != node; p = p.Parent() {
		if item, ok := p.(*ast.ListItem); ok {
			indent -= item.Offset
		}

		isQuotation := p.Kind() == ast.KindBlockquote && containerOf(p) == nil
		if indent < 0 || isQuotation {
			return false
		}
	}

	_, position := reader.Position()
	source := reader.Source()

	return !isAbandoned(source[code.Pos()], source[position.Start:])
}

// maxSearched is how many lines are searched for the end of a code block.
const maxSearched = 200

// isAbandoned reports whether a code block that is fenced with a character has no end: the next fence in the source
// begins another one, because it names a language.
func isAbandoned(char byte, source []byte) bool {
	marks := bytes.Repeat([]byte{char}, 3)
	for range maxSearched {
		line, rest, _ := bytes.Cut(source, []byte("\n"))
		line = bytes.TrimLeft(line, " \t>")
		if bytes.HasPrefix(line, marks) {
			return len(bytes.Trim(line, string(char)+" \t\r")) > 0
		}

		source = rest
	}

	return false
}
