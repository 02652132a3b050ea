package main

import (
	"bytes"
	"os"
	"testing"

	"signpost/checks"
	"signpost/internal/codes"
)

// TestChecksAndArticlesKnowEachOther checks that an article explains the code of every check, and that articles name no
// unknown checks.
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

// TestTypedMessages checks that messages as people type them find their code.
func TestTypedMessages(t *testing.T) {
	registry, err := codes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]codes.Code{
		"ods code not presnt on smart card identity agent": "ID-201",
		"Sing in to EMIS faild":                            "EM-301",
		"EMIS CBD did not match setup":                     "EM-302",
		"EMIS CDB didnt match":                             "EM-302",
		"Insuficient permision to perform registration":    "ID-202",
		"Systm one profle error":                           "SO-401",
		"error 400_645 when logging in":                    "NW-601",
		"400_645":                                          "NW-601",
		"Error 400_123":                                    "NW-602",
		"500_645":                                          "NW-602",
		"localhost wants my password":                      "NW-608",
		"NHS Credential Management can not be found":       "NW-605",
	} {
		matches := registry.Match(text)
		if e, ok := codes.Clear(matches); !ok || e.Code != want {
			t.Errorf("%q: %s, %v; want %s", text, e.Code, ok, want)
			for _, m := range matches[:min(4, len(matches))] {
				t.Logf("  %.2f %s %q", m.Score, m.Entry.Code, m.Found)
			}
		}
	}
}

// TestAmbiguousMessages checks messages that match several errors. The most likely one must be first.
func TestAmbiguousMessages(t *testing.T) {
	registry, err := codes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"ODS code isnt on card", "ODS code isn't on the card"} {
		if matches := registry.Match(text); len(matches) == 0 || matches[0].Entry.Code != "ID-201" {
			t.Errorf("%q: %+v", text, matches)
		}
	}
}

// TestListOfChecksIsCurrent compares the list of checks, which signpost reads, with the checks.
func TestListOfChecksIsCurrent(t *testing.T) {
	got, err := os.ReadFile("../../checks/checks.json")
	if err != nil {
		t.Fatal(err)
	}
	if want := codes.EncodeChecks(checkList()); !bytes.Equal(got, want) {
		t.Error("checks/checks.json is out of date: run go generate ./checks")
	}
}
