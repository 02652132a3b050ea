package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// hostileHTML are pieces of HTML that run a script, or hide or move the rest of a page, if they are not sanitised. The
// scripts set window.ran.
var hostileHTML = []string{
	// Scripts and handlers.
	"<script>window.ran=1</script>",
	"<ScRiPt src=data:text/javascript,window.ran=1></sCrIpT>",
	"<div><script>window.ran=1</script></div>",
	"a <script>window.ran=1</script> b",
	"<img src=x.svg onerror=window.ran=1>",
	"<p onclick=window.ran=1 onpointerover=window.ran=1 tabindex=1 onfocus=window.ran=1 autofocus>a</p>",
	"<details open ontoggle=window.ran=1><summary>a</summary>b</details>",
	"<body onload=window.ran=1>",
	"<svg onload=window.ran=1></svg>",
	"<svg><script>window.ran=1</script></svg>",
	"<svg><animate onbegin=window.ran=1 attributeName=x dur=1s></svg>",
	"<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
	"<object data='data:text/html,<script>parent.ran=1</script>'></object>",
	"<video><source onerror=window.ran=1></video>",
	"<input autofocus onfocus=window.ran=1>",
	"<style>@import 'javascript:window.ran=1'; * { display: none }</style>",
	"<link rel=stylesheet href=x.css><base href=//evil.example/>",
	"<meta http-equiv=refresh content='0;url=data:text/html,x'>",
	"<p style='position:fixed;inset:0;background:red'>a</p>",

	// Addresses.
	"<a href=javascript:window.ran=1>a</a>",
	"<a href=' &#1;JaVa\tScRiPt&colon;window.ran=1'>a</a>",
	"<a href='java&#10;script:window.ran=1'>a</a> <a href=data:text/html,x>b</a> <a href=vbscript:x>c</a>",
	"<form action=javascript:window.ran=1><button formaction=javascript:window.ran=1>a</button></form>",
	"<math href=javascript:window.ran=1><mtext>a</mtext></math>",

	// Elements that swallow what follows.
	"<iframe src=x />",
	"<details>",
	"<details><summary>",
	"</div></main></body></html>",
	"</article></div></div></main><footer>a</footer>",
	"<title>",
	"<div><textarea>",
	"<plaintext>",
	"<noscript>",
	"<template>",
	"<select><option>",
	"<xmp>",
	"<div hidden><dialog><a href=x><button>",
	"<table><tr><td><table>",
	"<table>a<tr>b<p>c</table><td>d<caption>e",
	"> <blockquote>\n> </blockquote></blockquote></div>",
	"- <li></ul></li><ul>",
	"<p><div><p><table><p>",
	"<h2><h3><b><i><a href=x><a href=y>",
	"<frameset><frame src=x></frameset>",

	// HTML that changes when it is read a second time.
	"<svg><style><img src=x onerror=window.ran=1></style></svg>",
	"<svg></p><style><a title=\"</style><img src=x onerror=window.ran=1>\">",
	"<noscript><p title=\"</noscript><img src=x onerror=window.ran=1>\">a</p></noscript>",
	"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=window.ran=1&gt;\">",
	"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=window.ran=1>",
	"<div><!--><img src=x onerror=window.ran=1>--></div>",
	"<div><!-- a --!><img src=x onerror=window.ran=1>--></div>",
	"<p title='`><img src=x onerror=window.ran=1>'>a</p>",
	"<p title=\"</p><script>window.ran=1</script>\">a</p>",
	"<div>&lt;img src=x onerror=window.ran=1&gt;</div>",
	"<xmp><p title=\"</xmp><img src=x onerror=window.ran=1>\">a</xmp>",
	"<b><p title='\n\n'><img src=x onerror=window.ran=1></b>",
	"[a<img src=x onerror=window.ran=1>](b.md) ![<svg onload=window.ran=1>](x.svg)",
	strings.Repeat("<b title=x><div>", 3000) + "a",
}

// pageDamage is an expression that says what is wrong with a page, or is empty. It reads the HTML of the article again,
// twice: the elements must stay the same, and no script may run.
const pageDamage = `(() => {
	const text = document.querySelector("main > article .text");
	const one = (selector) => document.querySelectorAll(selector).length === 1;
	const all = (selector) => [...text.querySelectorAll(selector)];
	const find = () => {
		if (window.ran !== undefined) return "a script ran";
		if (!one("main") || !one("body > footer")) return "the page has other parts";
		if (!text.querySelector(":scope > h2#after") || !text.querySelector(":scope > p > #end")) return "text is lost";
		if (all("script, style, iframe, object, svg, math, form, template, [style]").length > 0) return "an element";
		if (all("*").some(e => [...e.attributes].some(a => a.name.startsWith("on")))) return "a handler";
		if (all("a[href]").some(a => a.protocol !== location.protocol)) return "an address";
		return "";
	};
	for (let i = 0; i < 2 && find() === ""; i++) {
		const html = text.innerHTML;
		text.innerHTML = html;
		if (text.innerHTML !== html) return "it changed into " + text.innerHTML;
	}

	return find();
})()`

// TestHostileHTML opens pages with hostile HTML in Chromium. They are served without a security policy, so that nothing
// but the sanitiser prevents scripts.
func TestHostileHTML(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"config.yaml":   "title: Help\nlint: {SP020: off, SP022: off, SP040: off, SP041: off, SP050: off}\n",
		"content/b.md":  "---\ntitle: B\n---\nText.\n",
		"content/x.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`,
	}
	for i, piece := range hostileHTML {
		files[fmt.Sprintf("content/page-%d.md", i)] = fmt.Sprintf(
			"---\ntitle: Page %d\n---\n\nBefore.\n\n%s\n\n## After\n\n<b id=end>The end.</b>\n", i, piece)
	}

	writeFiles(t, dir, files)
	t.Chdir(dir)
	signpost(t, "build", "--quiet")
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "public"))))
	t.Cleanup(server.Close)

	ctx := browser.New(t)
	for i, piece := range hostileHTML {
		browser.Do(ctx, t, chromedp.Navigate(fmt.Sprintf("%s/page-%d/", server.URL, i)))
		found, err := chromedp.Run(ctx, chromedp.Evaluate[string](pageDamage))
		if err != nil {
			t.Fatal(err)
		}

		if found != "" {
			t.Errorf("page %d, %.80s: %s", i, piece, found)
		}
	}
}
