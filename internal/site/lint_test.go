package site

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// linted is what the rules that need the whole site say of these files, a line each; each file is given as its name and its text.
func linted(t *testing.T, opts Options, files ...string) string {
	t.Helper()
	content := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		content[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	_, problems, err := Load(t.Context(), Source{Content: content}, opts)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

const steps = "\n\nText.\n\n**Who can fix it:** you.\n\n1. Do it.\n\n**Check that it worked:** look.\n\n**If it did not work:** ask.\n"

func TestLint(t *testing.T) {
	orphan := func(file string) string { return file + ": off SP081: no other article links to this one" }
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	front := func(lines string) string { return "---\n" + lines + "\n---\nText.\n" }
	ring := "[B](b.md)"
	tests := []struct {
		name  string
		files []string
		want  string
	}{
		{"same title", []string{"index.md", front("title: Card Help"), "a.md", "---\nupdated: 2026-01-01\ntitle: Card  help\n---\n" + ring, "b.md", front("title: card help") + "[A](a.md)"},
			`b.md:2: warning SP080: the title "card help" is that of a.md, too`},
		{"other title", []string{"a.md", front("title: A") + ring, "b.md", front("title: B") + "[A](a.md)"}, ""},
		{"unknown code", []string{"a.md", front("title: A") + "\n## H {#h code=ID-201}" + steps + "\nID-202, XY-201, HP-110 and ID-201.\n"},
			"a.md:18:1: warning SP070: no article explains ID-202\na.md:18:9: warning SP070: no article explains XY-201"},
		{"orphan", []string{"a.md", front("title: A") + "[A](a.md#x) [B](b.md#x)\n\n## X", "b.md", front("title: B") + "\n## X"}, orphan("a.md")},
		{"old statement", []string{"accessibility.md", front("title: A\nreviewed: 2025-11-21")},
			"accessibility.md:3: error SP084: the accessibility statement was reviewed on 2025-11-21, more than a year ago"},
		{"statement without a date", []string{"accessibility.md", front("title: A")}, "accessibility.md:1: error SP084: the accessibility statement does not say when it was reviewed"},
		{"sound statement", []string{"accessibility.md", front("title: A\nreviewed: 2025-11-23")}, ""},
		{"not reviewed for a year", []string{"index.md", front("title: A\nreviewed: 2025-11-21")}, "index.md:3: warning SP082: the article was reviewed on 2025-11-21, more than a year ago"},
		{"reviewed this year", []string{"index.md", front("title: A\nreviewed: 2025-11-23")}, ""},
		{"reviewed in the future", []string{"index.md", front("title: A\nreviewed: 2062-11-22")}, "index.md:3: warning SP082: the article is said to be reviewed on 2062-11-22, which is still to come"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := linted(t, Options{Lint: true, Now: now}, tt.files...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRulesThatOnlyWarnAreNotHeldByABuild(t *testing.T) {
	if got := linted(t, Options{Now: time.Now()}, "a.md", "# A\n\nSee above.\n", "b.md", "---\ntitle: A\nreviewed: 2001-01-01\n---\nText.\n"); got != "" {
		t.Error(got)
	}
}

func TestLinksToRetiredCodes(t *testing.T) {
	old := "---\ntitle: Old\ncodes: {ID-201: {retired: {successor: ID-202}}}\n---\n## Old {#old code=ID-201}\n\n[Itself](#old)\n\n## New {#new code=ID-202}" + steps
	got := linted(t, Options{}, "old.md", old, "b.md", "# B\n\n[To](old.md#old), [short](/e/id-201/), [the page](old.md), [new](old.md#new).\n")
	want := "b.md:3:1: error SP035: the link leads to ID-201, which is retired\nb.md:3:19: error SP035: the link leads to ID-201, which is retired"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The same content is told the same, though tables of files have no order.
func TestGuessesAtFilesDoNotDependOnChance(t *testing.T) {
	files := map[string]bool{"b/card.svg": true, "a/card.svg": true, "c/Card.svg": true}
	for range 50 {
		if got, ok := nearest("crad.svg", files); !ok || got != "a/card.svg" {
			t.Fatalf("got %q", got)
		}
	}
}
