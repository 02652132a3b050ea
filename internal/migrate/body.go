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

	w := rewriter{old: b, lines: make([]place, 0, len(b.lines))}
	for _, e := range edits {
		if e.From < w.at || e.To < e.From || e.To > len(b.Text) {
			continue
		}

		w.keep(e.From)
		var places []place
		if insert != nil {
			places = insert(e)
		}

		w.replace(e, places)
	}

	w.keep(len(b.Text))
	w.end(b.lines[w.line])
	b.Text, b.lines, b.starts = w.text.String(), w.lines, nil
}

// rewriter writes the new text of a body and the places of its lines.
type rewriter struct {
	old  *body
	at   int // offset in the old text
	line int // index in the old lines

	text  strings.Builder
	lines []place
	last  *place // of the text before the end of the current line, if it was inserted
}

// end ends a line, which comes from a place if it does not end with inserted text.
func (w *rewriter) end(from place) {
	if w.last != nil {
		from, w.last = *w.last, nil
	}

	w.lines = append(w.lines, from)
}

// keep copies the old text up to an offset.
func (w *rewriter) keep(to int) {
	kept := w.old.Text[w.at:to]
	for range strings.Count(kept, "\n") {
		w.end(w.old.lines[w.line])
		w.line++
	}

	w.text.WriteString(kept)
	w.at = to
}

// replace makes an edit. places are the known places of the lines of its new text.
func (w *rewriter) replace(e Edit, places []place) {
	origin := w.old.lines[w.line]
	added := strings.Count(e.New, "\n")
	for i := range added {
		if i < len(places) {
			w.end(places[i])
		} else {
			w.end(origin)
		}
	}

	if added < len(places) {
		w.last = &places[added]
	}

	w.text.WriteString(e.New)
	w.line += strings.Count(w.old.Text[e.From:e.To], "\n")
	w.at = e.To
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
