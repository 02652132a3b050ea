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

// Whatever the facts are: what failed comes first, what is not known is never called fine, and everything is shown.
func TestViews(t *testing.T) {
	files, err := filepath.Glob("../../../checks/testdata/*.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d scenarios: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			v := scenario(t, name)
			if len(v.All) != len(checks.List()) {
				t.Errorf("%d of %d checks are shown", len(v.All), len(checks.List()))
			}
			is := func(status checks.Status) func(Item) bool {
				return func(i Item) bool { return i.Status == status }
			}
			if fail := slices.ContainsFunc(v.All, is(checks.Fail)); fail && v.Bad[0].Status != checks.Fail {
				t.Errorf("%s comes first", v.Bad[0].Code)
			}
			unknown := slices.ContainsFunc(v.All, is(checks.Unknown))
			if fine := v.Heading == "Nothing wrong was found"; fine && (unknown || len(v.Bad) > 0) {
				t.Errorf("%q, but %s", v.Heading, v.Summary)
			}
			for _, item := range v.All {
				if item.Mark == "" || item.Word == "" || item.Detail == "" || item.Message == "" {
					t.Errorf("%s is shown as %+v", item.Code, item)
				}
			}
		})
	}
}

// What stops a person comes before what keeps cardcheck from comparing, however many mistakes a set-up file has.
func TestSetupComesAfterWhatStopsAPerson(t *testing.T) {
	wrong := &checks.Setup{File: "practice.yaml", Mistakes: []checks.Mistake{{Text: "wrong"}}}
	missing := &checks.Setup{File: "practice.yaml", Missing: true}
	for want, facts := range map[string]*checks.Facts{
		"SC-102": {Service: &checks.Service{}, Setup: wrong},
		"SU-502": {Host: &checks.Host{OS: "windows", Searched: true, Software: []checks.Software{{Name: "Identity Agent", Version: "2.1.0.0"}}}, Setup: wrong},
		"SU-501": {Setup: wrong},
	} {
		if v := NewView(facts, registry); string(v.Bad[0].Code) != want {
			t.Errorf("%s comes before %s", v.Bad[0].Code, want)
		}
		facts.Setup = missing
		if v := NewView(facts, registry); want != "SU-501" && (string(v.Bad[0].Code) != want || !v.Practice.missing()) {
			t.Errorf("without a set-up file: %s comes before %s", v.Bad[0].Code, want)
		}
	}
}

func TestWhatWaitsIsShownWithWhatItWaitsFor(t *testing.T) {
	v := scenario(t, "nothing-known")
	shown := 0
	for _, item := range v.Unknown {
		shown += 1 + len(item.Waiting)
	}
	if want := len(checks.List()); shown != want || len(v.Unknown) == want {
		t.Errorf("%d of %d are shown, under %d", shown, want, len(v.Unknown))
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

func TestEmbeddedFilesStayedSmall(t *testing.T) {
	total := 0
	entries, err := assets.ReadDir("assets")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := os.Stat(filepath.Join("assets", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		total += int(info.Size())
	}
	if total > 32<<10 {
		t.Errorf("%d bytes go into the program", total)
	}
}

// A case that the section of a code is not for must not stand under the title of that section.
func TestSpecialCasesHaveTheirOwnHeading(t *testing.T) {
	for name, want := range map[string][2]string{
		"pin-one-try":           {"Only 1 try is left to enter the passcode: one more mistake blocks the card", ""},
		"reader-remote-session": {"You are signed in to this computer from another one, and no smartcard reader is passed on", ""},
		"service-denied":        {"The smartcard service is there, but this account may not use it", ""},
	} {
		if v := scenario(t, name); v.Heading != want[0] || v.Lead != want[1] {
			t.Errorf("%s: %q, %q", name, v.Heading, v.Lead)
		}
	}
}
