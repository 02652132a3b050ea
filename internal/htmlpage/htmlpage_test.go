package htmlpage

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"signpost/internal/testkit/limited"
)

func read(t *testing.T, text string) *Page {
	t.Helper()
	page, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}

	return page
}

func TestReadPage(t *testing.T) {
	got := read(t, `<!doctype html>
<html lang="en-GB"><head>
<title>Resolve &amp; renew
  - Help</title>
<base href="/help/">
<link rel="canonical" href="https://help.example/a/">
<link rel="shortcut icon" href="icon.svg"><link rel="stylesheet" href="site.css"><link rel="stylesheet" href="site.css">
<script src="site.js" data-index="search/index.idx" data-search="search.js" data-later="later.js"
>var a = "<p id='no'>";</script>
<meta name="robots" content="noindex">
</head><body><p id="top">Menu</p>
<main><h1 id="one" ID="two">Re<em>solve</em></h1><p>First&nbsp;line<br>second
line <a href="mailto:help@help.example">help@help.example</a>.</p>
<a name="old"></a><img src="a.png"><template><p id="inert">No</p></template><noscript><p id="off">No</p></noscript>
<p class="on-paper">This page: https://help.example/</p>
<textarea id="box">no</textarea><!-- <p id="comment"> --></main><p id="one">Footer</p></body></html>`)

	want := &Page{
		Lang:      "en-GB",
		Title:     "Resolve & renew - Help",
		Base:      "/help/",
		Canonical: "https://help.example/a/",
		Robots:    "noindex",
		IDs:       []string{"top", "one", "old", "box"},
		Files: []File{
			{Icon, "icon.svg"}, {Style, "site.css"},
			{Script, "site.js"}, {Index, "search/index.idx"}, {Script, "search.js"}, {Script, "later.js"},
			{Picture, "a.png"},
		},
		Text: "Resolve First line second line .",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Page{})); diff != "" {
		t.Error(diff)
	}

	if !got.Has("old") || got.Has("inert") {
		t.Error("Has does not agree with IDs")
	}
}

func TestReadNotices(t *testing.T) {
	got := read(t, `<meta name="signpost" content="moved"><meta name="robots" content="noindex">
<meta http-equiv="Refresh" content="0; url=../new/"><p class="lead"><a href="../new/" data-moved>New</a></p>
<ul><li><a href="../b/" data-query="id=1">B</a></ul>
<section class="sign wide" id="a"><p><a href="../c/#a" data-moved>C</a></p></section>
<section class="sign" id="b"><p>It is gone. <a href="/contact/">Contact</a></p></section>`)

	want := &Page{
		Robots:  "noindex",
		Refresh: "../new/",
		Notice:  Moved,
		Moved:   []string{"../new/", "../b/"},
		Signs:   []Sign{{"a", "../c/#a"}, {"b", ""}},
		IDs:     []string{"a", "b"},
		Text:    "New B C It is gone. Contact",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Page{})); diff != "" {
		t.Error(diff)
	}
}

func TestRefreshAddress(t *testing.T) {
	for content, want := range map[string]string{
		"0; url=/a/":          "/a/",
		"0;URL='/a/?b=c;d'":   "/a/?b=c;d",
		` 1.5 , url = "/a" x`: "/a",
		"0 /a/":               "/a/",
		"5":                   "",
		"":                    "",
		"0; url":              "url",
		`0; url="`:            "",
	} {
		if got := refreshAddress(content); got != want {
			t.Errorf("refreshAddress(%q) = %q, want %q", content, got, want)
		}
	}
}

func TestTextWithoutMain(t *testing.T) {
	if got := read(t, "<title>T</title><p>One<p>two").Text; got != "One two" {
		t.Errorf("got %q", got)
	}

	const second = "<main><p>One</p></main><p>Menu</p><main>Two</main>"
	if got := read(t, second).Text; got != "One" {
		t.Errorf("got %q", got)
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("connection reset")
	half := io.MultiReader(strings.NewReader("<title>T</title><p id=a>Text"), iotest.ErrReader(broken))
	page, err := Read(half)
	if !errors.Is(err, broken) || !page.Has("a") {
		t.Errorf("got %v and %v", page.IDs, err)
	}

	for name, part := range map[string]string{
		"many elements": "<p id=a>",
		"one text":      "a",
		"one tag":       "<p ",
	} {
		if _, err := Read(endlessReader(part)); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLimitOfNames(t *testing.T) {
	for _, format := range []string{"<p id=%d>", "<img src=%d>"} {
		var b strings.Builder
		for i := range maxNames + 1 {
			fmt.Fprintf(&b, format, i)
		}

		if _, err := Read(strings.NewReader(b.String())); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

// endlessReader repeats a text forever.
type endlessReader string

func (e endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e[i%len(e)]
	}

	return len(p), nil
}

func FuzzRead(f *testing.F) {
	f.Add("<html lang=en><title>A</title><main><a name=b id=c></a><template><p id=d></template>Text")
	f.Add(`<meta http-equiv=refresh content="0;url='x"><meta name=signpost content=retired>`)
	f.Add("<section class=sign id=a><a data-moved href=b></section><script src=a data-index=b>")
	f.Add("<noscript><p id=a></noscript></template></main><title>")

	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		page, err := Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}

		seen := map[string]bool{}
		for _, id := range page.IDs {
			if id == "" || seen[id] || !page.Has(id) {
				t.Errorf("the ID %q is empty, repeated or not found", id)
			}
			seen[id] = true
		}

		if strings.Join(strings.Fields(page.Text), " ") != page.Text {
			t.Errorf("the text has more than single spaces: %q", page.Text)
		}
	})
}
