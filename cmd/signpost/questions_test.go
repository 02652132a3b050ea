package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// What the search of the help centre must give: the right section among the first three of every question, and first in
// nearly all.
const (
	questionsAsked     = 60
	questionsFirst     = 55
	resultsThatAreRead = 3
	fileOfQuestions    = "testdata/questions.txt" // a line: SECTION | SECTION : QUESTION
)

type question struct {
	text     string
	sections []string // each of them answers it
}

// TestQuestions asks the help centre, as it is built, what practices ask.
func TestQuestions(t *testing.T) {
	questions := readQuestions(t)
	address, _ := helpCentre(t)
	ctx := browser.New(t)
	do(ctx, t, chromedp.Navigate(address))
	first := 0
	for _, q := range questions {
		got := found(ctx, t, q.text)
		rank := slices.IndexFunc(got, func(url string) bool { return slices.Contains(q.sections, url) })
		switch {
		case rank == 0:
			first++
		case rank < 0 || rank >= resultsThatAreRead:
			t.Errorf("%q finds %q, and not %q", q.text, got[:min(len(got), resultsThatAreRead)], q.sections)
		default:
			t.Logf("%q finds %q before %q", q.text, got[:rank], q.sections)
		}
	}
	t.Logf("%d of %d questions find their section first", first, len(questions))
	if len(questions) < questionsAsked || first < questionsFirst {
		t.Errorf("%d of %d questions find their section first; want %d of %d", first, len(questions), questionsFirst, questionsAsked)
	}
}

// found is where the results of a query lead, the best first.
func found(ctx context.Context, t *testing.T, query string) []string {
	t.Helper()
	expression := fmt.Sprintf("signpost.search(%q).then(results => results.map(r => r.url))", query)
	list, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func readQuestions(t *testing.T) []question {
	t.Helper()
	data, err := os.ReadFile(fileOfQuestions)
	if err != nil {
		t.Fatal(err)
	}
	var list []question
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		sections, text, ok := strings.Cut(line, " : ")
		if !ok {
			t.Fatalf("%s: %q has no question", fileOfQuestions, line)
		}
		list = append(list, question{text, strings.Split(sections, " | ")})
	}
	return list
}
