package cli

import (
	"bytes"
	"testing"
)

const wantJUnit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="all" tests="3" failures="1" skipped="1">
  <testsuite name="one" tests="2" failures="1" skipped="0">
    <testcase name="passes" classname="a"></testcase>
    <testcase name="fails" classname="b" file="b.md" line="4">
      <failure message="&lt;b&gt;" type="error">line 1&#xA;line 2</failure>
    </testcase>
  </testsuite>
  <testsuite name="two" tests="1" failures="0" skipped="1">
    <testcase name="unknown" classname="c">
      <skipped message="not checked"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`

func TestWriteJUnit(t *testing.T) {
	one := JUnitSuite{Name: "one"}
	one.Add(JUnitCase{
		Name:  "passes",
		Class: "a",
	})
	one.Add(JUnitCase{
		Name:    "fails",
		Class:   "b",
		File:    "b.md",
		Line:    4,
		Failure: &JUnitResult{Message: "<b>", Type: "error", Text: "line 1\nline 2"},
	})

	two := JUnitSuite{Name: "two"}
	two.Add(JUnitCase{
		Name:    "unknown",
		Class:   "c",
		Skipped: &JUnitResult{Message: "not checked"},
	})

	var b bytes.Buffer
	if err := WriteJUnit(&b, "all", []JUnitSuite{one, two}); err != nil {
		t.Fatal(err)
	}
	if b.String() != wantJUnit {
		t.Errorf("got\n%s\nwant\n%s", &b, wantJUnit)
	}
}
