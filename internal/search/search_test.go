package search

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/problem"
	"signpost/internal/site"
)

func load(t *testing.T, resolve string) *site.Site {
	t.Helper()
	s, problems, err := site.Load(fstest.MapFS{
		"top.md":                     {Data: []byte("---\ntitle: Top\n---\nAt the top.\n")},
		"smartcards/index.md":        {Data: []byte("---\ntitle: Smartcards\ndescription: Mend a card.\n---\nBefore the list.\n\n## Part of the list {#part}\n\nMore.\n")},
		"smartcards/resolve.md":      {Data: []byte(resolve)},
		"onboarding/first-of-all.md": {Data: []byte("---\ntitle: First\n---\nYes.\n")},
	}, site.Options{})
	if err != nil || problem.Failing(problems) {
		t.Fatal(err, problems)
	}
	return s
}

const resolve = `---
title: Resolve <issues>
description: What to do.
codes:
  ID-201:
    also: [code missing, "/ods.*gone/"]
---
Find it.

## Gone {#gone code=ID-201}

One.

Two.
`

func TestIndex(t *testing.T) {
	cfg := &config.Config{Search: config.Search{Synonyms: [][]string{{"sign in", "log in"}}}}
	path, data := Index(load(t, resolve), cfg)
	if !strings.HasPrefix(path, "search/index-") || !strings.HasSuffix(path, ".json") {
		t.Errorf("path %q", path)
	}
	var got index
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := index{Format: 1, Synonyms: [][]string{{"sign in", "log in"}}, Pages: []page{
		{"top/", "Top", []section{{Text: "At the top."}}},
		{"onboarding/", "Onboarding", []section{{}}},
		{"onboarding/first-of-all/", "First", []section{{Text: "Yes."}}},
		{"smartcards/", "Smartcards", []section{{Text: "Mend a card.\nBefore the list."}, {ID: "part", Heading: "Part of the list", Text: "More."}}},
		{"smartcards/resolve/", "Resolve <issues>", []section{
			{Text: "What to do.\nFind it."},
			{ID: "gone", Heading: "Gone", Code: "ID-201", Also: []string{"code missing"}, Text: "One.\nTwo."},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
}

func TestIndexIsNamedAfterItsContent(t *testing.T) {
	cfg := new(config.Config)
	first, data := Index(load(t, resolve), cfg)
	again, same := Index(load(t, resolve), cfg)
	if first != again || string(data) != string(same) {
		t.Error("the same site gives another index")
	}
	if changed, _ := Index(load(t, strings.Replace(resolve, "Two", "Three", 1)), cfg); changed == first {
		t.Error("another text has the same name")
	}
	if !strings.Contains(string(data), `"synonyms":[]`) {
		t.Error("without synonyms the reader needs an empty list")
	}
}
