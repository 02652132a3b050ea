package problem

import (
	"encoding/xml"
	"fmt"
	"io"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Failure *junitResult `xml:"failure"`
	Skipped *junitResult `xml:"skipped"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// WriteJUnit prints the problems as JUnit's XML: a suite for each file, a case for each problem. An error is a failure, a warning a case
// that was skipped, which is how such reports show what does not fail. Without problems there is one case, which passed: an empty
// report is an error to many of its readers.
func WriteJUnit(w io.Writer, problems []Problem) error {
	report := junitSuites{Name: "signpost lint"}
	for i, p := range problems {
		if i == 0 || p.File != problems[i-1].File {
			report.Suites = append(report.Suites, junitSuite{Name: p.File})
		}
		report.Suites[len(report.Suites)-1].add(p)
	}
	if problems == nil {
		report.Suites = []junitSuite{{Name: "signpost lint", Tests: 1, Cases: []junitCase{{Name: "no problems", Class: "signpost"}}}}
	}
	for _, s := range report.Suites {
		report.Tests, report.Failures, report.Skipped = report.Tests+s.Tests, report.Failures+s.Failures, report.Skipped+s.Skipped
	}
	data, err := xml.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}

func (s *junitSuite) add(p Problem) {
	c := junitCase{Name: p.String(), Class: p.Rule, File: p.File, Line: p.Line}
	result := &junitResult{Message: p.Text, Type: p.Rule, Text: whole(p)}
	s.Tests++
	if p.Severity == Error {
		s.Failures++
		c.Failure = result
	} else {
		s.Skipped++
		result.Type = "" // what was skipped has no type
		c.Skipped = result
	}
	s.Cases = append(s.Cases, c)
}
