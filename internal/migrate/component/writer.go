package component

import (
	"strings"
)

// writer puts converted pieces together: blocks on lines of their own with the indentation of where they stand.
type writer struct {
	buf   []byte
	lines []int // for each line that is complete or begun, the line that it was made from
	start int   // offset of the current line in buf
	first int   // number of the first line
	line  int   // number of the current line of the source

	// needsBlank says that a block was written, and a blank line must follow.
	needsBlank bool
	prefix     string // of the block
}

// maxPrefix limits how much of a line is looked at.
const maxPrefix = 300

// String returns the written text.
func (w *writer) String() string {
	if len(w.lines) == 0 {
		w.lines = []int{0}
	}

	return string(w.buf)
}

func (w *writer) write(s string, advance bool) {
	line := w.line - w.first
	if len(w.lines) == 0 {
		w.lines = append(w.lines, 0)
	}

	for range strings.Count(s, "\n") {
		if advance {
			line++
		}

		w.lines = append(w.lines, line)
	}

	w.buf = append(w.buf, s...)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		w.start = len(w.buf) - len(s) + i + 1
	}
}

// text writes text of the source that ends where the current line is.
func (w *writer) text(s string) {
	if s == "" {
		return
	}

	end := w.line
	w.line -= strings.Count(s, "\n")
	if w.start == len(w.buf) && len(w.lines) > 0 {
		w.lines[len(w.lines)-1] = w.line - w.first
	}

	if w.needsBlank {
		w.needsBlank = false
		line, _, _ := strings.Cut(s, "\n")
		if strings.Trim(line, " \t>") != "" {
			w.write(strings.TrimRight(w.prefix, " \t")+"\n", false)
		}
	}

	w.write(s, true)
	w.line = end
}

// inline writes a piece of a line.
func (w *writer) inline(s string) {
	if w.needsBlank {
		w.needsBlank = false
		w.write(strings.TrimRight(w.prefix, " \t")+"\n", false)
	}

	w.write(s, false)
}

// current returns the line that was begun.
func (w *writer) current() []byte {
	return w.buf[w.start:]
}

// head returns the beginning of the current line, which is enough to know what the line is.
func (w *writer) head() string {
	line := w.current()
	return string(line[:min(len(line), maxPrefix)])
}

// startsLine reports whether nothing but indentation and list markers was written on the line.
func (w *writer) startsLine() bool {
	line := w.head()
	return len(line) == len(w.current()) && len(line) == containerPrefix(line)
}

// inRow reports whether the line is a row of a table or a heading, which no block fits in.
func (w *writer) inRow() bool {
	line := strings.TrimLeft(w.head(), " \t>")
	return strings.HasPrefix(line, "|") || isHeading(line)
}

// block writes a block, and returns where the text after it continues.
func (w *writer) block(out, text string, end int) int {
	out = strings.Trim(out, "\n")
	if out == "" {
		return w.nothing(text, end)
	}

	if w.inRow() {
		w.inline(oneLine(out))
		return end
	}

	line := w.head()
	n := containerPrefix(line)
	prefix := continuation(line[:n])
	if !w.startsLine() {
		w.trimLine()
		w.write("\n"+strings.TrimRight(prefix, " \t")+"\n"+prefix, false)
	} else if !w.followsBlank(line) {
		w.insertBlank(line, prefix)
	}

	for i, l := range strings.Split(out, "\n") {
		switch {
		case i == 0:
			w.write(l, false)
		case l == "":
			w.write("\n"+strings.TrimRight(prefix, " \t"), false)
		default:
			w.write("\n"+prefix+l, false)
		}
	}

	w.needsBlank = true
	w.prefix = prefix
	next, isBlank := skipBlank(text, end)
	switch {
	case !isBlank:
		w.needsBlank = false
		w.write("\n"+strings.TrimRight(prefix, " \t")+"\n"+prefix, false)
	case next < len(text):
		w.line++
		w.write("\n", false)
		w.line--
		next++
	}

	return next
}

// followsBlank reports whether a block can begin on the current line: the line before is blank, or the line itself
// begins a list item.
func (w *writer) followsBlank(line string) bool {
	before := strings.TrimSuffix(string(w.buf[max(0, w.start-maxPrefix):w.start]), "\n")
	before = before[strings.LastIndexByte(before, '\n')+1:]
	if strings.Trim(before, " \t>") == "" {
		return true
	}

	return strings.Trim(line, " \t>") != "" // begins a list item
}

// insertBlank inserts a blank line before the current line, which contains nothing but its prefix.
func (w *writer) insertBlank(line, prefix string) {
	w.needsBlank = false
	w.buf = append(w.buf[:w.start], strings.TrimRight(prefix, " \t")+"\n"+line...)
	w.start = len(w.buf) - len(line)
	w.lines = append(w.lines, w.line-w.first)
}

func (w *writer) trimLine() {
	for len(w.buf) > 0 && (w.buf[len(w.buf)-1] == ' ' || w.buf[len(w.buf)-1] == '\t') {
		w.buf = w.buf[:len(w.buf)-1]
	}
}

// nothing skips the line of a removed token if nothing else is on it.
func (w *writer) nothing(text string, end int) int {
	line := w.head()
	next, isBlank := skipBlank(text, end)
	if strings.Trim(line, " \t") != "" || !isBlank {
		return end
	}

	w.buf = w.buf[:w.start]
	next = min(next+1, len(text))
	if after, isBlank := skipBlank(text, next); isBlank && after < len(text) && w.followsBlank("") {
		next = after + 1
	}

	return next
}

// skipBlank returns the offset of the next character that is neither space nor tab, and whether it ends the line.
func skipBlank(text string, from int) (next int, isBlank bool) {
	for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
		from++
	}

	return from, from == len(text) || text[from] == '\n'
}
