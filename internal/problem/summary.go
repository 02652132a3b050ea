package problem

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/cli"
)

const (
	// maxKey is the longest key that is shown, in characters.
	maxKey = 40

	// readableKey is the width of keys below which the names of rules are shortened first.
	readableKey = 16

	// maxRows is the number of rows of a summary. The last kinds have few problems.
	maxRows = 25
)

// Summary counts problems.
type Summary struct {
	// Problems are sorted.
	Problems []Problem

	// Rules are all rules, for their names.
	Rules []Rule

	// Baseline is the name of the file that lists known problems.
	Baseline string

	// ErrorsOnly is set if warnings were not looked for.
	ErrorsOnly bool

	// Width is the number of columns of the terminal; 0 means that lines may have any length.
	Width int

	// All shows every kind of problem. Otherwise, the table ends with the most frequent ones.
	All bool
}

// row is a line of the table: the number of problems of a kind.
type row struct {
	kind
	errors   int
	warnings int
	files    int

	lastFile string
}

func (r *row) count() int {
	return r.errors + r.warnings
}

// Write writes a table with the number of problems of each kind, the most frequent first, and then the totals. Problems
// that follow from others are not counted, and known ones only in the totals.
func (s Summary) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	rows := s.rows()
	if len(rows) > 0 {
		s.writeTable(out, rows)
	}

	errors, warnings := 0, 0
	for _, r := range rows {
		errors += r.errors
		warnings += r.warnings
	}

	fmt.Fprint(out, cli.Count(errors, "error"))
	if !s.ErrorsOnly {
		fmt.Fprint(out, ", ", cli.Count(warnings, "warning"))
	}

	if known := len(s.Problems) - len(New(s.Problems)); known > 0 {
		fmt.Fprintf(out, "; %s in %s", cli.Count(known, "known problem"), s.Baseline)
	}

	fmt.Fprintln(out)

	return out.Flush()
}

// Foremost returns the ID of the rule of the first line of the table, or "" if there is none.
func (s Summary) Foremost() string {
	rows := s.rows()
	if len(rows) == 0 {
		return ""
	}

	return rows[0].rule
}

// rows returns the kinds of problems, the most frequent first.
func (s Summary) rows() []*row {
	byKind := map[kind]*row{}
	for _, p := range visible(s.Problems) {
		k := kindOf(p)
		r := byKind[k]
		if r == nil {
			r = &row{kind: k}
			byKind[k] = r
		}

		r.add(p)
	}

	return slices.SortedFunc(maps.Values(byKind), func(a, b *row) int {
		return cmp.Or(
			cmp.Compare(b.count(), a.count()),
			cmp.Compare(a.rule, b.rule),
			cmp.Compare(a.key, b.key),
		)
	})
}

// add counts a problem. Problems are sorted by file.
func (r *row) add(p Problem) {
	if p.Severity == Error {
		r.errors++
	} else {
		r.warnings++
	}

	if r.files == 0 || r.lastFile != p.File {
		r.files++
		r.lastFile = p.File
	}
}

// writeTable writes the table.
func (s Summary) writeTable(out io.Writer, rows []*row) {
	rest := 0
	if !s.All && len(rows) > maxRows {
		rest = len(rows) - maxRows + 1
		rows = rows[:maxRows-1]
	}

	cells := [][]string{s.cells("rule", "key", "errors", "warnings", "files")}
	for _, r := range rows {
		cells = append(cells, s.cells(
			s.ruleName(r.rule),
			printable(Shorten(r.key, maxKey)),
			strconv.Itoa(r.errors),
			strconv.Itoa(r.warnings),
			strconv.Itoa(r.files),
		))
	}

	fmt.Fprintln(out)
	writeCells(out, cells, s.Width)
	if rest > 0 {
		fmt.Fprintf(out, "and %d more kinds (--all shows all)\n", rest)
	}
}

// cells returns the cells of a row, without the one of warnings if none were looked for.
func (s Summary) cells(rule, key, errors, warnings, files string) []string {
	if s.ErrorsOnly {
		return []string{rule, key, errors, files}
	}

	return []string{rule, key, errors, warnings, files}
}

// ruleName returns the ID and the name of a rule.
func (s Summary) ruleName(id string) string {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return id
	}

	return id + " " + s.Rules[i].Name
}

// writeCells writes rows in columns. Those of numbers are aligned to the right. The first two become narrower if a
// terminal has fewer columns.
func writeCells(out io.Writer, rows [][]string, width int) {
	const textColumns, gap = 2, 2
	widths := make([]int, len(rows[0]))
	for _, cells := range rows {
		for i, cell := range cells {
			widths[i] = max(widths[i], textWidth(cell))
		}
	}

	if !slices.ContainsFunc(rows[1:], func(cells []string) bool { return cells[1] != "" }) {
		widths[1] = 0 // no problem has a key
	}

	excess := gap * (len(widths) - 1)
	for _, w := range widths {
		excess += w
	}

	if excess -= width; width > 0 {
		narrow(&widths[1], readableKey, &excess)
		narrow(&widths[0], len("SP020"), &excess)
		narrow(&widths[1], len("key"), &excess)
	}

	for _, cells := range rows {
		var line strings.Builder
		for i, cell := range cells {
			if widths[i] == 0 {
				continue
			}

			cell = fit(cell, widths[i])
			padding := strings.Repeat(" ", widths[i]-textWidth(cell))
			if i < textColumns {
				line.WriteString(cell + padding)
			} else {
				line.WriteString(padding + cell)
			}

			if i < len(cells)-1 {
				line.WriteString(strings.Repeat(" ", gap))
			}
		}

		fmt.Fprintln(out, line.String())
	}
}

// narrow makes a column narrower by the excess, but no narrower than least.
func narrow(width *int, least int, excess *int) {
	cut := min(max(*width-least, 0), max(*excess, 0))
	*width -= cut
	*excess -= cut
}

// textWidth returns the number of columns of a terminal that text takes.
func textWidth(text string) int {
	width := 0
	for _, r := range text {
		width += len(blank(r))
	}

	return width
}

// fit shortens text to a number of columns.
func fit(text string, width int) string {
	if textWidth(text) <= width {
		return text
	}

	fitted, used := "", 0
	for _, r := range text {
		used += len(blank(r))
		if used > width-1 {
			break
		}

		fitted += string(r)
	}

	return fitted + "…"
}
