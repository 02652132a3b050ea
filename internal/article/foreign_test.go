package article

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestForeignKeys(t *testing.T) {
	tests := []struct {
		name    string
		front   string
		draft   bool
		lang    string
		aliases []string
		ignored []string
	}{
		{name: "published", front: "published: false", draft: true},
		{name: "publish", front: "publish: false", draft: true},
		{name: "hidden", front: "hidden: true", draft: true},
		{name: "YAML 1.1", front: "published: no", draft: true},
		{name: "capitals", front: "hidden: True", draft: true},
		{name: "shown", front: "published: true\npublish: true\nhidden: false"},
		{name: "draft counts", front: "draft: false\npublished: false"},
		{name: "date", front: "published: 2026-01-01"},
		{name: "neither", front: "published: perhaps", ignored: []string{"published"}},
		{name: "permalink", front: "permalink: /old/x/", aliases: []string{"/old/x/"}},
		{name: "permalink without slashes", front: "url: old/x", aliases: []string{"/old/x/"}},
		{name: "own address", front: "permalink: /f/a/"},
		{name: "with aliases", front: "aliases: [/b/]\npermalink: /c/\nurl: /b/", aliases: []string{"/b/", "/c/"}},
		{name: "file", front: "permalink: /old/x.html", aliases: []string{"/old/x.html"}},
		{name: "escaped", front: "permalink: /old%20x", aliases: []string{"/old%20x/"}},
		{name: "query", front: "url: /x.php?id=1", aliases: []string{"/x.php/?id=1"}},
		{name: "own file", front: "permalink: /f/a/index.html"},
		{name: "another site", front: "url: https://example.org/a", ignored: []string{"url"}},
		{name: "a sentence", front: "url: a website about it", ignored: []string{"url"}},
		{name: "placeholder", front: "permalink: /:year/:title/", ignored: []string{"permalink"}},
		{name: "dots", front: "permalink: /../x/", ignored: []string{"permalink"}},
		{name: "another site", front: "url: https://www.example.org/x/", ignored: []string{"url"}},
		{name: "redirects", front: "redirect_from: /old/", aliases: []string{"/old/"}},
		{name: "language", front: "language: cy", lang: "cy"},
		{name: "programming language", front: "language: no language", ignored: []string{"language"}},
		{name: "names of icons", front: "icon: rocket", ignored: []string{"icon"}},
		{name: "words like ours", front: "source: x\nreviewer: y", ignored: []string{"source", "reviewer"}},
		{name: "unknown", front: "sidebar_label: x\nms.topic: y", ignored: []string{"sidebar_label", "ms.topic"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := fmt.Sprintf("---\ntitle: T\n%s\n---\nText.\n", tt.front)
			a, problems := Parse("f/a.md", []byte(src), Options{})
			if problems != nil {
				t.Fatal(problems)
			}

			if a.Draft != tt.draft || a.Lang != tt.lang || a.Path != "/f/a/" {
				t.Errorf("got draft %t, language %q, address %s", a.Draft, a.Lang, a.Path)
			}

			if diff := cmp.Diff(tt.aliases, a.Aliases); diff != "" {
				t.Error(diff)
			}

			if diff := cmp.Diff(tt.ignored, a.Ignored); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStrictFrontMatter(t *testing.T) {
	const src = "---\ntitle: T\nweight: 3\nsidebar_label: x\nupdated: 2026-06-30T15:08:57Z\n---\nText.\n"
	_, problems := Parse("a.md", []byte(src), Options{StrictFrontMatter: true})

	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}

	want := []string{
		`a.md:3:1: error SP004: unknown key "weight"`,
		`a.md:4:1: error SP004: unknown key "sidebar_label"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
