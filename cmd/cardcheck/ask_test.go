package main

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
	"time"

	"signpost/checks"
	"signpost/internal/cli"
)

func TestDialogue(t *testing.T) {
	var said bytes.Buffer
	p := &program{Process: cli.Process{Stderr: &said}, registry: ofTests}
	questions := checks.Questions(&checks.Setup{ODSCode: "B81012", ClinicalSystem: checks.SystemEMIS})
	given, err := p.dialogue(questions, bufio.NewScanner(strings.NewReader("perhaps\nYES\n\nn\n")))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range given {
		if a.Time.IsZero() || a.Source != "asked" {
			t.Errorf("without its origin: %+v", a)
		}
		got = append(got, a.Question+"="+a.Answer)
	}
	if strings.Join(got, " ") != "ods-code=yes emis-accounts=no" {
		t.Errorf("got %q", got)
	}
	if !strings.Contains(strings.Join(strings.Fields(said.String()), " "), "at B81012? (yes or no)") || strings.Contains(strings.ToLower(said.String()), "password") {
		t.Errorf("said %s", &said)
	}
}

func TestQuestionsFitThePractice(t *testing.T) {
	for name, tt := range map[string]struct {
		setup *checks.Setup
		want  string
	}{
		"nothing known":      {nil, ""},
		"SystmOne":           {&checks.Setup{ODSCode: "B81012", ClinicalSystem: checks.SystemSystmOne}, "ods-code systmone-profile"},
		"Greater Manchester": {&checks.Setup{ODSCode: "B81012", ICB: "QOP", ClinicalSystem: checks.SystemEMIS}, "emis-cdb emis-accounts"},
	} {
		if got := strings.Join(ids(checks.Questions(tt.setup)), " "); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// watch prints no steps, so it must not point at any.
func TestWatchSaysWhereTheStepsAre(t *testing.T) {
	var out bytes.Buffer
	if err := writeChanges(&out, time.Time{}, nil, []checks.Finding{{Status: checks.Pass}, {Status: checks.Unknown}}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "How to find out") || !strings.Contains(got, "1 of 2 could not be checked: run cardcheck") {
		t.Error(got)
	}
}
