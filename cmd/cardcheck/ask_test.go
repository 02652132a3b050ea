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
	var stderr bytes.Buffer
	a := &asker{program: &program{
		Process: cli.Process{
			Stderr: &stderr,
			Now:    time.Now,
		},
		registry: testRegistry,
	}}
	questions := checks.Questions(&checks.Setup{
		ODSCode:        "B81012",
		ClinicalSystem: checks.SystemEMIS,
	})

	given, err := a.dialogue(questions, bufio.NewScanner(strings.NewReader("perhaps\nYES\n\nn\n")))
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, answer := range given {
		if answer.Time.IsZero() || answer.Source != "asked" {
			t.Errorf("no origin: %+v", answer)
		}
		got = append(got, answer.Question+"="+answer.Answer)
	}
	if strings.Join(got, " ") != "ods-code=yes emis-accounts=no" {
		t.Errorf("answers are %q", got)
	}

	asked := strings.Join(strings.Fields(stderr.String()), " ")
	if !strings.Contains(asked, "at B81012? (yes or no)") {
		t.Errorf("asked %s", asked)
	}
	if strings.Contains(strings.ToLower(asked), "password") {
		t.Errorf("asked for a password: %s", asked)
	}
}

func TestQuestionsDependOnThePractice(t *testing.T) {
	for name, test := range map[string]struct {
		setup *checks.Setup
		want  string
	}{
		"nothing known": {
			setup: nil,
			want:  "",
		},
		"SystmOne": {
			setup: &checks.Setup{ODSCode: "B81012", ClinicalSystem: checks.SystemSystmOne},
			want:  "ods-code systmone-profile",
		},
		"Greater Manchester": {
			setup: &checks.Setup{ODSCode: "B81012", ICB: "QOP", ClinicalSystem: checks.SystemEMIS},
			want:  "emis-cdb emis-accounts",
		},
	} {
		if got := strings.Join(questionIDs(checks.Questions(test.setup)), " "); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// TestWatchDoesNotReferToSteps checks the summary of watch, which prints no steps.
func TestWatchDoesNotReferToSteps(t *testing.T) {
	var out bytes.Buffer
	findings := []checks.Finding{
		{Status: checks.Pass},
		{Status: checks.Unknown},
	}
	if err := writeChanges(&out, time.Time{}, nil, findings); err != nil {
		t.Fatal(err)
	}

	got := out.String()
	const want = "1 of 2 could not be checked: run cardcheck"
	if strings.Contains(got, "How to find out") || !strings.Contains(got, want) {
		t.Error(got)
	}
}
