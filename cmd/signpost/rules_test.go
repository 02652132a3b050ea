package main

import (
	"bytes"
	"strings"
	"testing"

	"signpost/internal/cli"
	"signpost/internal/generate"
	"signpost/internal/rules"
)

const ownSettings = "../../config.yaml"

// TestOwnContent lints the help centre of the repository, on a fixed day: overdue reviews must not fail a test.
func TestOwnContent(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"lint", "--strict", "--config", ownSettings, "--now", "2026-11-22"}

	if code := runArgs(t.Context(), &stdout, &stderr, args...); code != cli.ExitOK {
		t.Errorf("exit code %d:\n%s%s", code, stdout.String(), stderr.String())
	}
}

// TestRulesAreDocumented looks for the address in the manual that problems link to.
func TestRulesAreDocumented(t *testing.T) {
	r, err := generate.Load(t.Context(), generate.Options{ConfigFile: ownSettings})
	if err != nil {
		t.Fatal(err)
	}

	for _, rule := range rules.All() {
		section := rulesPage + "#" + strings.ToLower(rule.ID)
		if _, ok := r.Site.Find(section); !ok {
			t.Errorf("%s %s: there is no section %s", rule.ID, rule.Name, section)
		}
	}
}
