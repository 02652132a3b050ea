package markdown

import (
	"bytes"

	"signpost/internal/limit"
)

// Density is the cost of parsing a source. Markdown compares the markers within a paragraph, such as * and [, with each
// other, in the worst case each with every other one: the work is the square of their number.
type Density struct {
	Work  int64
	Max   int // markers in the worst paragraph
	Worst int // offset of the worst paragraph
}

// IsTooHigh reports whether the cost is beyond [limit.Work]: parsing would take minutes.
func (d Density) IsTooHigh() bool { return d.Work > limit.Work }

// MeasureDensity returns the cost of parsing a source. Normal text is a thousand times below the limit.
func MeasureDensity(source []byte) Density {
	var d Density
	if square(len(source)) <= limit.Work {
		return d
	}

	markers, start, offset := 0, 0, 0 // of the current paragraph, and of the line
	for line := range bytes.Lines(source) {
		if len(bytes.Trim(line, "> \t\r\n")) == 0 {
			markers = 0
			start = offset + len(line)
		}

		before := markers
		markers += countMarkers(line)
		d.Work += square(markers) - square(before)
		if markers > d.Max {
			d.Max = markers
			d.Worst = start
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

func square(n int) int64 {
	return int64(n) * int64(n)
}
