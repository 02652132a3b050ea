package migrate

import (
	"iter"
	"sort"
	"strings"
)

// Code finds code in Markdown: fenced blocks, code spans, and <pre>, <script> and <style> elements. Comments
// count too. Conversions leave it alone.
//
// Indented text is not code: in most generators it is the content of a callout or of a tab.
type Code struct {
	ranges []span // sorted
}

type span struct {
	from, to int
}

// Contains reports whether an offset is inside code.
func (c *Code) Contains(offset int) bool {
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].to > offset })
	return i < len(c.ranges) && c.ranges[i].from <= offset
}

// Line is a line of a text.
type Line struct {
	Start  int    // offset in the text
	Text   string // without the end of the line
	Indent int    // columns of white space before the text
	Fenced bool   // belongs to a fenced block, including the fences
}

// End returns the offset of the end of the line, where its "\n" is.
func (l Line) End() int { return l.Start + len(l.Text) }

// Trimmed returns the text of the line without the white space around it.
func (l Line) Trimmed() string { return strings.TrimSpace(l.Text) }

// Lines yields the lines of a text with their numbers, which begin with 0.
func Lines(text string) iter.Seq2[int, Line] {
	return func(yield func(int, Line) bool) {
		var fence string
		start := 0
		for n := 0; start <= len(text); n++ {
			end := strings.IndexByte(text[start:], '\n')
			if end < 0 {
				end = len(text) - start
			}

			l := Line{Start: start, Text: text[start : start+end]}
			l.Indent = indentOf(l.Text)
			fence, l.Fenced = nextFence(fence, l.Text)
			if !yield(n, l) {
				return
			}

			start += end + 1
		}
	}
}

// indentOf returns the columns of the white space at the beginning of a line.
func indentOf(line string) int {
	columns := 0
	for i := range len(line) {
		switch line[i] {
		case ' ':
			columns++
		case '\t':
			columns += 4 - columns%4
		default:
			return columns
		}
	}

	return columns
}

// nextFence returns the fence that is open after a line, and whether the line belongs to a block.
func nextFence(open, line string) (next string, fenced bool) {
	mark := fenceOf(line)
	switch {
	case open == "":
		return mark, mark != ""
	case mark != "" && mark[0] == open[0] && len(mark) >= len(open) && isOnlyFence(line):
		return "", true
	}

	return open, true
}

// fenceOf returns the fence at the beginning of a line, in a list item or quotation too, or "".
func fenceOf(line string) string {
	rest := strings.TrimLeft(line, " \t>")
	if marker, after, ok := strings.Cut(rest, " "); ok && isListMarker(marker) {
		rest = strings.TrimLeft(after, " \t>")
	}

	if rest == "" || rest[0] != '`' && rest[0] != '~' {
		return ""
	}

	n := len(rest) - len(strings.TrimLeft(rest, rest[:1]))
	if n < 3 || rest[0] == '`' && strings.Contains(rest[n:], "`") {
		return ""
	}

	return rest[:n]
}

func isOnlyFence(line string) bool {
	return strings.Trim(line, " \t>`~\r") == ""
}

func isListMarker(s string) bool {
	if s == "-" || s == "*" || s == "+" {
		return true
	}

	number := strings.TrimRight(s, ".)")
	return len(s) == len(number)+1 && number != "" && strings.Trim(number, "0123456789") == ""
}

// FindCode finds the code in a text, in linear time.
func FindCode(text string) *Code {
	c := &Code{}
	for _, l := range Lines(text) {
		if l.Fenced {
			c.add(l.Start, min(l.End()+1, len(text)))
		}
	}

	fenced := Code{c.ranges}
	c.ranges = nil
	f := codeFinder{text: text, fenced: fenced.ranges, found: c}
	f.run()

	return c
}

func (c *Code) add(from, to int) {
	if n := len(c.ranges); n > 0 && c.ranges[n-1].to >= from {
		c.ranges[n-1].to = max(to, c.ranges[n-1].to)
		return
	}

	c.ranges = append(c.ranges, span{from, to})
}

// codeFinder walks through the text between the fenced blocks.
type codeFinder struct {
	text   string
	fenced []span
	found  *Code
}

func (f *codeFinder) run() {
	at := 0
	for _, s := range f.fenced {
		f.spans(at, s.from)
		f.found.add(s.from, s.to)
		at = s.to
	}

	f.spans(at, len(f.text))
}

// verbatim are the elements whose content is not Markdown.
var verbatim = []struct{ start, end string }{
	{"<!--", "-->"},
	{"<pre", "</pre>"},
	{"<script", "</script>"},
	{"<style", "</style>"},
	{"<code", "</code>"},
}

// spans adds the code spans and verbatim elements between two offsets. A run of backticks without a counterpart in its
// paragraph is text.
func (f *codeFinder) spans(from, to int) {
	text := f.text[:to]
	missing := map[string]bool{} // ends that do not occur any more
	runs := map[int]int{}        // lengths of runs that do not occur before this offset
	for i := from; i < to; {
		switch {
		case text[i] == '\\':
			i += 2
		case text[i] == '`':
			i = f.codeSpan(text, i, runs)
		case text[i] == '<':
			i = f.element(text, i, missing)
		default:
			i++
		}
	}
}

func (f *codeFinder) codeSpan(text string, at int, runs map[int]int) int {
	n := runLength(text, at)
	if at < runs[n] {
		return at + n
	}

	for i := at + n; i < len(text); {
		switch {
		case text[i] == '`':
			m := runLength(text, i)
			if m == n {
				f.found.add(at, i+m)
				return i + m
			}

			i += m
		case text[i] == '\n' && isBlankAt(text, i+1):
			runs[n] = i
			return at + n
		default:
			i++
		}
	}

	runs[n] = len(text)

	return at + n
}

func runLength(text string, at int) int {
	n := at
	for n < len(text) && text[n] == '`' {
		n++
	}

	return n - at
}

// isBlankAt reports whether the line that begins at an offset is blank.
func isBlankAt(text string, at int) bool {
	for ; at < len(text); at++ {
		switch text[at] {
		case ' ', '\t', '\r':
		case '\n':
			return true
		default:
			return false
		}
	}

	return true
}

func (f *codeFinder) element(text string, at int, missing map[string]bool) int {
	for _, e := range verbatim {
		if missing[e.end] || !hasPrefixFold(text[at:], e.start) || !isTagEnd(text, at+len(e.start), e.start) {
			continue
		}

		end := indexFold(text[at+len(e.start):], e.end)
		if end < 0 {
			missing[e.end] = true
			continue
		}

		to := at + len(e.start) + end + len(e.end)
		f.found.add(at, to)

		return to
	}

	return at + 1
}

// isTagEnd reports whether the name of an element ends at an offset.
func isTagEnd(text string, at int, start string) bool {
	return start == "<!--" || at < len(text) && strings.IndexByte(" \t\r\n>/", text[at]) >= 0
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// indexFold returns the index of an ASCII text, or -1, whatever its case.
func indexFold(s, text string) int {
	for i := 0; ; i++ {
		next := strings.IndexByte(s[i:], text[0])
		if next < 0 {
			return -1
		}

		i += next
		if hasPrefixFold(s[i:], text) {
			return i
		}
	}
}
