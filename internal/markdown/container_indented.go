package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// indentParser parses containers of MkDocs, whose text is indented by four spaces: !!! note "Title", ??? and ???+, and
// tabs: === "Title".
type indentParser struct{}

// contentIndent is how far the text of a container is indented.
const contentIndent = 4

// Trigger implements parser.BlockParser.
func (indentParser) Trigger() []byte {
	return []byte{'!', '?', '='}
}

// Open implements parser.BlockParser.
func (indentParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	offset := max(pc.BlockOffset(), 0)
	c, ok := parseExclamation(line[offset:], segment.Start+offset-segment.Padding)
	if !ok || !isIndented(reader.Source()[segment.Stop:]) || !canNest(parent, segment.Start, pc) {
		return nil, parser.NoChildren
	}

	reader.AdvanceToEOL()

	return newContainer(c), parser.HasChildren
}

// Continue implements parser.BlockParser.
func (indentParser) Continue(_ ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if !boundsOf(pc).addLine(reader) {
		return parser.Close
	}

	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}

	position, padding := util.IndentPosition(line, reader.LineOffset(), contentIndent)
	if position < 0 {
		return parser.Close
	}

	reader.AdvanceAndSetPadding(position, padding)

	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (indentParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (indentParser) CanInterruptParagraph() bool {
	return true
}

// CanAcceptIndentedLine implements parser.BlockParser.
func (indentParser) CanAcceptIndentedLine() bool {
	return false
}

// maxBlank is how many empty lines may be between the first line of a container and its text.
const maxBlank = 3

// isIndented reports whether the first line with text is indented like that of a container.
func isIndented(source []byte) bool {
	for range maxBlank {
		line, rest, _ := bytes.Cut(source, []byte("\n"))
		if !util.IsBlank(line) {
			return bytes.HasPrefix(line, []byte("    ")) || bytes.HasPrefix(line, []byte("\t"))
		}

		source = rest
	}

	return false
}

// parseExclamation parses the line that opens a container. start is the offset of the line in the source.
func parseExclamation(line []byte, start int) (*container, bool) {
	c := new(container)
	rest, ok := bytes.CutPrefix(line, []byte("!!! "))
	if !ok {
		rest, ok = bytes.CutPrefix(line, []byte("??? "))
		c.fold = foldedClosed
	}

	if !ok {
		rest, ok = bytes.CutPrefix(line, []byte("???+ "))
		c.fold = foldedOpen
	}

	if !ok {
		return parseTab(line, start)
	}

	words, quoted, isQuoted := bytes.Cut(bytes.TrimRight(rest, " \t\r\n"), []byte(`"`))
	if !isKindWithClasses(words) {
		return nil, false
	}

	c.name = strings.ToLower(string(bytes.Fields(words)[0]))
	if !isQuoted {
		return c, true
	}

	title, ok := bytes.CutSuffix(quoted, []byte(`"`))
	c.isBare = len(title) == 0
	c.hasTitle = !c.isBare
	from := start + len(line) - len(rest) + len(words) + 1
	c.title = text.NewSegment(from, from+len(title))

	return c, ok
}

// parseTab parses the line that opens a tab, such as === "On Windows".
func parseTab(line []byte, start int) (*container, bool) {
	const prefix = `=== "`
	line = bytes.TrimRight(line, " \t\r\n")
	rest, ok := bytes.CutPrefix(line, []byte(prefix))
	title, isQuoted := bytes.CutSuffix(rest, []byte(`"`))
	c := &container{
		name:     tab,
		hasTitle: true,
		title:    text.NewSegment(start+len(prefix), start+len(prefix)+len(title)),
	}

	return c, ok && isQuoted && len(bytes.TrimSpace(title)) > 0
}

// classes are words after the kind that change the look of a container.
var classes = map[string]bool{"inline": true, "end": true, "annotate": true, "collapse": true, "highlight": true}

// isKindWithClasses reports whether text is a kind, and nothing but classes after it.
func isKindWithClasses(text []byte) bool {
	fields := bytes.Fields(text)
	if len(fields) == 0 || nameLength(fields[0]) < len(fields[0]) {
		return false
	}

	for _, field := range fields[1:] {
		if !classes[string(field)] {
			return false
		}
	}

	return true
}
