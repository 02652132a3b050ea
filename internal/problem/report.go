package problem

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteReport prints the problems for a person who is to mend them: grouped by file, each with the line that it stands in and a caret
// below the place, what to do about it, and where the rule is explained.
func WriteReport(w io.Writer, problems []Problem, source Source) error {
	out := bufio.NewWriter(w)
	l := lines{source: source}
	for i, p := range problems {
		if i > 0 && p.File != problems[i-1].File {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, p)
		writeExcerpt(out, p, &l)
		if p.Hint != "" {
			fmt.Fprintf(out, "    hint: %s\n", p.Hint)
		}
		if p.URL != "" {
			fmt.Fprintf(out, "    see %s\n", p.URL)
		}
	}
	return out.Flush()
}

func writeExcerpt(out io.Writer, p Problem, l *lines) {
	line := l.at(p.File, p.Line)
	if len(line) == 0 {
		return
	}
	number := fmt.Sprint(p.Line)
	text, blanks := excerpt(line, p.Column)
	fmt.Fprintf(out, "    %s | %s\n", number, text)
	if p.Column > 0 {
		fmt.Fprintf(out, "    %s | %s^\n", strings.Repeat(" ", len(number)), blanks)
	}
}
