package migrate

import "strings"

// textLine is a line with the place where it was written. Conversions of blocks work on slices of lines.
type textLine struct {
	text string
	at   place
}

// textLines returns the lines.
func (b *body) textLines() []textLine {
	lines := make([]textLine, 0, len(b.lines))
	for n, l := range Lines(b.Text) {
		lines = append(lines, textLine{l.Text, b.lines[n]})
	}

	return lines
}

// setLines replaces the text.
func (b *body) setLines(lines []textLine) {
	if len(lines) == 0 {
		lines = []textLine{{at: b.lines[0]}}
	}

	var text strings.Builder
	b.lines = make([]place, len(lines))
	b.starts = nil
	for i, l := range lines {
		if i > 0 {
			text.WriteByte('\n')
		}

		text.WriteString(l.text)
		b.lines[i] = l.at
	}

	b.Text = text.String()
}

// noteLine records something about a line.
func (p *Page) noteLine(l textLine, kind Kind, text string) {
	p.Project.note(Note{kind, l.at.file, l.at.line, text})
}

// isBlank reports whether a line contains only white space.
func (l textLine) isBlank() bool {
	return strings.TrimSpace(l.text) == ""
}

// trimBlank leaves out the blank lines at the beginning and at the end.
func trimBlank(lines []textLine) []textLine {
	for len(lines) > 0 && lines[0].isBlank() {
		lines = lines[1:]
	}

	for len(lines) > 0 && lines[len(lines)-1].isBlank() {
		lines = lines[:len(lines)-1]
	}

	return lines
}

// dedent removes up to n columns of white space from the beginning of each line.
func dedent(lines []textLine, n int) []textLine {
	result := make([]textLine, len(lines))
	for i, l := range lines {
		result[i] = textLine{dedentText(l.text, n), l.at}
	}

	return result
}

func dedentText(text string, n int) string {
	columns := 0
	for i := range len(text) {
		switch {
		case columns >= n:
			return text[i:]
		case text[i] == ' ':
			columns++
		case text[i] == '\t':
			columns += 4 - columns%4
		default:
			return text[i:]
		}
	}

	return ""
}

// quote returns a quotation whose first line is head. indent is the white space before it.
func quote(indent, head string, at place, body []textLine) []textLine {
	body = trimBlank(body)
	result := []textLine{{indent + "> " + head, at}}
	for _, l := range body {
		result = append(result, textLine{strings.TrimRight(indent+"> "+l.text, " "), l.at})
	}

	return result
}

// separated returns blocks with a blank line between them and the lines before.
func separated(before, block []textLine) []textLine {
	if len(block) == 0 {
		return before
	}

	if len(before) > 0 && !before[len(before)-1].isBlank() {
		before = append(before, textLine{"", block[0].at})
	}

	return append(before, block...)
}

// indentOfLine returns the white space at the beginning of a line.
func indentOfLine(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, " \t"))]
}
