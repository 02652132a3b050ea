package main

import (
	"encoding/xml"
	"io"
	"strings"

	"signpost/checks"
)

// suite is the findings as JUnit has them, which systems that watch many computers read.
type suite struct {
	XMLName  xml.Name   `xml:"testsuite"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Cases    []testCase `xml:"testcase"`
}

type testCase struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	Failure *failed  `xml:"failure"`
	Skipped *skipped `xml:"skipped"`
}

type failed struct {
	Type    string `xml:"type,attr"` // fail or warn
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type skipped struct {
	Message string `xml:"message,attr"`
}

// writeJUnit prints the findings as JUnit. What is unknown counts as skipped, with the reason, and never as passed.
func writeJUnit(w io.Writer, findings []checks.Finding) error {
	s := suite{Name: "cardcheck", Tests: len(findings)}
	for _, f := range findings {
		c := testCase{Name: string(f.Code) + " " + f.Title, Class: "cardcheck." + f.Check}
		switch f.Status {
		case checks.Fail, checks.Warn:
			s.Failures++
			text := strings.Join(append(append([]string{}, f.Evidence...), f.Fix...), "\n") + "\n" + f.URL
			c.Failure = &failed{string(f.Status), f.Detail, text}
		case checks.Unknown:
			s.Skipped++
			c.Skipped = &skipped{"could not be checked: " + f.Detail}
		case checks.Skip:
			s.Skipped++
			c.Skipped = &skipped{f.Detail}
		}
		s.Cases = append(s.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
