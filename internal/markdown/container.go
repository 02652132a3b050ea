package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// container is a callout, details or plain container in the syntax of another program. It is the attribute of a
// quotation, so that the rest of the package treats it like one.
type container struct {
	name    string // as written, in lower case
	isKnown bool

	title    text.Segment
	hasTitle bool
	isBare   bool // the title is empty on purpose
	fold     fold

	fence    fence
	isClosed bool
	line     text.Segment // with which it begins
}

// fence is what begins the first and the last line of a container: a number of colons or slashes, or none for
// {% hint %}. An indented container has no fence.
type fence struct {
	char byte // ':', '/', '%' for a tag, or 0
	size int
}

const containerAttribute = "container"

// containerOf returns the container of a quotation, or nil for one that was written with ">".
func containerOf(n ast.Node) *container {
	if n.Kind() != ast.KindBlockquote {
		return nil
	}

	value, _ := n.AttributeString(containerAttribute)
	c, _ := value.(*container)

	return c
}

// newContainer returns the quotation for a container that was opened.
func newContainer(c *container) *ast.Blockquote {
	n := ast.NewBlockquote()
	n.SetAttributeString(containerAttribute, c)
	n.SetAttributeString(foldAttribute, c.fold)
	word := c.name
	_, isCallout := calloutByKind(word)
	switch {
	case isCallout || word == details || word == tab && c.hasTitle:
		c.isKnown = true
	case slices.Contains(plainWords, word):
		word, c.isKnown = plain, true
	default:
		word = callouts[0].Kind
	}

	n.SetAttributeString(wordAttribute, word)
	if c.isBare {
		n.SetAttributeString(bareAttribute, true)
	}

	if c.hasTitle && word != plain {
		label := &foldLabel{}
		label.Lines().Append(c.title)
		n.AppendChild(n, label)
	}

	return n
}

// maxNested limits how deep containers are nested. Each line is compared with every open one.
const maxNested = 32

// canNest reports whether another container can be opened.
func canNest(pc parser.Context) bool {
	open := 0
	for _, b := range pc.OpenedBlocks() {
		if containerOf(b.Node) != nil {
			open++
		}
	}

	return open < maxNested
}

// fencedContainers is the key of the containers with a closing line, in a parser.Context.
var fencedContainers = parser.NewContextKey()

// fenceParser parses containers that end with a line of their own: ":::note" and {% hint style="info" %}.
type fenceParser struct{}

// Trigger implements parser.BlockParser.
func (fenceParser) Trigger() []byte {
	return []byte{':', '/', '{'}
}

// Open implements parser.BlockParser.
func (fenceParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	offset := max(pc.BlockOffset(), 0)
	c, ok := parseFence(line[offset:], segment.Start+offset-segment.Padding)
	if !ok {
		c, ok = parseHint(line[offset:])
	}

	if !ok || !canNest(pc) {
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

// openingFence returns the colons or slashes with which a line begins.
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

// parseFence parses the line that opens a container: ":::note Title", ":::note[Title]", ":::note{title="Title"}",
// ":::{note} Title", ":::{.note}" or "/// note | Title". start is the offset of the line in the source.
func parseFence(line []byte, start int) (*container, bool) {
	open := openingFence(line)
	if open.size < minFence || isElement(line) {
		return nil, false
	}

	s := lineScanner{line: bytes.TrimRight(line, " \t\r\n:"), start: start, at: open.size}
	s.skipSpace()
	c := &container{fence: open}
	if attributes, ok := s.between('{', '}'); ok {
		c.name = nameOfClass(attributes)
		s.setTitleAttribute(c, attributes)
	} else {
		c.name = strings.ToLower(s.name())
	}

	if c.name == "" {
		return nil, false
	}

	if _, ok := s.between('[', ']'); ok {
		s.setTitle(c, s.lastStart, s.lastEnd)
	}

	if attributes, ok := s.between('{', '}'); ok {
		s.setTitleAttribute(c, attributes)
	}

	rest := s.line[min(s.at, len(s.line)):]
	if len(rest) > 0 && rest[0] != ' ' && rest[0] != '\t' {
		return nil, false
	}

	s.skipSpace()
	if !s.skipBar(open.char) {
		return nil, false
	}

	end := len(s.line)
	if cut, ok := bytes.CutSuffix(s.line, []byte("{open}")); ok && len(cut) >= s.at {
		c.fold = foldedOpen
		end = len(bytes.TrimRight(cut, " \t"))
	}

	if end > s.at {
		s.setTitle(c, s.at, end)
	}

	return c, true
}

// loneElement matches what docfx writes on a single line: ":::image source="a.png":::", ":::row:::" and ":::zone-end".
var loneElement = regexp.MustCompile(`^:{3,}\s*[\w-]+(?:-end\s*$|:{3}|\s+[\w-]+=["'])`)

func isElement(line []byte) bool {
	return loneElement.Match(line)
}

// nameOfClass returns the name in "note", ".note", ".callout-note" or ".note .other".
func nameOfClass(attributes []byte) string {
	fields := bytes.Fields(attributes)
	if len(fields) == 0 {
		return ""
	}

	name := strings.ToLower(string(bytes.TrimPrefix(fields[0], []byte("."))))
	name = strings.TrimPrefix(name, "callout-")
	if nameLength([]byte(name)) < len(name) {
		return ""
	}

	return name
}

// lineScanner reads the parts of a line.
type lineScanner struct {
	line  []byte
	start int // offset of the line in the source
	at    int // offset in the line

	lastStart, lastEnd int // of what between returned
}

func (s *lineScanner) skipSpace() {
	for s.at < len(s.line) && (s.line[s.at] == ' ' || s.line[s.at] == '\t') {
		s.at++
	}
}

// skipBar skips the bar that separates a title from the name after slashes, and quotes around the title. It returns
// false if a title has no bar: text after slashes may be a comment.
func (s *lineScanner) skipBar(fence byte) bool {
	if fence != '/' || s.at >= len(s.line) {
		return true
	}

	if s.line[s.at] != '|' {
		return false
	}

	s.at++
	s.skipSpace()
	title := s.line[s.at:]
	if len(title) > 1 && title[0] == '"' && title[len(title)-1] == '"' {
		s.at++
		s.line = s.line[:len(s.line)-1]
	}

	return true
}

func (s *lineScanner) name() string {
	if s.at >= len(s.line) {
		return ""
	}

	length := nameLength(s.line[s.at:])
	name := s.line[s.at : s.at+length]
	s.at += length

	return string(name)
}

// between returns what is between two brackets, if the line continues with the first.
func (s *lineScanner) between(from, to byte) ([]byte, bool) {
	if s.at >= len(s.line) || s.line[s.at] != from {
		return nil, false
	}

	depth := 0
	for i := s.at; i < len(s.line); i++ {
		switch s.line[i] {
		case from:
			depth++
		case to:
			depth--
		}

		if depth == 0 {
			s.lastStart, s.lastEnd = s.at+1, i
			s.at = i + 1

			return s.line[s.lastStart:s.lastEnd], true
		}
	}

	return nil, false
}

func (s *lineScanner) setTitle(c *container, from, to int) {
	if len(bytes.TrimSpace(s.line[from:to])) == 0 {
		return
	}

	c.hasTitle = true
	c.title = text.NewSegment(s.start+from, s.start+to)
}

// setTitleAttribute sets the title that attributes contain, which were read last.
func (s *lineScanner) setTitleAttribute(c *container, attributes []byte) {
	const key = `title="`
	at := bytes.Index(attributes, []byte(key))
	if at < 0 {
		return
	}

	from := at + len(key)
	length := bytes.IndexByte(attributes[from:], '"')
	if length > 0 {
		s.setTitle(c, s.lastStart+from, s.lastStart+from+length)
	}
}

// parseHint parses {% hint style="info" %}, which is alone on its line.
func parseHint(line []byte) (*container, bool) {
	inner, ok := tagContent(bytes.TrimSpace(line))
	fields := bytes.Fields(inner)
	if !ok || len(fields) == 0 || string(fields[0]) != "hint" {
		return nil, false
	}

	c := &container{name: "info", fence: fence{char: '%'}}
	for _, field := range fields[1:] {
		if value, ok := bytes.CutPrefix(field, []byte("style=")); ok {
			c.name = strings.ToLower(strings.Trim(string(value), `"'`))
		}
	}

	return c, nameLength([]byte(c.name)) == len(c.name) && c.name != ""
}

// tagContent returns what is in a tag that is the whole line: "endhint" for "{% endhint %}".
func tagContent(line []byte) ([]byte, bool) {
	inner, ok := bytes.CutPrefix(line, []byte("{%"))
	if !ok {
		return nil, false
	}

	inner, ok = bytes.CutSuffix(inner, []byte("%}"))

	return bytes.TrimSpace(inner), ok && !bytes.Contains(inner, []byte("%}"))
}

// releaseUnclosed puts the blocks of containers without a closing line where the container was, after its first line,
// because readers would not find the headings in it. It returns the containers.
func releaseUnclosed(pc parser.Context) []*ast.Blockquote {
	all, _ := pc.Get(fencedContainers).([]*ast.Blockquote)

	return slices.DeleteFunc(all, func(n *ast.Blockquote) bool {
		if containerOf(n).isClosed {
			return true
		}

		release(n)

		return false
	})
}

func release(n *ast.Blockquote) {
	line := ast.NewParagraph()
	line.Lines().Append(containerOf(n).line)
	line.AppendChild(line, ast.NewRawTextSegment(containerOf(n).line))
	line.SetPos(n.Pos())
	parent := n.Parent()
	parent.InsertBefore(parent, n, line)
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Kind() != kindFoldLabel {
			parent.InsertBefore(parent, n, c)
		}

		c = next
	}

	parent.RemoveChild(parent, n)
}
