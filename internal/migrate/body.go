package migrate

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// body is the Markdown of a page without front matter.
type body struct {
	// Text is changed with Apply, which keeps track of the lines.
	Text string

	lines  []place // of each line of Text
	starts []int   // offsets of the lines of Text, or nil if they must be counted
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
func (b *body) Apply(edits []Edit) {
	b.apply(edits, nil)
}

// apply makes edits; insert returns the places of the lines of an edit's new text, or nil.
func (b *body) apply(edits []Edit, insert func(Edit) []place) {
	if len(edits) == 0 {
		return
	}

	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})

	var text strings.Builder
	lines := make([]place, 0, len(b.lines))
	at, line := 0, 0
	var last *place // of the text before the end of the current line, if it was inserted
	end := func(at place) {
		if last != nil {
			at, last = *last, nil
		}

		lines = append(lines, at)
	}
	keep := func(to int) {
		for range strings.Count(b.Text[at:to], "\n") {
			end(b.lines[line])
			line++
		}

		text.WriteString(b.Text[at:to])
		at = to
	}

	for _, e := range edits {
		if e.From < at || e.To < e.From || e.To > len(b.Text) {
			continue
		}

		keep(e.From)
		origin := b.lines[line]
		var places []place
		if insert != nil {
			places = insert(e)
		}

		added := strings.Count(e.New, "\n")
		for i := range added {
			if i < len(places) {
				end(places[i])
			} else {
				end(origin)
			}
		}

		if added < len(places) {
			last = &places[added]
		}

		text.WriteString(e.New)
		line += strings.Count(b.Text[e.From:e.To], "\n")
		at = e.To
	}

	keep(len(b.Text))
	end(b.lines[line])
	b.Text, b.lines, b.starts = text.String(), lines, nil
}

// setText sets the text, whose first line is the given one of the file.
func (b *body) setText(file, text string, first int) {
	b.Text = text
	b.lines, b.starts = placesOf(file, text, first), nil
}

func placesOf(file, text string, first int) []place {
	lines := make([]place, strings.Count(text, "\n")+1)
	for i := range lines {
		lines[i] = place{file, first + i}
	}

	return lines
}

func (b *body) placeOf(offset int) place {
	if b.starts == nil {
		b.starts = lineStarts(b.Text)
	}

	return b.lines[lineAt(b.starts, offset)]
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

// replace replaces the matches of an expression outside of code. With ok false, a match stays.
func (b *body) replace(expression *regexp.Regexp, with func(m []string) (text string, ok bool)) {
	code := FindCode(b.Text)
	var edits []Edit
	for _, at := range expression.FindAllStringSubmatchIndex(b.Text, -1) {
		if code.Contains(at[0]) || code.Contains(at[1]-1) {
			continue
		}

		if text, ok := with(groups(b.Text, at)); ok {
			edits = append(edits, Edit{at[0], at[1], text})
		}
	}

	b.Apply(edits)
}

// groups returns the groups of a match.
func groups(text string, at []int) []string {
	m := make([]string, len(at)/2)
	for i := range m {
		if at[2*i] >= 0 {
			m[i] = text[at[2*i]:at[2*i+1]]
		}
	}

	return m
}

// linePrefix returns what is before an offset on its line, if it is only indentation and signs of quotations.
func (b *body) linePrefix(offset int) string {
	start := strings.LastIndexByte(b.Text[:offset], '\n') + 1
	prefix := b.Text[start:offset]
	if strings.Trim(prefix, " \t>") != "" {
		return ""
	}

	return prefix
}

// isAlone reports whether there is nothing but indentation and signs of quotations beside a part of a line.
func (b *body) isAlone(from, to int) bool {
	before := strings.TrimRight(b.Text[:from], " \t>")
	after := strings.TrimLeft(b.Text[to:], " \t\r")

	return (before == "" || before[len(before)-1] == '\n') && (after == "" || after[0] == '\n')
}
