package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"signpost/internal/cli"
	"signpost/internal/generate"
	"signpost/internal/rules"
)

const ownSettings = "../../config.yaml"

// TestOwnContentIsSound lints the help centre of the repository as its writers do. The day is given: a review that becomes due is for
// `signpost lint` to say, and not for a test.
func TestOwnContentIsSound(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := runArgs(context.Background(), &stdout, &stderr, "lint", "--strict", "--config", ownSettings, "--now", "2026-11-22"); code != cli.ExitOK {
		t.Errorf("exit code %d:\n%s%s", code, stdout.String(), stderr.String())
	}
}

func TestEveryRuleHasItsSection(t *testing.T) {
	r, err := generate.Load(t.Context(), generate.Options{ConfigFile: ownSettings})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules.All() {
		section := rulesPage + "#" + strings.ToLower(rule.ID)
		if _, ok := r.Site.Find(section); !ok {
			t.Errorf("%s (%s) is not explained: content%s.md needs a heading with {#%s}", rule.ID, rule.Name, strings.TrimSuffix(rulesPage, "/"), strings.ToLower(rule.ID))
		}
	}
}
