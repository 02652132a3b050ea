package main

import (
	"bytes"
	"os"
	"testing"

	"signpost/checks"
	"signpost/internal/codes"
)

// Every failure leads to a section, and no section names a check that does not exist.
func TestChecksAndArticlesKnowEachOther(t *testing.T) {
	registry, err := codes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]checks.Check{}
	for _, c := range checks.List() {
		byID[c.ID] = c
		e, ok := registry.Lookup(c.Code)
		switch {
		case !ok:
			t.Errorf("the check %s reports %s, which no article explains", c.ID, c.Code)
		case e.Retired != nil:
			t.Errorf("the check %s reports %s, which is retired", c.ID, c.Code)
		case len(e.Steps) == 0:
			t.Errorf("%s has no steps for cardcheck to print", c.Code)
		}
	}
	for _, e := range registry.Codes {
		if _, ok := byID[e.Check]; !ok && e.Check != codes.Manual {
			t.Errorf("%s is found by the check %q, which does not exist", e.Code, e.Check)
		}
	}
}

// signpost holds the articles against the list of checks; this fails while the list is older than the checks are.
func TestTheListOfChecksIsCurrent(t *testing.T) {
	got, err := os.ReadFile("../../checks/checks.json")
	if err != nil {
		t.Fatal(err)
	}
	if want := codes.EncodeChecks(listed()); !bytes.Equal(got, want) {
		t.Error("checks/checks.json is older than the checks; run: go generate ./checks")
	}
}
