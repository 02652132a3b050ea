package cli

import (
	"encoding/xml"
	"fmt"
	"io"
)

// JUnitSuite is a list of test cases in the XML format of JUnit.
//
// The format has no official schema. These are the elements and attributes that Jenkins, GitLab and GitHub's reporters
// have in common.
type JUnitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []JUnitCase `xml:"testcase"`
}

// JUnitCase is one test case. It has passed if neither Failure nor Skipped is set.
type JUnitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Failure *JUnitResult `xml:"failure"`
	Skipped *JUnitResult `xml:"skipped"`
}

// JUnitResult says why a test case failed or was skipped. Only failures have a type.
type JUnitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// Add appends a test case and counts it.
func (s *JUnitSuite) Add(c JUnitCase) {
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []JUnitSuite `xml:"testsuite"`
}

// WriteJUnit writes a report that consists of several suites.
func WriteJUnit(w io.Writer, name string, suites []JUnitSuite) error {
	report := junitSuites{
		Name:   name,
		Suites: suites,
	}
	for _, s := range suites {
		report.Tests += s.Tests
		report.Failures += s.Failures
		report.Skipped += s.Skipped
	}
	return writeXML(w, report)
}

// WriteJUnitSuite writes a report that consists of a single suite.
func WriteJUnitSuite(w io.Writer, suite JUnitSuite) error {
	return writeXML(w, suite)
}

func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}
