package problem

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Escapes of workflow commands. A command ends with its line, and a property at a comma or colon.
var (
	messageEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteGitHub writes the problems as workflow commands, which GitHub shows next to the changed lines.
//
// The format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func WriteGitHub(w io.Writer, problems []Problem, source Source) error {
	out := bufio.NewWriter(w)
	lines := lineReader{source: source}
	for _, p := range WithRanges(problems, source) {
		level := string(p.Severity)
		if p.Known {
			level = "notice"
		}

		fmt.Fprintf(out, "::%s file=%s", level, propertyEscapes.Replace(p.File))
		if p.Line > 0 {
			fmt.Fprintf(out, ",line=%d", p.Line)
		}

		if p.EndLine > p.Line { // GitHub accepts columns only for a single line
			fmt.Fprintf(out, ",endLine=%d", p.EndLine)
		} else if start, end := lines.columns(p); start > 0 && p.Line > 0 {
			fmt.Fprintf(out, ",col=%d", start)
			if end > 0 {
				fmt.Fprintf(out, ",endLine=%d,endColumn=%d", p.EndLine, end)
			}
		}

		fmt.Fprintf(out, ",title=%s::%s\n", propertyEscapes.Replace(p.Rule), messageEscapes.Replace(p.message()))
	}

	return out.Flush()
}
