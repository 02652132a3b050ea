package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"signpost/internal/limit"
)

// bounds counts what goldmark does not limit itself, and reports the first time that a limit is exceeded.
type bounds struct {
	cells    int
	lines    int // of all containers
	expanded int
	exceeded map[MistakeKind]int // offset of the first mistake of a kind
}

var boundsKey = parser.NewContextKey()

func boundsOf(pc parser.Context) *bounds {
	return pc.ComputeIfAbsent(boundsKey, func() any {
		return &bounds{exceeded: map[MistakeKind]int{}}
	}).(*bounds)
}

func (b *bounds) exceed(kind MistakeKind, offset int) {
	if _, ok := b.exceeded[kind]; !ok {
		b.exceeded[kind] = offset
	}
}

// report adds the mistakes to a document.
func (b *bounds) report(d *Document) {
	for _, kind := range []MistakeKind{TooDeep, TooManyLines, TooLongHeading, TooManyCells, TooMuchExpanded} {
		if offset, ok := b.exceeded[kind]; ok {
			d.report(kind, offset, "")
		}
	}
}

// boundedParser parses blocks that contain others, but none that is nested too deep: each line of a file is compared
// with every open block.
type boundedParser struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (p boundedParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node == nil || depth(parent) < limit.Depth {
		return node, state
	}

	boundsOf(pc).exceed(TooDeep, segment.Start)
	reader.SetPosition(line, segment)

	return nil, parser.NoChildren
}

// Continue implements parser.BlockParser.
func (p boundedParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if !boundsOf(pc).addLine(reader) {
		return parser.Close
	}

	return p.BlockParser.Continue(node, reader, pc)
}

// addLine counts the current line as one of another container, and reports whether it may be in it.
func (b *bounds) addLine(reader text.Reader) bool {
	b.lines++
	if b.lines <= limit.Lines {
		return true
	}

	_, segment := reader.Position()
	b.exceed(TooManyLines, segment.Start)

	return false
}

// depth returns the number of nodes around the children of a node.
func depth(n ast.Node) int {
	depth := 0
	for ; n != nil; n = n.Parent() {
		depth++
	}

	return depth
}

// boundedTable parses tables, unless those of the document have too many cells: goldmark adds the cells that are
// missing at the end of each row.
type boundedTable struct{ parser.ParagraphTransformer }

// Transform implements parser.ParagraphTransformer.
func (t boundedTable) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	b := boundsOf(pc)
	b.cells += countCells(node.Lines(), reader.Source())
	if b.cells > limit.Cells {
		b.exceed(TooManyCells, node.Lines().At(0).Start)
		return
	}

	t.ParagraphTransformer.Transform(node, reader, pc)
}

// countCells returns the number of cells in a table, and 0 for a paragraph that has no line below its head such as
// |---|:-:|.
func countCells(lines *text.Segments, source []byte) int {
	for i := 1; i < lines.Len(); i++ {
		segment := lines.At(i)
		line := segment.Value(source)
		if len(bytes.Trim(line, "-:| \t\r\n")) == 0 {
			columns := len(bytes.FieldsFunc(bytes.TrimSpace(line), func(r rune) bool { return r == '|' }))
			return columns * (lines.Len() - i)
		}
	}

	return 0
}

// positionOf returns the offset of a node, or of the nearest one around it that has one.
func positionOf(n ast.Node) int {
	for n.Pos() < 0 && n.Parent() != nil {
		n = n.Parent()
	}

	return n.Pos()
}

// expand reports whether n bytes that are not at the place of a node in the source may be inserted there.
func (b *bounds) expand(n, offset int) bool {
	b.expanded += n
	if b.expanded <= limit.Expanded {
		return true
	}

	b.exceed(TooMuchExpanded, offset)

	return false
}

// mayRefer reports whether a link or a picture may get the address and the title of its definition.
func (b *bounds) mayRefer(n ast.Node, reference *ast.ReferenceLink, address, title []byte) bool {
	return reference == nil || b.expand(len(address)+len(title), positionOf(n))
}
