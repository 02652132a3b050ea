package migrate

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Page is a Markdown file on its way.
type Page struct {
	Project *Project

	// Source is the name of the file in the folder of the project, Name the same relative to its documentation folder.
	Source string
	Name   string

	// Docs is the documentation folder that contains it.
	Docs *Docs

	// Target is the name of the file in the content folder of the new site.
	Target string

	// Address is where the page was published, relative to the address of the site, or empty.
	Address string

	Front Front

	// Text is the Markdown without front matter. Change it with [Page.Apply], which keeps track of the lines.
	Text string

	lines    []place // of each line of Text
	starts   []int   // offsets of the lines of Text, or nil if they must be counted
	included int     // bytes that were included so far
	aliases  []string
}

// place is where a line was written.
type place struct {
	file string
	line int
}

// Edit replaces the bytes From to To of a text.
type Edit struct {
	From, To int
	New      string
}

// Apply makes edits. They may be in any order; one that overlaps an earlier one is left out. New lines count as
// written where the edit begins.
func (p *Page) Apply(edits []Edit) {
	p.apply(edits, nil)
}

// apply makes edits; insert returns the places of the lines of an edit's new text, or nil.
func (p *Page) apply(edits []Edit, insert func(Edit) []place) {
	if len(edits) == 0 {
		return
	}

	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})

	var text strings.Builder
	lines := make([]place, 0, len(p.lines))
	at, line := 0, 0
	keep := func(to int) {
		for range strings.Count(p.Text[at:to], "\n") {
			lines = append(lines, p.lines[line])
			line++
		}

		text.WriteString(p.Text[at:to])
		at = to
	}

	for _, e := range edits {
		if e.From < at || e.To < e.From || e.To > len(p.Text) {
			continue
		}

		keep(e.From)
		origin := p.lines[line]
		var places []place
		if insert != nil {
			places = insert(e)
		}

		for i := range strings.Count(e.New, "\n") {
			if i < len(places) {
				lines = append(lines, places[i])
			} else {
				lines = append(lines, origin)
			}
		}

		text.WriteString(e.New)
		line += strings.Count(p.Text[e.From:e.To], "\n")
		at = e.To
	}

	keep(len(p.Text))
	p.Text, p.lines, p.starts = text.String(), append(lines, p.lines[line]), nil
}

// setText sets the text of a page whose first line is the given one of its source.
func (p *Page) setText(text string, first int) {
	p.Text = text
	p.lines, p.starts = placesOf(p.Source, text, first), nil
}

func placesOf(file, text string, first int) []place {
	lines := make([]place, strings.Count(text, "\n")+1)
	for i := range lines {
		lines[i] = place{file, first + i}
	}

	return lines
}

// Kind groups the notes of the report.
type Kind string

// Note is something that the import did not understand, or that its user should know.
type Note struct {
	Kind Kind
	File string // in the folder of the project
	Line int    // or 0
	Text string
}

// Note records what is at an offset of the text and was not understood.
func (p *Page) Note(offset int, kind Kind, format string, args ...any) {
	at := p.placeOf(offset)
	p.Project.note(Note{kind, at.file, at.line, fmt.Sprintf(format, args...)})
}

func (p *Page) placeOf(offset int) place {
	if p.starts == nil {
		p.starts = lineStarts(p.Text)
	}

	return p.lines[lineAt(p.starts, offset)]
}

// lineStarts returns the offset of each line of a text.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}

	return starts
}

// lineAt returns the index of the line that contains an offset.
func lineAt(starts []int, offset int) int {
	return sort.Search(len(starts), func(i int) bool { return starts[i] > offset }) - 1
}
