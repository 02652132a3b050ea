package problem

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxShown is the number of problems of a kind that a report shows. Anyone who fixes these knows how to fix the rest.
const maxShown = 10

// Report writes problems for people.
type Report struct {
	// Problems are sorted.
	Problems []Problem

	// Source returns the content of a file. Each file is read once, if one of its problems is shown.
	Source Source

	// All shows every problem. Otherwise, the report shows the first ones of each kind, and none that are known or
	// follow from others.
	All bool

	// AllWith is the flag or the command that shows all problems: "--all".
	AllWith string
}

// Write writes the problems, grouped by file, each with an excerpt of the source, the hint, and the address of the
// manual. A hint is left out if the problem before, of the same kind, has the same.
func (r Report) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := lineReader{source: r.Source}
	shown := map[kind]int{}
	totals := map[kind]int{}
	list := r.Problems
	if !r.All {
		list = visible(r.Problems)
	}

	for _, p := range list {
		totals[kindOf(p)]++
	}

	file := ""
	hints := map[kind]string{} // the last hint
	for _, p := range list {
		k := kindOf(p)
		shown[k]++
		if !r.All && shown[k] > maxShown {
			continue
		}

		if file != "" && p.File != file {
			fmt.Fprintln(out)
		}

		file = p.File
		if p.Hint == hints[k] {
			p.Hint = "" // it was printed above
		} else {
			hints[k] = p.Hint
		}

		writeProblem(out, p, &lines)
		if rest := totals[k] - maxShown; !r.All && shown[k] == maxShown && rest > 0 {
			fmt.Fprintf(out, "    and %d more %s (%s shows all)\n", rest, k, r.AllWith)
		}
	}

	return out.Flush()
}

// kind is a rule and a key. Problems of a kind are fixed in the same way.
type kind struct {
	rule, key string
}

func kindOf(p Problem) kind {
	return kind{p.Rule, p.Key}
}

// String returns the rule and the key.
func (k kind) String() string {
	return strings.TrimSuffix(k.rule+" "+printable(Shorten(k.key, maxKey)), " ")
}

func writeProblem(out io.Writer, p Problem, lines *lineReader) {
	fmt.Fprintln(out, printable(p.String())) // names of files may contain anything
	writeExcerpt(out, p, lines)
	if p.Hint != "" {
		fmt.Fprintf(out, "    hint: %s\n", printableLines(p.Hint))
	}

	if p.URL != "" {
		fmt.Fprintf(out, "    see %s\n", p.URL)
	}
}

// writeExcerpt writes the line of the problem, with a caret below its column.
func writeExcerpt(out io.Writer, p Problem, lines *lineReader) {
	line := lines.line(p.File, p.Line)
	if len(line) == 0 {
		return
	}

	number := strconv.Itoa(p.Line)
	text, blanks := excerpt(line, p.Column)
	fmt.Fprintf(out, "    %s | %s\n", number, text)
	if p.Column > 0 {
		margin := strings.Repeat(" ", len(number))
		fmt.Fprintf(out, "    %s | %s^\n", margin, blanks)
	}
}
