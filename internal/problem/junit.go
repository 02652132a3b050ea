package problem

import (
	"io"

	"signpost/internal/cli"
)

// WriteJUnit writes the problems as JUnit XML: one suite per file, one test case per problem. An error is a failure. A
// warning or a known problem is a skipped case, which is how such reports show what does not fail. Without problems
// there is one case that passed, because many readers of the format reject an empty report.
func WriteJUnit(w io.Writer, problems []Problem, tool Tool) error {
	name := tool.Command
	if len(problems) == 0 {
		suite := cli.JUnitSuite{Name: name}
		suite.Add(cli.JUnitCase{
			Name:  "no problems",
			Class: "signpost",
		})

		return cli.WriteJUnit(w, name, []cli.JUnitSuite{suite})
	}

	var suites []cli.JUnitSuite
	for i, p := range problems {
		if i == 0 || p.File != problems[i-1].File {
			suites = append(suites, cli.JUnitSuite{Name: p.File})
		}

		suites[len(suites)-1].Add(junitCase(p))
	}

	return cli.WriteJUnit(w, name, suites)
}

func junitCase(p Problem) cli.JUnitCase {
	c := cli.JUnitCase{
		Name:  p.String(),
		Class: p.Rule,
		File:  p.File,
		Line:  p.Line,
	}

	result := &cli.JUnitResult{
		Message: p.Text,
		Text:    p.message(),
	}

	if p.Severity == Error && !p.Known {
		result.Type = p.Rule
		c.Failure = result
	} else {
		c.Skipped = result
	}

	return c
}
