package migrate

import (
	"bytes"
	"fmt"
	"strings"
)

// ReportName is the name of the report, next to the settings.
const ReportName = "import-report.md"

// report lists what was not understood, by kind.
func (p *Project) report(result *Import) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What the import did not understand\n\n")
	if len(result.Notes) == 0 {
		fmt.Fprintf(&b, "Everything was converted.\n")
		return b.Bytes()
	}

	fmt.Fprintf(&b, "All of it is still in the articles, as it was written. ")
	fmt.Fprintf(&b, "Files and lines are those of the folder that was imported.\n")
	var kind Kind
	for _, n := range result.Notes {
		if n.Kind != kind {
			kind = n.Kind
			fmt.Fprintf(&b, "\n## %s\n\n", kind)
		}

		fmt.Fprintf(&b, "- %s: %s\n", n.place(), oneLine(n.Text))
	}

	return b.Bytes()
}

func (n Note) place() string {
	if n.Line == 0 {
		return n.File
	}

	return fmt.Sprintf("%s:%d", n.File, n.Line)
}

// oneLine shortens a text to one line of the report.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if short := truncate(text, 200); short != text {
		return short + " ..."
	}

	return text
}
