package article

import (
	"bytes"
	"sort"

	"signpost/internal/problem"
)

// lineTable contains the offset at which each line begins.
type lineTable []int

func newLineTable(src []byte) lineTable {
	t := make(lineTable, 1, 1+bytes.Count(src, []byte("\n")))
	for i, c := range src {
		if c == '\n' {
			t = append(t, i+1)
		}
	}

	return t
}

// position returns the line and the column of an offset, both from 1, the column in bytes.
func (t lineTable) position(offset int) (line, column int) {
	line = sort.SearchInts(t, offset+1)
	return line, offset - t[line-1] + 1
}

// positions maps offsets in the source, in which snippets are included, to the places where the text was written.
type positions struct {
	file    string
	lines   lineTable
	origins []origin // of each line, if the article includes snippets
}

// origin is where a line of the source was written.
type origin struct {
	file        string
	line        int
	indent      int // bytes that were inserted before the line
	articleLine int // the line of the article that is, or includes, this line
}

func (p *positions) place(offset int) problem.Place {
	line, column := p.lines.position(offset)
	if line > len(p.origins) {
		return problem.Place{
			File:   p.file,
			Line:   line,
			Column: column,
		}
	}

	o := p.origins[line-1]

	return problem.Place{
		File:   o.file,
		Line:   o.line,
		Column: max(1, column-o.indent),
	}
}

// span returns the place of the source from start up to end. The end is unknown if it is in another file.
func (p *positions) span(start, end int) problem.Place {
	place := p.place(start)
	if end <= start {
		return place
	}

	last := p.place(end - 1)
	if last.File == place.File && last.Line >= place.Line {
		place.EndLine = last.Line
		place.EndColumn = last.Column + 1
	}

	return place
}

// articleLine returns the line of the article's own file that an offset belongs to.
func (p *positions) articleLine(offset int) int {
	line, _ := p.lines.position(max(offset, 0))
	if line <= len(p.origins) {
		return p.origins[line-1].articleLine
	}

	return line
}
