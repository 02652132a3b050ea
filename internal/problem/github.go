package problem

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteGitHub prints the problems as workflow commands, which GitHub shows beside the lines of a change.
func WriteGitHub(w io.Writer, problems []Problem, source Source) error {
	out := bufio.NewWriter(w)
	l := lines{source: source}
	for _, p := range problems {
		fmt.Fprintf(out, "::%s file=%s", p.Severity, property.Replace(p.File))
		if p.Line > 0 {
			fmt.Fprintf(out, ",line=%d", p.Line)
		}
		if p.Line > 0 && p.Column > 0 {
			fmt.Fprintf(out, ",col=%d", l.characters(p))
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(p.Rule), message.Replace(whole(p)))
	}
	return out.Flush()
}

// whole is all that a problem says, for forms that have one field for it.
func whole(p Problem) string {
	text := p.Text
	if p.Hint != "" {
		text += "\nhint: " + p.Hint
	}
	if p.URL != "" {
		text += "\nsee " + p.URL
	}
	return text
}

// A workflow command ends with its line, and a property with a comma or the colons before the message.
var (
	message  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
