package markdown

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"signpost/internal/sanitise"
	"signpost/internal/testkit/limited"
)

// renderAll returns the HTML of a document, with its headings.
func renderAll(src string, opts Options) string {
	doc := Parse([]byte(src), opts)
	var b []byte
	for _, s := range doc.Sections {
		if s.Heading != nil {
			b = append(b, "<h2>"...)
			b = appendLinked(b, doc.Render(children(s.Heading)))
			b = append(b, "</h2>\n"...)
		}

		b = appendLinked(b, doc.Render(s.Blocks))
	}

	return string(b)
}

func TestSafeHTML(t *testing.T) {
	tests := map[string][2]string{
		"elements and attributes of the list are kept": {
			"<p ALIGN=Center class=x data-y title='a&b' onclick=x()>a <KBD>b</KBD><br/>c</p>\n",
			"<p title=\"a&amp;b\" class=\"center\">a <kbd>b</kbd><br>c</p>\n",
		},
		"out-of-date elements and landmarks become others": {
			"<center><main><h1>a</h1></main></center>\n",
			"<div class=\"center\"><div><h2>a</h2></div></div>\n",
		},
		"an element that stands for a class is alone in its piece": {
			"<center>\n\na\n\n</center>\n",
			"<div class=\"center\">\n<p>a</p>\n</div>\n",
		},
		"the content of scripts, styles and frames is left out": {
			"<div>a<script>b</script><style>c</style><iframe src=d />e<iframe>f</iframe></div>\n",
			"<div>ae</div>\n",
		},
		"of other elements only the tags are left out": {
			"<div><form><textarea>a</textarea><svg><title>b</title></svg></form></div>\n",
			"<div>ab</div>\n",
		},
		"Markdown in HTML is Markdown": {
			"<details open>\n<summary>a *b*</summary>\n\nc *d*\n\n</details>\n",
			"<details open=\"\">\n<summary>a *b*</summary>\n<p>c <em>d</em></p>\n</details>\n",
		},
		"an end tag in a paragraph ends the element after it": {
			"<div>\n\na</div>\n\nb\n",
			"<div>\n<p>a</p></div>\n<p>b</p>\n",
		},
		"an element ends with the section": {
			"<details><summary>a</summary>\n\nb\n\n## c\n\nd\n",
			"<details><summary>a</summary>\n<p>b</p>\n</details><h2>c</h2>\n<p>d</p>\n",
		},
		"an inline element ends with its paragraph": {
			"a <b>c\n\nd\n",
			"<p>a <b>c</b></p>\n<p>d</p>\n",
		},
		"crossing elements are nested": {
			"<b>a <i>b</b> c</i> **<u>d** e</u>\n",
			"<p><b>a <i>b</i></b> c <strong><u>d</u></strong> e</p>\n",
		},
		"an end tag ends no element of the Markdown": {
			"> - a </li></ul></blockquote></div></main></body>\n\nb\n",
			"<blockquote>\n<ul>\n<li>a </li>\n</ul>\n</blockquote>\n<p>b</p>\n",
		},
		"a block in a paragraph ends it": {
			"a *b <div>c</div>* d\n",
			"<p>a <em>b </em></p><div>c</div> d\n",
		},
		"tables are completed": {
			"<table>\na<tr>b<td>c<tr><td>d<td>e\n</table>\n\n<td>f\n",
			"<div class=\"table\" tabindex=\"0\"><table><tbody><tr><td>\na</td></tr><tr><td>b</td><td>c</td></tr><tr>" +
				"<td>d</td><td>e\n</td></tr></tbody></table></div>\nf\n",
		},
		"a paragraph in a table gets a cell": {
			"<table>\n\na\n\n</table>\n",
			"<div class=\"table\" tabindex=\"0\"><table>\n<tbody><tr><td><p>a</p>\n</td></tr></tbody></table></div>\n",
		},
		"cells of a Markdown table stay": {
			"| a |\n| - |\n| b <td> </table> <ul><li>c</ul> |\n",
			"<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n" +
				"<td>b   <ul><li>c</li></ul></td>\n</tr>\n</tbody>\n</table></div>\n",
		},
		"items end each other": {
			"<ul><li>a<li>b<p>c<li>d</ul>\n",
			"<ul><li>a</li><li>b<p>c</p></li><li>d</li></ul>\n",
		},
		"a link in a link is left out": {
			"<a href=x>a [b](y) ![c](z) <a href=w>d</a> e</a> f\n",
			"<p><a href=\"x\">a b <img alt=\"c\" src=\"z\"> d e</a> f</p>\n",
		},
		"a heading contains no blocks": {
			"## a <div>b</div> <sub>c\n",
			"<h2>a b <sub>c</sub></h2>\n",
		},
		"notes are not in the element above them": {
			"a[^1]\n\n<details>\n\n[^1]: b\n",
			"<p>a<sup><a id=\"sp:ref-1\" href=\"#sp:note-1\" role=\"doc-noteref\" " +
				"aria-label=\"Note 1\">1</a></sup></p>\n" +
				"<details>\n</details><ol class=\"notes\" aria-label=\"Notes\">\n" +
				"<li id=\"sp:note-1\">\n<p>b <a href=\"#sp:ref-1\" " +
				"role=\"doc-backlink\" aria-label=\"Back from note 1\">↩︎</a></p>\n</li>\n</ol>\n",
		},
		"a tag without an end is text": {
			"<div title='a\n\nb\n",
			"&lt;div title=&#39;a\n<p>b</p>\n",
		},
		"placeholders are shown, components are not": {
			"ssh <user> <Tabs><Tab a=b />c</Tabs>\n",
			"<p>ssh &lt;user&gt; &lt;Tab a=b /&gt;c</p>\n",
		},
		"pictures": {
			"<picture><source media='(x)' srcset='a.png, b.png 2x'><img src=c.png alt=d width=30px></picture>\n",
			"<p><picture><source srcset=\"a.png, b.png 2x\" media=\"(x)\">" +
				"<img alt=\"d\" src=\"c.png\" width=\"30\"></picture></p>\n",
		},
		"unsafe addresses are left out": {
			"<a href=' java\nscript:x()'>a</a><img src=data:b>\n",
			"<p><a>a</a><img></p>\n",
		},
		"variables": {
			"<p><a href='tel:{{tel}}'>{{ tel }}</a></p>\n",
			"<p><a href=\"tel:123\">123</a></p>\n",
		},
	}
	for name, tt := range tests {
		got := renderAll(tt[0], Options{Variables: map[string]string{"tel": "123"}})
		if diff := gocmp.Diff(tt[1], got); diff != "" {
			t.Errorf("%s: %q\n%s", name, tt[0], diff)
		}
	}
}

// In the mode Unsafe everything is kept, but an element still cannot contain what follows.
func TestUnsafeHTMLIsBalanced(t *testing.T) {
	tests := map[string]string{
		"<script>if (a < b && c) { x(\"</p>\") }</script>\n": "<script>if (a < b && c) { x(\"</p>\") }</script>\n",
		"<iframe src=x />\n\na\n":                            "<iframe src=\"x\"></iframe>\n<p>a</p>\n",
		"<svg><path d=x /></svg>\n":                          "<p><svg><path d=\"x\"></path></svg></p>\n",
		"<div style='x' onclick=y>\n\na\n":                   "<div style=\"x\" onclick=\"y\">\n<p>a</p>\n</div>",
		"<style>a</style>\n<img src=https://x.example/ alt=b>": "<style>a</style>\n" +
			"<img src=\"https://x.example/\" alt=\"b\">",
	}
	for src, want := range tests {
		if diff := gocmp.Diff(want, renderAll(src, Options{RawHTML: sanitise.Unsafe})); diff != "" {
			t.Errorf("%q\n%s", src, diff)
		}
	}
}

// HTML that no end tag can balance is reported, and its text stays.
func TestUnbalancedHTML(t *testing.T) {
	for _, src := range []string{
		"<select><div>a</div></select>\n\nb\n",
		"<script>\n\n",
		strings.Repeat("<div>", 1000) + "a\n\nb\n",
	} {
		doc := Parse([]byte(src), Options{RawHTML: sanitise.Unsafe})
		page := string(doc.Render(doc.Sections[0].Blocks).Source)
		if diff := gocmp.Diff(page, rebuild(t, page)); diff != "" {
			t.Errorf("%.40q: %s", src, diff)
		}
	}
}

// Text in HTML is found by the search.
func TestTextOfHTML(t *testing.T) {
	const src = "<table><tr><th>a<td>b &amp; <b>c</b></table>\nd\n\ne<br>f <u>g</u> <name>\n\n<script>h</script>\n"
	doc := Parse([]byte(src), Options{})
	if diff := gocmp.Diff("a\nb & c\nd\ne f g <name>", doc.Text(doc.Sections[0].Blocks)); diff != "" {
		t.Error(diff)
	}
}

func TestWriteAnchors(t *testing.T) {
	doc := Parse([]byte("<b id=a>[x](y)</b> <a name=b></a>[z](w) <i id=c>d</i>\n"), Options{})
	h := doc.Render(doc.Sections[0].Blocks)
	h.Anchors[0].ID = ""
	h.Anchors[2].ID = "longer"
	h.WriteAnchors()

	const want = `<p><b><a href="y">x</a></b> <a id="b"></a><a href="w">z</a> <i id="longer">d</i></p>` + "\n"
	if diff := gocmp.Diff(want, string(appendLinked(nil, h))); diff != "" {
		t.Error(diff)
	}
}

// rebuild returns HTML as a browser reads and writes it.
func rebuild(t *testing.T, page string) string {
	t.Helper()
	var b []byte
	for _, n := range parsePage(t, page) {
		b = appendNode(t, b, n)
	}

	return string(b)
}

func parsePage(t *testing.T, page string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{
		Type:     html.ElementNode,
		Data:     "main",
		DataAtom: atom.Main,
	})
	if err != nil && strings.Contains(err.Error(), "exceeds") { // quotations in quotations, of the Markdown itself
		t.Skip(err)
	}

	if err != nil {
		t.Fatal(err)
	}

	return nodes
}

// safeElements and safeAttributes are all that a page may contain, with those of the Markdown itself.
var (
	safeElements = strings.Fields(`
		a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5
		h6 hr i img input ins kbd label li mark ol p picture pre q rp rt ruby s samp small source span strong sub
		summary sup table tbody td tfoot th thead time tr u ul var wbr`)
	safeAttributes = strings.Fields(`
		abbr alt aria-label checked class colspan datetime dir disabled headers height href id lang loading media name
		open reversed role rowspan scope src srcset start tabindex title type value width`)
)

var voidNames = strings.Fields("area base br col embed hr img input link meta param source track wbr")

// appendNode appends a node as sanitise writes it.
func appendNode(t *testing.T, b []byte, n *html.Node) []byte {
	t.Helper()
	switch n.Type {
	case html.TextNode:
		return append(b, html.EscapeString(n.Data)...)
	case html.ElementNode:
	default:
		t.Errorf("unexpected node %q", n.Data)
		return b
	}

	b = appendStart(b, n.Data, n.Attr)
	for c := range n.ChildNodes() {
		b = appendNode(t, b, c)
	}

	if slices.Contains(voidNames, n.Data) {
		return b
	}

	return append(b, "</"+lowerASCII(n.Data)+">"...)
}

func appendStart(b []byte, name string, attributes []html.Attribute) []byte {
	b = append(b, "<"+lowerASCII(name)...)
	attributes = slices.SortedFunc(slices.Values(attributes), func(a, b html.Attribute) int {
		return cmp.Compare(lowerASCII(a.Key), lowerASCII(b.Key)) // the parser sorts some
	})
	for _, a := range attributes {
		b = append(b, ` `+lowerASCII(a.Key)+`="`+html.EscapeString(a.Val)+`"`...)
	}

	return append(b, '>')
}

// lowerASCII returns a name as the HTML standard lower-cases it: letters beyond ASCII keep their case.
func lowerASCII(name string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}

		return r
	}, name)
}

func checkSafe(t *testing.T, n *html.Node) {
	t.Helper()
	if n.Type == html.ElementNode && !slices.Contains(safeElements, n.Data) {
		t.Errorf("element %s", n.Data)
	}

	for _, a := range n.Attr {
		if !slices.Contains(safeAttributes, a.Key) {
			t.Errorf("attribute %s", a.Key)
		}
	}

	for c := range n.ChildNodes() {
		checkSafe(t, c)
	}
}

// FuzzRawHTML checks that a browser builds the elements whose tags are written, and that all are allowed.
func FuzzRawHTML(f *testing.F) {
	for _, src := range []string{
		"<table><tr><td>a<p>*b*\n\nc\n<caption><li><ul>d</table> <table><table>",
		"a <b><i>*c</b> d* <a name=x href=y>![z](w)</a> [e <a>](f)\n\n- <li> <div>\n  > </div>\n",
		"<p><div><dl><dt>a<dd>b<dt>c<h2>d<h3>e</h2>\n\n# f <ruby>g<rt>h<rp>i</ruby>",
		"<title><svg><style><!-- </style><img src onerror=x()> --!><a id=\"</style>\">",
		"<noscript><p title=\"</noscript><img src=x onerror=x()>\"></noscript><math><mtext><xmp>",
		"<template><plaintext><select><option><frameset></frameset><body onload=x()>a\n\n{{ b }}",
		"<picture><source srcset='a 1x, b'><img src=c></picture><details><summary>d</details><x-y/><z>",
		"[^1] <details>\n\n[^1]: <td>\n\n> [!TAB] <ul>\n> </details>\n",
		"<div><xŞ>a <a ŞE=b>",
	} {
		f.Add(src, false)
		f.Add(src, true)
	}

	f.Fuzz(func(t *testing.T, src string, unsafe bool) {
		limited.Input(t)
		src = strings.ToValidUTF8(src, "?") // articles are UTF-8
		opts := Options{}
		if unsafe {
			opts.RawHTML = sanitise.Unsafe
		}

		doc := Parse([]byte(src), opts)
		for _, s := range doc.Sections {
			checkBuilt(t, doc.Render(s.Blocks), unsafe)
			if s.Heading != nil {
				checkBuilt(t, doc.Render(children(s.Heading)), unsafe)
			}
		}
	})
}

func checkBuilt(t *testing.T, h HTML, unsafe bool) {
	t.Helper()
	if !h.Valid() {
		t.Error("link placeholders are not in order")
	}

	page := string(appendLinked(nil, h))
	nodes := parsePage(t, page)
	var got []byte
	for _, n := range nodes {
		got = appendNode(t, got, n)
		if !unsafe {
			checkSafe(t, n)
		}
	}

	if written := rewrite(page); written != string(got) {
		t.Errorf("a browser builds %q from %q", got, written)
	}
}

// rewrite writes the tags of HTML as appendNode does.
func rewrite(page string) string {
	var b []byte
	afterPre := false
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.TextToken:
			text := token.Data
			if afterPre {
				text = strings.TrimPrefix(text, "\n")
			}

			b = append(b, html.EscapeString(text)...)
		case html.StartTagToken, html.SelfClosingTagToken:
			b = appendStart(b, token.Data, token.Attr)
		case html.EndTagToken:
			b = append(b, "</"+token.Data+">"...)
		}

		afterPre = token.Type == html.StartTagToken && (token.Data == "pre" || token.Data == "textarea")
	}

	return string(b)
}
