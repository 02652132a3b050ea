package problem

import (
	"bytes"
	"encoding/xml"
	"testing"

	"signpost/internal/cli"
)

type junitReport struct {
	Tests    int              `xml:"tests,attr"`
	Failures int              `xml:"failures,attr"`
	Skipped  int              `xml:"skipped,attr"`
	Suites   []cli.JUnitSuite `xml:"testsuite"`
}

func readJUnit(t *testing.T, problems []Problem) junitReport {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJUnit(&b, problems, Tool{Command: "signpost lint"}); err != nil {
		t.Fatal(err)
	}

	var report junitReport
	if err := xml.Unmarshal(b.Bytes(), &report); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}

	return report
}

func TestWriteJUnit(t *testing.T) {
	report := readJUnit(t, problems)
	if report.Tests != 5 || report.Failures != 1 || report.Skipped != 4 {
		t.Errorf("got %d tests, %d failures and %d skipped, want 5, 1 and 4",
			report.Tests, report.Failures, report.Skipped)
	}

	if len(report.Suites) != 3 || report.Suites[0].Tests != 2 {
		t.Fatalf("got %+v, want 3 suites, the first with 2 tests", report.Suites)
	}

	c := report.Suites[1].Cases[0]
	if c.Skipped != nil || c.Failure == nil || c.Failure.Text != "<bad>\nhint: h" || c.Failure.Type != "SP001" {
		t.Errorf("error: got %+v, want a failure", c)
	}

	c = report.Suites[0].Cases[0]
	if c.Failure != nil || c.Skipped == nil || c.Skipped.Type != "" {
		t.Errorf("warning: got %+v, want a skipped case", c)
	}
}

func TestWriteJUnitWithoutProblems(t *testing.T) {
	report := readJUnit(t, nil)
	if report.Tests != 1 || report.Failures != 0 {
		t.Errorf("got %d tests and %d failures, want one test that passes", report.Tests, report.Failures)
	}
}
