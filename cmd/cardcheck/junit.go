package main

import (
	"io"
	"slices"
	"strings"

	"signpost/checks"
	"signpost/internal/cli"
)

// writeJUnit writes the findings as JUnit XML, for software that monitors many computers. A check that is unknown
// counts as skipped, with the reason, and never as passed.
func writeJUnit(w io.Writer, findings []checks.Finding) error {
	suite := cli.JUnitSuite{Name: "cardcheck"}
	for _, f := range findings {
		suite.Add(junitCase(f))
	}
	return cli.WriteJUnitSuite(w, suite)
}

func junitCase(f checks.Finding) cli.JUnitCase {
	c := cli.JUnitCase{
		Name:  string(f.Code) + " " + f.Title,
		Class: "cardcheck." + f.Check,
	}

	switch f.Status {
	case checks.Fail, checks.Warn:
		text := slices.Concat(f.Evidence, f.Fix, []string{f.URL})
		c.Failure = &cli.JUnitResult{
			Message: f.Detail,
			Type:    string(f.Status),
			Text:    strings.Join(text, "\n"),
		}
	case checks.Unknown:
		c.Skipped = &cli.JUnitResult{Message: "could not be checked: " + f.Detail}
	case checks.Skip:
		c.Skipped = &cli.JUnitResult{Message: f.Detail}
	}
	return c
}
