package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// The targets of the search: the right section is among the results that people read for every question, and first for
// nearly all.
const (
	minQuestions = 60
	minFirst     = 55
	resultsRead  = 3

	// questionsFile has a question on each line, after the sections that answer it: SECTION | SECTION : QUESTION
	questionsFile = "testdata/questions.txt"
)

// question is a question of a practice, and the sections that answer it.
type question struct {
	text     string
	sections []string
}

func TestQuestions(t *testing.T) {
	questions := readQuestions(t)
	address, _ := serveOwnSite(t)
	ctx := browser.New(t)
	browser.Do(ctx, t, chromedp.Navigate(address))

	first := 0
	for _, q := range questions {
		got := searchInBrowser(ctx, t, q.text)
		rank := slices.IndexFunc(got, func(url string) bool { return slices.Contains(q.sections, url) })
		switch {
		case rank == 0:
			first++
		case rank < 0 || rank >= resultsRead:
			t.Errorf("%q finds %q, want %q", q.text, got[:min(len(got), resultsRead)], q.sections)
		default:
			t.Logf("%q finds %q before %q", q.text, got[:rank], q.sections)
		}
	}

	t.Logf("%d of %d questions find their section first", first, len(questions))
	if len(questions) < minQuestions || first < minFirst {
		t.Errorf("want %d of %d", minFirst, minQuestions)
	}
}

func readQuestions(t *testing.T) []question {
	t.Helper()
	data, err := os.ReadFile(questionsFile)
	if err != nil {
		t.Fatal(err)
	}

	var list []question
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		sections, text, ok := strings.Cut(line, " : ")
		if !ok {
			t.Fatalf("%s: no question in %q", questionsFile, line)
		}
		list = append(list, question{
			text:     text,
			sections: strings.Split(sections, " | "),
		})
	}
	return list
}
