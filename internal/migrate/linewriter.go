package migrate

import "strings"

// lineWriter writes text whose lines may contain replacements that are blocks.
type lineWriter struct {
	lines []textLine
	last  []byte // text of the last line, until the next one begins

	after  bool   // a block was written, and nothing after it
	same   bool   // on the same line
	prefix string // of the lines of that block
}

// head returns the beginning of the line that is not finished, which is enough to know what the line is.
func (w *lineWriter) head() string {
	const enough = 300
	return string(w.last[:min(len(w.last), enough)])
}

// begin begins a line with a text.
func (w *lineWriter) begin(l textLine) {
	w.finish()
	w.lines = append(w.lines, l)
	w.last = []byte(l.text)
}

// finish returns all lines.
func (w *lineWriter) finish() []textLine {
	if len(w.lines) > 0 {
		w.lines[len(w.lines)-1].text = string(w.last)
	}

	return w.lines
}

// source writes a part of a text.
func (w *lineWriter) source(b *body, from, to int) {
	if from == to {
		return
	}

	at := b.placeOf(from)
	first := lineAt(b.starts, from)
	for i, text := range strings.Split(b.Text[from:to], "\n") {
		if i > 0 {
			at = b.lines[first+i]
			w.newLine(at)
		}

		w.text(text, at)
	}
}

// insert writes text into the current line.
func (w *lineWriter) insert(text string) {
	for i, line := range strings.Split(text, "\n") {
		at := w.lines[len(w.lines)-1].at
		if i > 0 {
			w.newLine(at)
		}

		w.text(line, at)
	}
}

// newLine begins a line. A block has begun the one after it already.
func (w *lineWriter) newLine(at place) {
	if !w.after || !w.same || !isBlankQuoted(w.head()) {
		w.begin(textLine{at: at})
	}

	w.same = false
}

func (w *lineWriter) text(text string, at place) {
	if w.after && w.same && strings.TrimSpace(text) == "" {
		return // at the end of the line of a block
	}

	if w.after && strings.TrimSpace(text) != "" {
		if len(w.lines) > 1 && !isBlankQuoted(w.lines[len(w.lines)-2].text) {
			w.begin(textLine{at: at})
		}
		if w.same {
			text = w.prefix + strings.TrimLeft(text, " \t")
			w.last = nil
		}

		w.after = false
	}

	if len(w.last) == 0 {
		w.lines[len(w.lines)-1].at = at
	}

	w.last = append(w.last, text...)
}

// isBlankQuoted reports whether a line is blank, in a quotation too.
func isBlankQuoted(line string) bool { return strings.Trim(line, " \t>") == "" }

// add writes a replacement.
func (w *lineWriter) add(r rendered) {
	line := w.head()
	switch trimmed := strings.TrimLeft(line, " \t>"); {
	case len(r.lines) == 0:
	case !r.block:
		w.insert(joinLines(r.lines))
	case strings.HasPrefix(trimmed, "|") || isHeadingLine(line):
		w.insert(inRow(r.lines))
	default:
		w.block(r.lines)
	}
}

// inRow returns lines as the content of a cell or of a heading.
func inRow(lines []textLine) string {
	var words []string
	for _, l := range lines {
		text := strings.TrimLeft(l.text, "> ")
		if !strings.HasPrefix(text, "[!") {
			words = append(words, strings.Fields(text)...)
		}
	}

	return strings.Join(words, " ")
}

// block writes lines as a block: with a blank line before, and with the indentation of the place.
func (w *lineWriter) block(lines []textLine) {
	line := w.head()
	prefix := indentOfLine(line)
	rest := line[len(prefix):]
	at := lines[0].at
	switch marker := strings.TrimRight(rest, " \t"); {
	case rest == "" && len(w.lines) > 1 && !isBlankQuoted(w.lines[len(w.lines)-2].text):
		w.last = nil
		w.begin(textLine{prefix, at})
	case rest == "":
	case isListMarker(marker):
		prefix += strings.Repeat(" ", len(rest))
	case strings.Trim(rest, "> ") == "":
		prefix = line
	default:
		w.begin(textLine{"", at})
		w.begin(textLine{prefix, at})
	}

	for i, l := range lines {
		switch {
		case i > 0 && l.text == "":
			w.begin(textLine{strings.TrimRight(prefix, " "), l.at})
			continue
		case i > 0:
			w.begin(textLine{prefix, l.at})
		}

		w.last = append(w.last, l.text...)
		w.lines[len(w.lines)-1].at = l.at
	}

	w.begin(textLine{strings.TrimRight(prefix, " \t"), at})
	w.after, w.same, w.prefix = true, true, prefix
}

// trimEnd removes the white space at the end.
func (w *lineWriter) trimEnd() {
	w.finish()
	for len(w.lines) > 1 && strings.TrimSpace(w.lines[len(w.lines)-1].text) == "" {
		w.lines = w.lines[:len(w.lines)-1]
	}

	w.last = []byte(strings.TrimRight(w.lines[len(w.lines)-1].text, " \t"))
}
