package problem

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteReport writes the problems for people: grouped by file, each with an excerpt of the source, the hint, and the
// address of the manual.
func WriteReport(w io.Writer, problems []Problem, source Source) error {
	out := bufio.NewWriter(w)
	lines := lineReader{source: source}
	for i, p := range problems {
		if i > 0 && p.File != problems[i-1].File {
			fmt.Fprintln(out)
		}

		fmt.Fprintln(out, p)
		writeExcerpt(out, p, &lines)
		if p.Hint != "" {
			fmt.Fprintf(out, "    hint: %s\n", p.Hint)
		}

		if p.URL != "" {
			fmt.Fprintf(out, "    see %s\n", p.URL)
		}
	}

	return out.Flush()
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
