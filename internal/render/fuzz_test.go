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
	"signpost/themes"
)

// Whatever an article says, its page runs no script but the theme's, has one h1, and leads to pages and files that
// there are.
func FuzzPage(f *testing.F) {
	for _, src := range []string{
		"---\ntitle: A <b>\ndescription: '\"><script>x</script>'\n---\n> [!NOTE]\n> [b](b.md#h) ![c](c.svg \"d\")\n\n## H {#x code=ID-201}\n\n1. a[^1]\n\n[^1]: b\n",
		"# T\n\n> [!TAB] a\n> b\n\n```go\nx := \"</code>\"\n```\n\n| a | b |\n|--|--|\n| <https://c.example> | [d](mailto:e@f.example) |\n",
		"# T\n\n> # Not the title\n\n- # Nor this\n",
		"# {{ x }}\n\n[a](javascript:alert) [b](//c.example/d) [e](?f=\"g) [h](#sp:main) ![i](data:x)\n\n# Two\n",
		"---\ntitle: T\nauthors: ['<']\ntags: ['\"']\nlang: cy\nrobots: '\"x'\nslug: é\n---\n[a](/e/id-201/) [b](/search/?q=<) ~~c~~\n",
	} {
		f.Add([]byte(src))
	}

	cfg := settings()
	theme, err := ParseTheme(themes.Default())
	if err != nil {
		f.Fatal(err)
	}

	f.Fuzz(func(t *testing.T, src []byte) {
		content := fstest.MapFS{
			"cards/a.md": {Data: src}, "cards/b.md": {Data: []byte("# B\n\n## H\n\nText.\n")},
			"cards/c.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>`)},
		}

		s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: cfg}, site.Options{})
		if err != nil {
			t.Fatal(err)
		}

		if problem.Failing(problems) {
			return
		}

		list := theme.Pages(s, cfg, assets)
		there := map[string]bool{"assets": true, "search": true, "cards/c.svg": true}

		for _, a := range s.Articles {
			there[a.File] = true
		}

		for _, p := range list {
			there[p.Path] = true
		}

		for _, p := range list {
			data, err := p.Render()
			if err != nil {
				t.Fatal(err)
			}

			checkPage(t, p.Path, data, there)
		}
	})
}

func checkPage(t *testing.T, name string, data []byte, there map[string]bool) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}

	if n := len(find(doc, "h1")); n != 1 {
		t.Errorf("%s has %d h1", name, n)
	}

	if len(find(doc, "main script")) > 0 || len(find(doc, "main style")) > 0 || len(find(doc, "iframe")) > 0 {
		t.Errorf("%s: a script in\n%s", name, data)
	}

	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("%s: %s=%q", name, a.Key, a.Val)
			}

			if n.Data == "a" && a.Key == "href" || a.Key == "src" {
				checkAddress(t, name, a.Val, there)
			}
		}
	}
}

func checkAddress(t *testing.T, from, address string, there map[string]bool) {
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

	if first, _, _ := strings.Cut(to, "/"); !there[to] && !there[first] {
		t.Errorf("%s leads to %s, which is not there", from, address)
	}
}
