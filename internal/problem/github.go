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
	for _, p := range problems {
		level := string(p.Severity)
		if p.Known {
			level = "notice"
		}

		fmt.Fprintf(out, "::%s file=%s", level, propertyEscapes.Replace(p.File))
		if p.Line > 0 {
			fmt.Fprintf(out, ",line=%d", p.Line)
		}

		if p.Line > 0 && p.Column > 0 {
			fmt.Fprintf(out, ",col=%d", lines.character(p))
		}

		fmt.Fprintf(out, ",title=%s::%s\n", propertyEscapes.Replace(p.Rule), messageEscapes.Replace(p.message()))
	}

	return out.Flush()
}
