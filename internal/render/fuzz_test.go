package render

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"signpost/internal/problem"
	"signpost/internal/site"
	"signpost/internal/testkit/limited"
	"signpost/themes"
)

var fuzzSeeds = []string{
	`---
title: A <b>
description: '"><script>x</script>'
---
> [!NOTE]
> [b](b.md#h) ![c](c.svg "d")

## H {#x code=ID-201}

1. a[^1]

[^1]: b
`,
	"# T\n\n> [!TAB] a\n> b\n\n```go\nx := \"</code>\"\n```\n\n" +
		"| a | b |\n|--|--|\n| <https://c.example> | [d](mailto:e@f.example) |\n",
	"# T\n\n> # Not the title\n\n- # Nor this\n",
	`# {{ x }}

[a](javascript:alert) [b](//c.example/d) [e](?f="g) [h](#sp:main) ![i](data:x)

# Two
`,
	`---
title: T
authors: ['<']
tags: ['"']
lang: cy
robots: '"x'
slug: é
---
[a](/e/id-201/) [b](/search/?q=<) ~~c~~
`,
}

// FuzzPage checks that a page, whatever the article contains, runs no other script than that of the theme, has one h1,
// and leads to existing pages and files.
func FuzzPage(f *testing.F) {
	for _, src := range fuzzSeeds {
		f.Add([]byte(src))
	}

	cfg := settings()
	cfg.BaseURL = "https://help.example/" // no link can lead to another site on the host
	theme, err := ParseTheme(themes.Default())
	if err != nil {
		f.Fatal(err)
	}

	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		content := fstest.MapFS{
			"_glossary.yaml": {Data: []byte("a: {explanation: '<b>', article: cards/b.md}\n\"&\": b\nx: y\n")},

			"cards/a.md":  {Data: src},
			"cards/b.md":  {Data: []byte("# B\n\n## H\n\nText.\n")},
			"cards/c.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>`)},
		}

		s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: cfg}, site.Options{})
		if err != nil {
			t.Fatal(err)
		}

		if problem.Failing(problems) {
			return
		}

		edition := s.First()
		checkPages(t, edition, theme.Pages(edition, cfg, assets))
	})
}

func checkPages(t *testing.T, e *site.Edition, list []Page) {
	t.Helper()
	exists := map[string]bool{"assets": true, "search": true, "cards/c.svg": true}
	for _, a := range e.Articles {
		exists[a.File] = true
	}

	for _, p := range list {
		exists[p.Path] = true
	}

	for _, p := range list {
		data, err := p.Render()
		if err != nil {
			t.Fatal(err)
		}

		checkPage(t, p.Path, data, exists)
	}
}

func checkPage(t *testing.T, name string, data []byte, exists map[string]bool) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}

	if n := len(find(doc, "h1")); n != 1 {
		t.Errorf("%s has %d h1, want 1", name, n)
	}

	for _, selector := range []string{"main script", "main style", "iframe"} {
		if len(find(doc, selector)) > 0 {
			t.Errorf("%s has %q:\n%s", name, selector, data)
		}
	}

	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			checkAttribute(t, name, n, a, exists)
		}
	}
}

func checkAttribute(t *testing.T, name string, n *html.Node, a html.Attribute, exists map[string]bool) {
	t.Helper()
	if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
		t.Errorf("%s: %s=%q", name, a.Key, a.Val)
	}

	if n.Data == "a" && a.Key == "href" || a.Key == "src" {
		checkAddress(t, name, a.Val, exists)
	}
}

func checkAddress(t *testing.T, from, address string, exists map[string]bool) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Errorf("%s: %v", from, err)
		return
	}

	switch u.Scheme {
	case "http", "https", "mailto", "tel":
		return
	case "":
	default:
		t.Errorf("%s leads to %s", from, address)
	}

	if u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/centre/") {
		return
	}

	to := path.Join(path.Dir(from), u.Path)
	if strings.HasSuffix(u.Path, "/") || u.Path == "." || u.Path == ".." {
		to = path.Join(to, "index.html")
	}

	folder, _, _ := strings.Cut(to, "/")
	if !exists[to] && !exists[folder] {
		t.Errorf("%s leads to the missing file %s", from, address)
	}
}
