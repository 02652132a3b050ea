package anchors_test

import (
	"slices"
	"testing"

	"signpost/internal/migrate/anchors"
)

// The IDs are those that the generators give to these headings, on one page from top to bottom.
func TestRules(t *testing.T) {
	tests := []struct {
		name     string
		rule     anchors.Rule
		headings []string
		want     []string
	}{
		{
			name:     "github-slugger keeps underscores and both hyphens around an ampersand",
			rule:     anchors.GitHub,
			headings: []string{"Q & A", "Set __init__", "1.8.19", "Über İş", "Same", "Same", "Same-1", "Same"},
			want:     []string{"q--a", "set-__init__", "1819", "über-i\u0307ş", "same", "same-1", "same-1-1", "same-2"},
		},
		{
			name:     "JavaScript has rules of its own for lower case",
			rule:     anchors.GitHub,
			headings: []string{"İçerik", "ΟΔΟΣ"},
			want:     []string{"i\u0307çerik", "οδος"},
		},
		{
			name:     "Starlight drops a hyphen at the end",
			rule:     anchors.Starlight,
			headings: []string{"Why -", "Why?"},
			want:     []string{"why-", "why"},
		},
		{
			name:     "MkDocs drops what is not ASCII and numbers with underscores",
			rule:     anchors.MkDocs,
			headings: []string{"Q & A", "Über uns", "Same", "Same", "Same", "日本", "1.8.19", "Two  spaces"},
			want:     []string{"q-a", "uber-uns", "same", "same_1", "same_2", "_1", "1819", "two-spaces"},
		},
		{
			name:     "pymdownx keeps other scripts and each space",
			rule:     anchors.MkDocsUnicode,
			headings: []string{"Q & A", "日本", "日本"},
			want:     []string{"q--a", "日本", "日本_1"},
		},
		{
			name:     "mdBook lowers only ASCII",
			rule:     anchors.MdBook,
			headings: []string{"Q & A", "The `Box<T>` Type", "Éa", "Same", "Same"},
			want:     []string{"q--a", "the-boxt-type", "Éa", "same", "same-1"},
		},
		{
			name:     "Hugo names a heading without letters",
			rule:     anchors.Hugo,
			headings: []string{"Q & A", "!", "!", "Über_uns", "Same", "Same"},
			want:     []string{"q--a", "heading", "heading-1", "über_uns", "same", "same-1"},
		},
		{
			name:     "Hugo with blackfriday joins with one hyphen",
			rule:     anchors.Blackfriday,
			headings: []string{"Q & A", "snake_case"},
			want:     []string{"q-a", "snake-case"},
		},
		{
			name:     "VitePress removes accents and prefixes digits",
			rule:     anchors.VitePress,
			headings: []string{"Q & A", "Über uns", "1.8.19", "Same", "Same"},
			want:     []string{"q-a", "uber-uns", "_1-8-19", "same", "same-1"},
		},
		{
			name:     "kramdown begins with a letter",
			rule:     anchors.Kramdown,
			headings: []string{"2. Set up", "日本", "Q & A", "Q & A"},
			want:     []string{"set-up", "section", "q--a", "q--a-1"},
		},
		{
			name:     "Jekyll is like GitHub",
			rule:     anchors.Jekyll,
			headings: []string{"2. Set up", "日本", "Q & A", "Q & A"},
			want:     []string{"2-set-up", "日本", "q--a", "q--a-1"},
		},
		{
			name:     "docfx keeps hyphens and underscores",
			rule:     anchors.DocFX,
			headings: []string{"Step 4 - Download it", "This - is a &@! heading _ with . and ! -", "Same", "Same"},
			want:     []string{"step-4---download-it", "this---is-a--heading-_-with--and---", "same", "same-1"},
		},
		{
			name:     "Obsidian links name the heading itself",
			rule:     anchors.Obsidian,
			headings: []string{"Link to a heading", "C# and [more]"},
			want:     []string{"Link+to+a+heading", "C+and+more"},
		},
		{
			name:     "GitBook writes and for an ampersand",
			rule:     anchors.GitBook,
			headings: []string{"Brown M&Ms", "Drafts at 1% / 50%", "1. Install", "Same", "Same"},
			want:     []string{"brown-m-and-ms", "drafts-at-1-50", "id-1-install", "same", "same-1"},
		},
	}

	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			seen := map[string]int{}
			var got []string
			for _, h := range test.headings {
				got = append(got, test.rule(h, seen))
			}

			if !slices.Equal(got, test.want) {
				t.Errorf("IDs of %q\n got %q\nwant %q", test.headings, got, test.want)
			}
		})
	}
}

// Many equal headings take no longer each than a few.
func TestManyEqualHeadings(t *testing.T) {
	rules := []anchors.Rule{
		anchors.GitHub, anchors.MkDocs, anchors.MdBook, anchors.Hugo, anchors.VitePress, anchors.Kramdown,
		anchors.Jekyll, anchors.DocFX, anchors.GitBook,
	}

	for _, rule := range rules {
		seen := map[string]int{}
		ids := map[string]bool{}
		for range 50_000 {
			ids[rule("Same", seen)] = true
		}

		if len(ids) != 50_000 {
			t.Errorf("%d different IDs", len(ids))
		}
	}
}
