package article

import (
	"bytes"

	"signpost/internal/rules"
)

// mostWork bounds what a file may cost to read. Markdown's marks must be held against one another, and in the worst case each against
// each other within its paragraph: the square of their number is the work. What people write stays a thousand times below the bound;
// without it, one hostile line of a megabyte would stop a build for minutes.
const mostWork = 300_000_000

// checkDensity reports text that is too costly to read, and takes it away.
func (p *parser) checkDensity() {
	if square(len(p.source)) <= mostWork {
		return
	}
	marks, heaviest, at, start, offset := 0, 0, 0, 0, 0
	work := int64(0)
	for line := range bytes.Lines(p.source) {
		if len(bytes.Trim(line, "> \t\r\n")) == 0 {
			marks, start = 0, offset+len(line)
		}
		before := marks
		marks += countMarks(line)
		work += square(marks) - square(before)
		if marks > heaviest {
			heaviest, at = marks, start
		}
		offset += len(line)
	}
	if work <= mostWork {
		return
	}
	p.problems = append(p.problems, rules.Unreadable.At(p.at(at), "is it text? If so, part it with blank lines",
		"the text is too dense to be read: %d marks of Markdown without a blank line", heaviest))
	blank(p.source)
}

func square(n int) int64 { return int64(n) * int64(n) }

// isMark tells the bytes that Markdown may give a meaning to within a line.
var isMark = func() (set [256]bool) {
	for _, c := range []byte("*_[<>!~{`+") {
		set[c] = true
	}
	return set
}()

// countMarks counts a number and a full stop, and a hyphen and a space, too: lists can stand in lists without end.
func countMarks(line []byte) int {
	n := 0
	for i, c := range line {
		lists := i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') && (c == '-' || c == '.' || c == ')')
		if isMark[c] || lists {
			n++
		}
	}
	return n
}
