package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"signpost/internal/limit"
)

// headingParser also accepts attributes whose values begin with a digit: {#id code=0x80070005}. goldmark reads them as
// numbers: it drops leading zeros, and rejects anything after the digits.
type headingParser struct {
	parser.BlockParser
}

// Open reads the attributes of a heading that begins with "#".
func (p headingParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	lineNumber, position := r.Position()
	_, line := r.PeekLine()
	node, state := p.BlockParser.Open(parent, r, pc)
	if last := p.lastLine(line, pc); node != nil && last.Len() > limit.Heading {
		boundsOf(pc).exceed(TooLongHeading, last.Start)
		r.SetPosition(lineNumber, position)

		return nil, parser.NoChildren
	}

	if heading, ok := node.(*ast.Heading); ok && heading.Lines().Len() > 0 && p.isOneLine() {
		readNumbers(heading, line, r.Source())
	}

	return node, state
}

// Close reads the attributes of a heading that is underlined.
func (p headingParser) Close(node ast.Node, r text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, r, pc)
	heading, ok := node.(*ast.Heading)
	if !ok || p.isOneLine() || heading.Lines().Len() == 0 {
		return
	}

	line := heading.Lines().At(heading.Lines().Len() - 1)
	if end := bytes.IndexByte(r.Source()[line.Start:], '\n'); end >= 0 {
		line.Stop = line.Start + end
	}

	readNumbers(heading, line, r.Source())
}

// lastLine returns the last line with text of a heading, which may have attributes: the current line, or the one above
// if it underlines the heading.
func (p headingParser) lastLine(current text.Segment, pc parser.Context) text.Segment {
	above := pc.LastOpenedBlock().Node
	if p.isOneLine() || above == nil || !ast.IsParagraph(above) {
		return current
	}

	lines := above.Lines()

	return lines.At(lines.Len() - 1)
}

func (p headingParser) isOneLine() bool { return bytes.Equal(p.Trigger(), []byte{'#'}) }

// number matches an attribute whose value begins with a digit and has no quotation marks.
var number = regexp.MustCompile(`([\s{,][A-Za-z_:][\w:.-]*=)([0-9][\w.-]*)`)

// readNumbers reads the attributes at the end of a heading's last line if one of them begins with a digit.
func readNumbers(heading *ast.Heading, line text.Segment, source []byte) {
	raw := line.Value(source)
	open := bytes.LastIndexByte(raw, '{')
	if open < 0 || !number.Match(raw[open:]) {
		return
	}

	r := text.NewReader(number.ReplaceAll(raw[open:], []byte(`$1"$2"`)))
	attributes, ok := parser.ParseAttributes(r)
	if rest, _ := r.PeekLine(); !ok || len(bytes.TrimSpace(rest)) > 0 {
		return
	}

	for _, a := range attributes {
		heading.SetAttribute(a.Name, a.Value)
	}

	last := heading.Lines().Len() - 1
	if title := heading.Lines().At(last); title.Stop > line.Start+open {
		title.Stop = max(title.Start, line.Start+open)
		heading.Lines().Set(last, title.TrimRightSpace(source))
	}
}
