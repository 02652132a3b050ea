package article

import (
	"bytes"

	"signpost/internal/limit"
	"signpost/internal/rules"
)

// checkDensity reports a source that costs too much to parse, and blanks it. Markdown compares the markers within a
// paragraph (such as * and [) with each other, in the worst case each with every other one: the work is the square of
// their number. Normal text is a thousand times below the limit; without it, one hostile line of a megabyte would stop
// a build for minutes.
func (p *parser) checkDensity() {
	if square(len(p.source)) <= limit.Work {
		return
	}

	d := measureDensity(p.source)
	if d.work <= limit.Work {
		return
	}

	p.report(rules.Unreadable, d.worst, "check that it is text, and separate its paragraphs with blank lines",
		"the text is too dense to parse: %d Markdown markers without a blank line", d.max)
	blank(p.source)
}

func square(n int) int64 {
	return int64(n) * int64(n)
}

// density is the cost of parsing a source.
type density struct {
	work  int64
	max   int // markers in the worst paragraph
	worst int // offset of the worst paragraph
}

func measureDensity(source []byte) density {
	var d density
	markers, start, offset := 0, 0, 0 // of the current paragraph, and of the line
	for line := range bytes.Lines(source) {
		if len(bytes.Trim(line, "> \t\r\n")) == 0 {
			markers = 0
			start = offset + len(line)
		}

		before := markers
		markers += countMarkers(line)
		d.work += square(markers) - square(before)
		if markers > d.max {
			d.max = markers
			d.worst = start
		}

		offset += len(line)
	}

	return d
}

// isMarker contains the bytes to which Markdown may give a meaning inside a line.
var isMarker = markerSet("*_[<>!~{`+")

func markerSet(bytes string) (set [256]bool) {
	for _, c := range []byte(bytes) {
		set[c] = true
	}

	return set
}

// countMarkers counts the markers of a line. List markers count too, because lists can be nested without limit.
func countMarkers(line []byte) int {
	n := 0
	for i, c := range line {
		if isMarker[c] || isListMarker(line[i:]) {
			n++
		}
	}

	return n
}

// isListMarker reports whether text begins with the end of a list marker and a space: "- " or the ". " of "1. ".
func isListMarker(text []byte) bool {
	if len(text) < 2 || text[1] != ' ' && text[1] != '\t' {
		return false
	}

	return text[0] == '-' || text[0] == '.' || text[0] == ')'
}
