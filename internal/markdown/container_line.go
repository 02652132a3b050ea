package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/text"
)

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

// loneElement matches single-line elements of docfx: ":::image source="a.png":::", ":::row:::" and ":::zone-end".
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

// between returns the text between two brackets, if the line continues with the first.
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

// tagContent returns the content of a tag that is alone on its line: "endhint" for "{% endhint %}".
func tagContent(line []byte) ([]byte, bool) {
	inner, ok := bytes.CutPrefix(line, []byte("{%"))
	if !ok {
		return nil, false
	}

	inner, ok = bytes.CutSuffix(inner, []byte("%}"))

	return bytes.TrimSpace(inner), ok && !bytes.Contains(inner, []byte("%}"))
}
