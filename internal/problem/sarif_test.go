package problem

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"signpost/internal/testkit/need"
)

// sarifSchema is the schema of OASIS: GitHub and editors reject files that do not match it.
const sarifSchema = "schemastore/schemas/json/sarif-2.1.0.json"

// writtenRun is what the test reads back of a run.
type writtenRun struct {
	ColumnKind string
	Tool       struct {
		Driver struct {
			Rules []writtenRule
		}
	}

	Results []writtenResult
}

type writtenRule struct {
	ID               string
	ShortDescription struct{ Text string }
	FullDescription  struct{ Text string }
	Help             struct{ Text, Markdown string }
	HelpURI          string
}

type writtenResult struct {
	RuleID    string
	RuleIndex int
	Level     string
	Locations []struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI string }
			Region           struct {
				StartLine   int
				StartColumn int
				EndLine     int
				EndColumn   int
			}
		}
	}
}

func (r writtenResult) place() string {
	location := r.Locations[0].PhysicalLocation
	region := location.Region

	return fmt.Sprintf("%s %d:%d-%d:%d", location.ArtifactLocation.URI,
		region.StartLine, region.StartColumn, region.EndLine, region.EndColumn)
}

func TestWriteSARIF(t *testing.T) {
	tool := Tool{
		Version: "1.2.3",
		Rules:   knownRules,
		Help: func(id string) Help {
			if id != "SP020" {
				return Help{}
			}

			return Help{Title: "A page is missing", Text: "Why.", Fix: "**How.**", URL: "https://h.example/#sp020"}
		},
	}

	var b bytes.Buffer
	if err := WriteSARIF(&b, problems, tool, readSource); err != nil {
		t.Fatal(err)
	}

	validate(t, sarifSchema, b.Bytes())

	var log struct{ Runs []writtenRun }
	if err := json.Unmarshal(b.Bytes(), &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("want one run: %v\n%s", err, b.String())
	}

	run := log.Runs[0]
	rules := run.Tool.Driver.Rules
	if len(rules) != len(knownRules) || run.ColumnKind != "utf16CodeUnits" {
		t.Errorf("got %d rules and columns in %s, want %d rules and columns in utf16CodeUnits",
			len(rules), run.ColumnKind, len(knownRules))
	}

	checkRules(t, rules)
	var places []string
	for _, r := range run.Results {
		if rules[r.RuleIndex].ID != r.RuleID || r.Level != "error" && r.Level != "warning" {
			t.Errorf("invalid rule or level: %+v", r)
		}

		places = append(places, r.place())
	}

	want := []string{
		"a,%20b.md 2:9-2:12", // after an emoji of two units
		"a,%20b.md 3:201-3:405",
		"b.md 1:5-1:16",
		"missing.md 9:3-9:0", // the end is unknown
		"missing.md 0:0-0:0",
	}

	if diff := cmp.Diff(want, places); diff != "" {
		t.Error(diff)
	}
}

// checkRules compares a rule with help and one without.
func checkRules(t *testing.T, rules []writtenRule) {
	t.Helper()
	want := []writtenRule{{ID: "SP001"}, {ID: "SP020", HelpURI: "https://h.example/#sp020"}}
	want[0].ShortDescription.Text = "unreadable"
	want[1].ShortDescription.Text = "A page is missing"
	want[1].FullDescription.Text = "Why."
	want[1].Help.Text = "Why.\n\n**How.**"
	want[1].Help.Markdown = want[1].Help.Text
	if diff := cmp.Diff(want, rules[:2]); diff != "" {
		t.Error(diff)
	}
}

func TestWriteSARIFWithoutProblems(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSARIF(&b, nil, Tool{Rules: knownRules, Version: "1.2.3"}, nil); err != nil {
		t.Fatal(err)
	}

	validate(t, sarifSchema, b.Bytes())
	if !strings.Contains(b.String(), `"results": []`) { // null would mean that lint did not run
		t.Error(b.String())
	}
}

// validate compares a document with a JSON schema.
func validate(t *testing.T, schemaName string, document []byte) {
	t.Helper()
	text, err := os.ReadFile(need.Tool(t, schemaName))
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

func TestFileURI(t *testing.T) {
	for file, want := range map[string]string{
		"a b/ŵ#.md": "a%20b/%C5%B5%23.md",
		"/x/a.md":   "file:///x/a.md",
		"C:/x/a.md": "file:///C:/x/a.md",
		"a:b.md":    "./a:b.md",
	} {
		if got := fileURI(file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
