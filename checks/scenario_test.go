package checks

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/codes"
)

// goldenFile has a line for each scenario with the statuses of its checks. A check that is not listed is unknown,
// as it is when there are no facts. SIGNPOST_UPDATE=1 writes the file.
const goldenFile = "testdata/statuses.golden"

// scenario is a file of testdata: facts, and texts that the findings must contain.
type scenario struct {
	Name     string   `json:"-"`
	Scenario string   `json:"scenario"` // describes it in a sentence
	Says     []string `json:"says"`     // each is part of a detail, a piece of evidence or a step
	Facts    *Facts   `json:"-"`
}

// loadScenarios reads every scenario, sorted by name.
func loadScenarios(t *testing.T) []scenario {
	t.Helper()

	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios: ", err)
	}

	list := make([]scenario, len(files))
	for i, file := range files {
		list[i] = loadScenario(t, file)
	}

	return list
}

func loadScenario(t *testing.T, file string) scenario {
	t.Helper()

	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	s := scenario{Name: strings.TrimSuffix(filepath.Base(file), ".json")}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatalf("%s: %v", file, err)
	}

	if s.Facts, err = ReadFacts(data); err != nil {
		t.Fatalf("%s: %v", file, err)
	}

	return s
}

// eachScenario runs a subtest for each scenario.
func eachScenario(t *testing.T, run func(t *testing.T, s scenario)) {
	for _, s := range loadScenarios(t) {
		t.Run(s.Name, func(t *testing.T) { run(t, s) })
	}
}

// noCodes is a registry without articles.
var noCodes = codes.New("https://help.example/", nil)

// stepsForAll returns a registry in which the article of every check has these steps.
func stepsForAll(steps ...string) *codes.Registry {
	var entries []codes.Entry
	for _, c := range List() {
		entries = append(entries, codes.Entry{Code: c.Code, Steps: steps})
	}

	return codes.New("https://help.example/", entries)
}

// statusLine returns the statuses of findings as the golden file lists them, the worst first:
// "fail card; pass service reader".
func statusLine(findings []Finding) string {
	var parts []string
	for _, status := range []Status{Fail, Warn, Pass, Skip} {
		var ids []string
		for _, f := range findings {
			if f.Status == status {
				ids = append(ids, f.Check)
			}
		}

		if len(ids) > 0 {
			parts = append(parts, string(status)+" "+strings.Join(ids, " "))
		}
	}

	return strings.Join(parts, "; ")
}

// goldenText returns what the golden file should contain.
func goldenText(scenarios []scenario) string {
	var b strings.Builder
	for _, s := range scenarios {
		line := s.Name + ": " + statusLine(Run(s.Facts, noCodes))
		fmt.Fprintln(&b, strings.TrimSpace(line))
	}

	return b.String()
}

// text returns everything that findings say, one thing per line.
func text(findings []Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&b, f.Detail)
		fmt.Fprintln(&b, strings.Join(slices.Concat(f.Evidence, f.Fix), "\n"))
	}

	return b.String()
}

func TestStatusesAreGolden(t *testing.T) {
	got := goldenText(loadScenarios(t))

	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		if err := os.WriteFile(goldenFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("statuses changed; if that is right, run SIGNPOST_UPDATE=1 go test ./checks:\n%s", diff)
	}
}

// The golden file leaves out what is unknown, so nothing may be decided without facts.
func TestEverythingIsUnknownWithoutFacts(t *testing.T) {
	for _, f := range Run(&Facts{Schema: FactsSchema}, noCodes) {
		if f.Status != Unknown {
			t.Errorf("%s is %s without any facts", f.Check, f.Status)
		}
	}
}

func TestScenariosHaveTheirTexts(t *testing.T) {
	eachScenario(t, func(t *testing.T, s scenario) { s.checkTexts(t, noCodes) })
}

// The texts of a scenario also appear if every check has an article: the article's steps do not replace them.
func TestScenariosHaveTheirTextsWithArticles(t *testing.T) {
	articles := stepsForAll("read the article")
	eachScenario(t, func(t *testing.T, s scenario) { s.checkTexts(t, articles) })
}

func (s scenario) checkTexts(t *testing.T, registry *codes.Registry) {
	t.Helper()

	got := text(Run(s.Facts, registry))
	for _, want := range s.Says {
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q not found in:\n%s", s.Scenario, want, got)
		}
	}
}

// A finding must be usable without the others: what is wrong or unknown has steps, and each has a link.
func TestFindingsAreComplete(t *testing.T) {
	eachScenario(t, func(t *testing.T, s scenario) {
		for _, finding := range Run(s.Facts, noCodes) {
			checkComplete(t, finding)
		}
	})
}

func checkComplete(t *testing.T, f Finding) {
	t.Helper()

	if f.Detail == "" || f.Evidence == nil || f.Fix == nil {
		t.Errorf("%s is incomplete: %+v", f.Check, f)
	}

	if (f.NeedsAction() || f.Status == Unknown) && len(f.Fix) == 0 {
		t.Errorf("%s is %s and has no steps", f.Check, f.Status)
	}

	if len(f.Fix) > maxSteps {
		t.Errorf("%s has %d steps", f.Check, len(f.Fix))
	}

	if want := codes.URL("https://help.example/", f.Code); f.URL != want {
		t.Errorf("%s links to %q, want %q", f.Check, f.URL, want)
	}
}

// Support sees redacted facts: the checks must decide the same.
func TestRedactedFactsGiveTheSameStatuses(t *testing.T) {
	eachScenario(t, func(t *testing.T, s scenario) {
		want := statusLine(Run(s.Facts, noCodes))
		if got := statusLine(Run(Redact(s.Facts), noCodes)); got != want {
			t.Errorf("redacted: %s\nwant:     %s", got, want)
		}
	})
}

func TestFactsSurviveEncoding(t *testing.T) {
	eachScenario(t, func(t *testing.T, s scenario) {
		data, err := json.Marshal(s.Facts)
		if err != nil {
			t.Fatal(err)
		}

		again, err := ReadFacts(data)
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(s.Facts, again); diff != "" {
			t.Error(diff)
		}
	})
}
