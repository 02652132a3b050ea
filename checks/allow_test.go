package checks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// personal returns 200 values that lead to a person.
func personal() []string {
	var list []string
	for i := range 40 {
		name := "Featherstonehaugh" + strings.Repeat("x", i%4) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		nhs := fmt.Sprintf("943476%04d", 5900+i)
		groups := []string{" ", "-", ".", "\u00a0", " - "}[i%5]
		list = append(list,
			name,
			fmt.Sprintf("jane.%c%d@nhs.net", 'a'+i%26, i),
			nhs[:3]+groups+nhs[3:6]+groups+nhs[6:],
			[]string{"07700 9000%02d", "0113 496 00%02d", "+44 7700 9001%02d", "(0113) 4960 1%02d"}[i%4],
			fmt.Sprintf("%s%d %dAP", []string{"LS", "SW", "M", "EC"}[i%4], 1+i%9, 1+i/9),
		)
		if at := len(list) - 2; true {
			list[at] = fmt.Sprintf(list[at], i)
		}
	}

	return list
}

// places are everything that a person can write, or that bears the name of a person or a computer.
var places = map[string]func(f *Facts, v string){
	"setup file":     func(f *Facts, v string) { f.Setup.File = "/folder/" + v + ".yaml" },
	"ODS code":       func(f *Facts, v string) { f.Setup.ODSCode = v },
	"practice":       func(f *Facts, v string) { f.Setup.Name = "Dr " + v + " & Partners" },
	"ICB":            func(f *Facts, v string) { f.Setup.ICB = "NHS " + v },
	"system":         func(f *Facts, v string) { f.Setup.ClinicalSystem = v },
	"CDB":            func(f *Facts, v string) { f.Setup.EMIS.CDB = v },
	"account":        func(f *Facts, v string) { f.Setup.EMIS.Accounts = []string{v, "x" + v} },
	"profile":        func(f *Facts, v string) { f.Setup.SystmOne.Profile = v + " FULL" },
	"software":       func(f *Facts, v string) { f.Setup.Software = "Identity Agent 2.4.10.0 on PC for " + v },
	"card":           func(f *Facts, v string) { f.Setup.Smartcards = []string{v} },
	"mistake":        func(f *Facts, v string) { f.Setup.Mistakes = []Mistake{{Text: fmt.Sprintf("not %q", v)}} },
	"hint":           func(f *Facts, v string) { f.Setup.Mistakes = []Mistake{{Hint: fmt.Sprintf("not %q", v)}} },
	"identity file":  func(f *Facts, v string) { f.Identity.File = v + ".txt" },
	"identity form":  func(f *Facts, v string) { f.Identity.Form = v },
	"user":           func(f *Facts, v string) { f.Identity.Name = v },
	"user's ID":      func(f *Facts, v string) { f.Identity.IDs = []string{v} },
	"identity error": func(f *Facts, v string) { f.Identity.Error = fmt.Sprintf("cannot read %q", v) },
	"organisation":   func(f *Facts, v string) { f.Identity.Roles[0].Organisation = v },
	"role":           func(f *Facts, v string) { f.Identity.Roles[0].Name = "Nurse " + v + ", 12 High Street" },
	"role's place":   func(f *Facts, v string) { f.Identity.Roles[0].ODSCode = v },
	"role's code":    func(f *Facts, v string) { f.Identity.Roles[0].Code = v },
	"activity":       func(f *Facts, v string) { f.Identity.Roles[0].ActivityCodes = []string{v} },
	"reader":         func(f *Facts, v string) { f.Chosen = v },
	"error":          func(f *Facts, v string) { f.Errors[0].Text = fmt.Sprintf("open %q: denied", v) },
	"question":       func(f *Facts, v string) { f.Asked[0].Question = v },
	"yes or no":      func(f *Facts, v string) { f.Asked[0] = Answer{Question: odsCodeID, Answer: v} },
	"CDB shown":      func(f *Facts, v string) { f.Asked[0] = Answer{Question: emisCDBID, Answer: v} },
	"profile shown":  func(f *Facts, v string) { f.Asked[0] = Answer{Question: systmOneProfileID, Answer: v} },
	"computer":       func(f *Facts, v string) { f.Host.Name = v },
	"Windows user":   func(f *Facts, v string) { f.Host.User = v },
	"directory":      func(f *Facts, v string) { f.Host.Directory.Name = "MILL SURGERY (" + v + ")" },
}

// Nothing that leads to a person may leave the computer, wherever it was written.
func TestNoPersonalDataInRedactedFacts(t *testing.T) {
	values := personal()
	slices.Sort(values)
	if n := len(slices.Compact(slices.Clone(values))); n != 200 {
		t.Fatalf("%d different values, want 200", n)
	}

	for place, plant := range places {
		for _, value := range values {
			f := fullFacts()
			f.Setup.ClinicalSystem = SystemSystmOne
			f.Setup.Mistakes = nil // so that the other checks run
			plant(f, value)

			redacted := Redact(f)
			all := encode(t, redacted) + text(Run(redacted, noCodes))
			if strings.Contains(strings.ToLower(all), strings.ToLower(value)) {
				t.Errorf("%s: %q is left in %s", place, value, all)
				break
			}
		}
	}
}

func TestAllowed(t *testing.T) {
	for text, want := range map[string]string{
		`"Admin & Clerical":"Admin":"Healthtech-1 Digital Assistant"`: `"Admin & Clerical":"Admin":` +
			`"Healthtech-1 Digital Assistant"`,
		"Admin/Clerical - Mary Featherstonehaugh":          "Admin/Clerical - ...",
		"Y02345 - Nurse jane.doe@nhs.net NHS 943-476-5919": "... - Nurse ... NHS ...",
		"Practice manager for Jane O'Doherty, LS1 4AP":     "Practice manager for ...",
		"S8000:G8000:R8003":                                "S8000:G8000:R8003",
		"Identity Agent 2.4.10.0 on PC-RECEPTION7":         "Identity Agent 2.4.10.0 on ...",
		"MyIdentityAgentOfJane, Smartcard Connect":         "IdentityAgent, Smartcard Connect",
		"NHS Greater Manchester ICB":                       "NHS Greater Manchester ICB",
		"943 476 5919, 07700 900123":                       "...",
	} {
		if got := allowed(text); got != want {
			t.Errorf("allowed(%q) = %q, want %q", text, got, want)
		}
	}
}

// Many codes must stay different, and what a person types is no token.
func TestTokensAreDifferent(t *testing.T) {
	hide := new(tokens)
	seen := map[string]bool{}
	for i := range 100 {
		seen[hide.of(fmt.Sprint("code ", i))] = true
	}

	if len(seen) != 100 {
		t.Errorf("%d tokens for 100 codes", len(seen))
	}

	if got := hide.of("hidden-Mary"); got == "hidden-Mary" {
		t.Errorf("%q stays", got)
	}
}
