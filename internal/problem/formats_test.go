package problem

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"signpost/internal/testkit/need"
)

var sources = map[string]string{
	"a, b.md": "\uFEFFfirst\r\n\tŵy 日👉 see above\r\n" + strings.Repeat("x", 200) + "HERE" + strings.Repeat("y", 200) + "\n",
	"b.md":    "bad \x1b[31m\u202e here",
}

func source(file string) []byte {
	if text, ok := sources[file]; ok {
		return []byte(text)
	}
	return nil
}

var known = []Rule{
	{ID: "SP001", Name: "unreadable", Severity: Error},
	{ID: "SP020", Name: "dead-page", Severity: Error},
	{ID: "SP023", Name: "vague-link", Severity: Warning},
	{ID: "SP043", Name: "unused-picture", Severity: Warning},
	{ID: "SP044", Name: "poor-alt", Severity: Warning},
	{ID: "SP054", Name: "pointing-text", Severity: Warning},
	{ID: "SP056", Name: "long-sentence", Severity: Warning},
	{ID: "SP074", Name: "missing-part", Severity: Off},
}

var several = []Problem{
	{Rule: "SP054", Severity: Warning, File: "a, b.md", Line: 2, Column: 14, Text: "100% wrong", Hint: "mend: it,\nnow", URL: "https://h.example/#sp054"},
	{Rule: "SP056", Severity: Warning, File: "a, b.md", Line: 3, Column: 201, Text: "long"},
	{Rule: "SP001", Severity: Error, File: "b.md", Line: 1, Column: 5, Text: "<bad>", Hint: "h"},
	{Rule: "SP043", Severity: Warning, File: "gone.md", Line: 9, Column: 3, Text: "t"},
	{Rule: "SP043", Severity: Warning, File: "gone.md", Text: "whole file"},
}

func TestReport(t *testing.T) {
	var b strings.Builder
	if err := WriteReport(&b, several, source); err != nil {
		t.Fatal(err)
	}
	want := "a, b.md:2:14: warning SP054: 100% wrong\n" +
		"    2 | \tŵy 日👉 see above\n" +
		"      | \t        ^\n" +
		"    hint: mend: it,\nnow\n" +
		"    see https://h.example/#sp054\n" +
		"a, b.md:3:201: warning SP056: long\n" +
		"    3 | …" + strings.Repeat("x", 48) + "HERE" + strings.Repeat("y", 44) + "…\n" +
		"      |  " + strings.Repeat(" ", 48) + "^\n" +
		"\n" +
		"b.md:1:5: error SP001: <bad>\n" +
		"    1 | bad �[31m� here\n" +
		"      |     ^\n" +
		"    hint: h\n" +
		"\n" +
		"gone.md:9:3: warning SP043: t\n" +
		"gone.md: warning SP043: whole file\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestGitHub(t *testing.T) {
	var b strings.Builder
	if err := WriteGitHub(&b, several, source); err != nil {
		t.Fatal(err)
	}
	want := `::warning file=a%2C b.md,line=2,col=8,title=SP054::100%25 wrong%0Ahint: mend: it,%0Anow%0Asee https://h.example/#sp054
::warning file=a%2C b.md,line=3,col=201,title=SP056::long
::error file=b.md,line=1,col=5,title=SP001::<bad>%0Ahint: h
::warning file=gone.md,line=9,col=3,title=SP043::t
::warning file=gone.md,title=SP043::whole file
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestGitHubProperties(t *testing.T) {
	var b strings.Builder
	if err := WriteGitHub(&b, []Problem{{Rule: "SP043", Severity: Warning, File: "C:/100%,\r\n.md", Text: "a: b, c"}}, nil); err != nil {
		t.Fatal(err)
	}
	if want := "::warning file=C%3A/100%25%2C%0D%0A.md,title=SP043::a: b, c\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestLines(t *testing.T) {
	l := lines{source: source}
	for line, want := range map[int]string{0: "", 1: "first", 4: "", 99: ""} {
		if got := string(l.at("a, b.md", line)); got != want {
			t.Errorf("line %d: got %q, want %q", line, got, want)
		}
	}
}

// A file that GitHub or an editor would refuse is no SARIF: what is written holds against the schema of OASIS.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSARIF(&b, several, known, "1.2.3", source); err != nil {
		t.Fatal(err)
	}
	holdsAgainst(t, "schemastore/schemas/json/sarif-2.1.0.json", b.Bytes())
	var log struct {
		Runs []struct {
			ColumnKind string
			Tool       struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID, Level string
				RuleIndex     int
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("%v\n%s", err, b.String())
	}
	run := log.Runs[0]
	rules := run.Tool.Driver.Rules
	if len(rules) != len(known) || run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("%d rules, want %d; columns are %s", len(rules), len(known), run.ColumnKind)
	}
	var got []string
	for _, r := range run.Results {
		if rules[r.RuleIndex].ID != r.RuleID || r.Level != "error" && r.Level != "warning" {
			t.Errorf("not a result: %+v", r)
		}
		place := r.Locations[0].PhysicalLocation
		got = append(got, fmt.Sprint(place.ArtifactLocation.URI, " ", place.Region.StartLine, ":", place.Region.StartColumn))
	}
	want := []string{"a,%20b.md 2:8", "a,%20b.md 3:201", "b.md 1:5", "gone.md 9:3", "gone.md 0:0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// holdsAgainst wants a document to be as a schema says.
func holdsAgainst(t *testing.T, name string, document []byte) {
	t.Helper()
	text, err := os.ReadFile(need.Tool(t, name))
	if err != nil {
		t.Fatal(err)
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		t.Fatal(err)
	}
	if err := resolved.Validate(value); err != nil {
		t.Errorf("%v in\n%s", err, document)
	}
}

func TestSARIFOfNothing(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSARIF(&b, nil, known, "1.2.3", nil); err != nil {
		t.Fatal(err)
	}
	holdsAgainst(t, "schemastore/schemas/json/sarif-2.1.0.json", b.Bytes())
	if !strings.Contains(b.String(), `"results": []`) { // null would mean that lint did not run
		t.Error(b.String())
	}
}

func TestFileURI(t *testing.T) {
	for file, want := range map[string]string{"a b/ŵ#.md": "a%20b/%C5%B5%23.md", "/x/a.md": "file:///x/a.md", "C:/x/a.md": "file:///C:/x/a.md", "a:b.md": "./a:b.md"} {
		if got := fileURI(file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJUnit(&b, several); err != nil {
		t.Fatal(err)
	}
	var got struct {
		XMLName                  xml.Name `xml:"testsuites"`
		Tests, Failures, Skipped int      `xml:",attr"`
		Suites                   []struct {
			Name                     string `xml:"name,attr"`
			Tests, Failures, Skipped int    `xml:",attr"`
			Cases                    []struct {
				Failure *string `xml:"failure"`
				Skipped *string `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	data := strings.NewReplacer("tests=", "Tests=", "failures=", "Failures=", "skipped=", "Skipped=").Replace(b.String())
	if err := xml.Unmarshal([]byte(data), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 5 || got.Failures != 1 || got.Skipped != 4 || len(got.Suites) != 3 || got.Suites[0].Tests != 2 {
		t.Errorf("%+v in\n%s", got, b.String())
	}
	if c := got.Suites[1].Cases[0]; c.Failure == nil || *c.Failure != "<bad>\nhint: h" || c.Skipped != nil {
		t.Errorf("the error is no failure:\n%s", b.String())
	}
	b.Reset()
	if err := WriteJUnit(&b, nil); err != nil || !strings.Contains(b.String(), `tests="1" failures="0"`) {
		t.Errorf("%v in\n%s", err, b.String())
	}
}

func TestWeigh(t *testing.T) {
	problems := []Problem{known[7].At(Place{}, "", "a"), known[4].At(Place{}, "", "b"), known[2].At(Place{}, "", "c"), known[1].At(Place{}, "", "d")}
	var got []string
	for _, p := range Weigh(problems, map[string]string{"SP044": "off", "SP023": "error"}) {
		got = append(got, p.Rule+" "+string(p.Severity))
	}
	if diff := cmp.Diff([]string{"SP023 error", "SP020 error"}, got); diff != "" {
		t.Error(diff)
	}
	if got := Weigh(problems[:1], map[string]string{"SP074": "warning"}); len(got) != 1 || got[0].Severity != Warning {
		t.Errorf("a rule that is off was asked for, and got %v", got)
	}
}
