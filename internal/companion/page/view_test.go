package page

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/checks"
)

// For all facts, failures come first, unknown results are never called fine, and every check is shown.
func TestViewsOfAllScenarios(t *testing.T) {
	files, err := filepath.Glob("../../../checks/testdata/*.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d scenarios: %v", len(files), err)
	}

	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) { checkView(t, scenario(t, name)) })
	}
}

func checkView(t *testing.T, v *View) {
	t.Helper()
	if got, want := len(v.All), len(checks.List()); got != want {
		t.Errorf("%d of %d checks are shown", got, want)
	}

	contains := func(status checks.Status) bool {
		return slices.ContainsFunc(v.All, func(i Item) bool { return i.Status == status })
	}

	if contains(checks.Fail) && v.Bad[0].Status != checks.Fail {
		t.Errorf("%s comes before a failure", v.Bad[0].Code)
	}

	fine := v.Heading == "Nothing wrong was found"
	if fine && (contains(checks.Unknown) || len(v.Bad) > 0) {
		t.Errorf("heading is %q with %s", v.Heading, v.Summary)
	}

	for _, item := range v.All {
		if item.Mark == "" || item.Word == "" || item.Detail == "" || item.Message == "" {
			t.Errorf("%s has empty texts: %+v", item.Code, item)
		}
	}
}

// What stops the user comes before problems with the set-up file, however many there are.
func TestSetupComesAfterWhatStopsTheUser(t *testing.T) {
	wrong := &checks.Setup{File: "practice.yaml", Mistakes: []checks.Mistake{{Text: "wrong"}}}
	missing := &checks.Setup{File: "practice.yaml", Missing: true}
	old := checks.Software{Name: "Identity Agent", Version: "2.1.0.0"}
	for want, facts := range map[string]*checks.Facts{
		"SC-102": {Service: &checks.Service{}},
		"SU-502": {Host: &checks.Host{OS: "windows", Searched: true, Software: []checks.Software{old}}},
		"SU-501": {},
	} {
		facts.Setup = wrong
		if v := NewView(facts, registry); string(v.Bad[0].Code) != want {
			t.Errorf("%s comes before %s", v.Bad[0].Code, want)
		}

		if want == "SU-501" {
			continue
		}

		facts.Setup = missing
		if v := NewView(facts, registry); string(v.Bad[0].Code) != want || !v.Practice.missing() {
			t.Errorf("without a set-up file: %s comes before %s", v.Bad[0].Code, want)
		}
	}
}

func TestWaitingChecksAreGrouped(t *testing.T) {
	v := scenario(t, "nothing-known")
	shown := 0
	for _, item := range v.Unknown {
		shown += 1 + len(item.Waiting)
	}

	if want := len(checks.List()); shown != want || len(v.Unknown) == want {
		t.Errorf("%d of %d checks are shown in %d groups", shown, want, len(v.Unknown))
	}
}

func TestQuestionsShowTheNewestAnswer(t *testing.T) {
	day := time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC)
	answer := func(text string, after time.Duration) checks.Answer {
		return checks.Answer{Origin: checks.Origin{Time: day.Add(after)}, Question: "emis-cdb", Answer: text}
	}

	list := questions(&checks.Facts{
		Setup: &checks.Setup{ODSCode: "A9A5A", ClinicalSystem: checks.SystemEMIS},
		Asked: []checks.Answer{answer("2", 48*time.Hour), answer("1", 0)},
	})

	i := slices.IndexFunc(list, func(q Question) bool { return q.ID == "emis-cdb" })
	if i < 0 || list[i].Answer != "2" || list[i].Day != "9 May 2026" {
		t.Errorf("questions %+v", list)
	}
}

func TestEmbeddedFilesAreSmall(t *testing.T) {
	const limit = 32 << 10
	entries, err := assets.ReadDir("assets")
	if err != nil {
		t.Fatal(err)
	}

	total := 0
	for _, e := range entries {
		info, err := os.Stat(filepath.Join("assets", e.Name()))
		if err != nil {
			t.Fatal(err)
		}

		total += int(info.Size())
	}

	if total > limit {
		t.Errorf("the embedded files have %d bytes, more than %d", total, limit)
	}
}

// The title of a code does not fit its special cases.
func TestSpecialCasesHaveTheirOwnHeading(t *testing.T) {
	for name, want := range map[string]string{
		"pin-one-try": "Only 1 attempt left to enter the passcode: one more mistake blocks the card",
		"reader-remote-session": "You are signed in to this computer from another one, " +
			"and your smartcard reader is not passed on",
		"service-denied": "The smartcard service is running, but this account may not use it",
	} {
		if v := scenario(t, name); v.Heading != want || v.Lead != "" {
			t.Errorf("%s: heading %q, lead %q; want heading %q only", name, v.Heading, v.Lead, want)
		}
	}
}

// The plain sentence comes first, and the message by which users recognise the problem second.
func TestHeadingIsPlain(t *testing.T) {
	first := scenario(t, "asked-cdb-other").Bad[0]
	if first.Message != "The EMIS CDB number is wrong" || first.Says != "EMIS CDB did not match set up" {
		t.Errorf("heading %q, then the message %q", first.Message, first.Says)
	}
}
