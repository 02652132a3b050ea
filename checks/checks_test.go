package checks

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/codes"
)

func TestListIsConsistent(t *testing.T) {
	ids, seen := map[string]bool{}, map[codes.Code]bool{}
	for _, c := range List() {
		if !c.Code.IsShort() || seen[c.Code] || ids[c.ID] || c.Title == "" {
			t.Errorf("%s is invalid or appears twice: %+v", c.ID, c)
		}

		for _, before := range c.After {
			if !ids[before] {
				t.Errorf("%s depends on %q, which does not run before it", c.ID, before)
			}
		}

		ids[c.ID], seen[c.Code] = true, true
	}
}

// IDs and codes are permanent: articles and bookmarks contain them. Add lines here, but never change one.
func TestCodesArePermanent(t *testing.T) {
	want := []string{
		"service SC-101",
		"reader SC-102",
		"card SC-103",
		"card-answers SC-104",
		"card-shared SC-105",
		"card-series SC-106",
		"card-blank SC-109",
		"certificate-expired SC-107",
		"certificate-expiring SC-108",
		"pin-blocked SC-110",
		"pin-tries SC-111",
		"clock SU-511",
		"software-blocked SU-502",
		"software-ending SU-503",
		"software-conflict SU-504",
		"agent-running NW-606",
		"credential-management NW-604",
		"software-twice SU-506",
		"dotnet SU-505",
		"port-service SU-507",
		"browser-settings SU-512",
		"localhost NW-608",
		"default-browser SU-514",
		"setup SU-501",
		"network NW-611",
		"ods-directory SU-513",
		"ods-code ID-201",
		"permission ID-202",
		"emis-accounts EM-301",
		"emis-cdb EM-302",
		"systmone-profile SO-401",
	}

	var got []string
	for _, c := range List() {
		got = append(got, c.ID+" "+string(c.Code))
	}

	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStepsComeFromTheRegistry(t *testing.T) {
	steps := []string{"one", "two", "three", "four", "five", "six"}
	registry := codes.New("https://help.example/", []codes.Entry{
		{Code: "SC-102", Steps: steps},
		{Code: "ID-202", Steps: steps}, // stays unknown, so its steps say how to find out
	})

	for _, f := range Run(&Facts{Service: &Service{}}, registry) {
		fromRegistry := slices.Equal(f.Fix, steps[:maxSteps])
		if want := f.Check == "reader"; fromRegistry != want || (f.More == 1) != want {
			t.Errorf("%s: steps %q", f.Check, f.Fix)
		}
	}
}

// A check has a file of its own, scenarios in which it passes and in which it does not, and an article.
func TestEveryCheckHasFileScenariosAndArticle(t *testing.T) {
	articles, err := codes.Embedded()
	if err != nil {
		t.Fatal(err)
	}

	statuses := map[string]map[Status]bool{}
	for _, s := range loadScenarios(t) {
		for _, f := range Run(s.Facts, noCodes) {
			if statuses[f.Check] == nil {
				statuses[f.Check] = map[Status]bool{}
			}

			statuses[f.Check][f.Status] = true
		}
	}

	for _, c := range List() {
		checkFile(t, c)
		if seen := statuses[c.ID]; !seen[Pass] || !seen[Fail] && !seen[Warn] {
			t.Errorf("%s: no scenario in which it passes, or none in which it does not", c.ID)
		}

		if entry, ok := articles.Lookup(c.Code); !ok || entry.Check != c.ID || len(entry.Steps) == 0 {
			t.Errorf("%s: no article with steps explains %s and names the check", c.ID, c.Code)
		}
	}
}

// checkFile reports an error unless a check is declared in the file that is named after its ID.
func checkFile(t *testing.T, c Check) {
	t.Helper()

	name := strings.ReplaceAll(c.ID, "-", "_") + ".go"
	source, err := os.ReadFile(name)
	if err != nil {
		t.Errorf("%s: %v", c.ID, err)
		return
	}

	if !strings.Contains(string(source), `ID = "`+c.ID+`"`) {
		t.Errorf("%s does not declare the ID of %s", name, c.ID)
	}

	declared := regexp.MustCompile(`(?m)^var \w+ = Check{$`).FindAll(source, -1)
	if len(declared) != 1 {
		t.Errorf("%s declares %d checks", name, len(declared))
	}
}

// Each result of a check is stated in words of its own: "FAIL  Passcode not blocked" would say the opposite.
func TestHeadingsStateTheResult(t *testing.T) {
	for _, c := range List() {
		pass, fail, open := c.heading(Pass), c.heading(Fail), c.heading(Unknown)
		if pass == "" || fail == "" || pass == fail || open != c.Title {
			t.Errorf("%s: passed %q, failed %q, unknown %q", c.ID, pass, fail, open)
		}

		if c.heading(Warn) != fail {
			t.Errorf("%s: a warning has the heading %q", c.ID, c.heading(Warn))
		}
	}
}

// A heading is read first, and often alone: it must not say more than the detail.
func TestHeadingsAreTrue(t *testing.T) {
	for scenario, want := range map[string]string{
		"certificates-clock-wrong":     "The clock of this computer may be wrong",
		"certificates-one-expired":     "A certificate on the card has expired",
		"certificates-card-overdue":    "The card may be past its last day",
		"certificates-expired":         "The card has expired",
		"card-pulled-between-commands": "The card was not in the reader the whole time",
		"card-swapped-while-read":      "The card was not in the reader the whole time",
		"card-none":                    "There is no smartcard in the reader",
		"series-jcop41-before":         "The card is of a series that will be blocked",
		"software-ended":               "Identity Agent no longer works",
		"software-ending":              "Support for the smartcard software ends",
		"default-browser-old":          "The default browser is too old",
		"port-service-absent":          "NHS Port Service was not found",
		"ods-letter-for-digit":         "The ODS code is unusual",
		"service-stopped-while-read":   "The smartcard service stopped",
		"management-absent":            "No smartcard software was found",
	} {
		findings := Run(loadScenario(t, "testdata/"+scenario+".json").Facts, noCodes)
		i := slices.IndexFunc(findings, Finding.NeedsAction)
		if i < 0 || findings[i].Heading != want {
			t.Errorf("%s: got %+v, want %q", scenario, findings[max(i, 0)], want)
		}
	}
}
