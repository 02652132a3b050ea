package attack

import (
	"fmt"
	"strings"
)

// piece writes a piece of Markdown. Some contain others, so they know their depth.
type piece func(m *mutator, depth int) string

// blockKinds returns what writes a block.
func blockKinds() []piece {
	return []piece{
		heading,
		paragraph,
		paragraph,
		listBlock,
		quotation,
		table,
		codeBlock,
		htmlBlock,
		htmlBlock,
		container,
		definition,
		footnote,
		nesting,
		include,
	}
}

func blocks(m *mutator, depth int) string {
	if depth > 5 {
		return "a\n"
	}

	var b strings.Builder
	for range 1 + m.IntN(4) {
		b.WriteString(pick(m, blockKinds())(m, depth))
		b.WriteString("\n\n")
	}

	return b.String()
}

// indent indents all lines of a block but the first, and begins with a marker.
func indent(marker, block string) string {
	return marker + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", "\n"+strings.Repeat(" ", len(marker)))
}

// prefix begins every line of a block with a marker.
func prefix(marker, block string) string {
	return marker + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", "\n"+marker)
}

func heading(m *mutator, _ int) string {
	attributes := pick(m, []string{
		"", "", "{#a}", "{#a}", "{#a code=CA-102}", "{#expired code=CA-101}", "{#a code=../x1}", "{#sp:main}", "{#a b}",
		`{#a aliases="b c b"}`, "{#a onclick=alert(1) style=x .c}", "{#" + pick(m, texts) + "}", `{#a title="` +
			m.text() + `"}`,
		"{", "{#}", "{#a", "{}",
	})

	line := strings.Repeat("#", 1+m.IntN(7)) + " " + inline(m, 0) + " " + attributes + "\n"
	return strings.Repeat(line, m.many(300))
}

func paragraph(m *mutator, _ int) string {
	var b strings.Builder
	for range 1 + m.IntN(4) {
		b.WriteString(inline(m, 0) + pick(m, []string{" ", "\n", "  \n", "\\\n", ""}))
	}

	return b.String()
}

// inlineKinds returns what writes text in a line.
func inlineKinds() []piece {
	return []piece{
		func(m *mutator, _ int) string { return m.text() },
		func(m *mutator, _ int) string { return pick(m, odd) },
		func(m *mutator, _ int) string { return "<" + m.address() + ">" },
		func(m *mutator, _ int) string { return "[a]: " + m.address() + " 'b'\n\n[a]" },
		func(m *mutator, _ int) string { return "`" + m.text() + "`" },
		func(m *mutator, _ int) string { return "{{ " + m.text() + " }}" },
		func(m *mutator, _ int) string { return "[^" + pick(m, []string{"a", "b", "years", "", "<b>"}) + "]" },
		func(m *mutator, d int) string { return "[" + inline(m, d+1) + "](" + m.address() + ")" },
		func(m *mutator, d int) string {
			return "[" + inline(m, d+1) + "](<" + m.address() + "> \"" + m.text() + "\")"
		},
		func(m *mutator, d int) string {
			return "![" + inline(m, d+1) + "](" + m.address() + " \"" + m.text() + "\")"
		},
		func(m *mutator, d int) string { return "![a](" + pick(m, media) + ` "` + m.text() + `")` },
		func(m *mutator, d int) string { return "**" + inline(m, d+1) + "**" },
		func(m *mutator, d int) string { return "~~*" + inline(m, d+1) + "*~~" },
		func(m *mutator, d int) string { return tag(m, inline(m, d+1)) },
		func(m *mutator, _ int) string { return repetition(m, m.many(10_000)) },
	}
}

// media are files that articles show.
var media = []string{"list.png", "photo.jpg", "light.gif", "label.webp", "card.svg", "../cards/list.png",
	"/cards/list.png",
	"film.mp4", "form.pdf", "https://evil.example/x.png", "//evil.example/x.png", "data:image/png;base64,AAAA"}

func inline(m *mutator, depth int) string {
	if depth > 4 {
		return "a"
	}

	return pick(m, inlineKinds())(m, depth)
}

// repetition repeats a piece of notation, to find time that grows with the square of the length.
func repetition(m *mutator, n int) string {
	piece := pick(m, []string{"*", "_", "**a", "[", "![", "](", "[a](b", "`", "``a", "<", "<!--", "<a ", "&", "\\",
		"~", "~~a ",
		"{{", "{{ a", "{#a ", "[^", "[^a]", "|", "a@b.c ", "www.a.b ", "https://a.b ", "<b>", "</b>", ":", "![a][b",
		"\"", "()", "*a_ "})

	return strings.Repeat(piece, n)
}

func listBlock(m *mutator, depth int) string {
	var b strings.Builder
	for range m.many(300) {
		marker := pick(m, []string{"- ", "* ", "+ ", "1. ", "2) ", "999999999. ", "0. ", "- [ ] ", "- [x] "})
		item := inline(m, 0)
		if m.chance(8) {
			item = blocks(m, depth+1)
		}

		b.WriteString(indent(marker, item) + "\n")
	}

	return b.String()
}

func quotation(m *mutator, depth int) string {
	first := pick(m, []string{"", "[!NOTE]", "[!WARNING] " + inline(m, 0), "[!TAB] " + inline(m, 0), "[!TAB]",
		"[!DETAILS] a",
		"[!FAQ]- " + inline(m, 0), "[!" + m.text() + "]", "[!DETAILS]", "[!STEPS]"})

	return prefix("> ", first+"\n"+blocks(m, depth+1))
}

func table(m *mutator, _ int) string {
	columns := m.many(1000)
	row := func(cell func() string) string {
		cells := make([]string, columns)
		for i := range cells {
			cells[i] = cell()
		}

		return "| " + strings.Join(cells, " | ") + " |\n"
	}

	short := func() string { return pick(m, []string{"a", "`b`", "", "<br>", "\\|", "[a](b)", "<td>", "</table>"}) }
	table := row(short) + row(func() string { return pick(m, []string{"---", ":-:", "--:", "-"}) })
	if m.chance(3) {
		return table + strings.Repeat("| a | b |\n", m.many(1000))
	}

	for range min(m.many(100), 20_000/columns) {
		table += row(short)
	}

	return table
}

func codeBlock(m *mutator, _ int) string {
	fence := pick(m, []string{"```", "~~~", "````", "`````"})
	info := pick(m, []string{"", "go", "powershell", "html", "<script>", "a b=c", "{.go onclick=x}", "diff",
		"json title=\"" + m.text() + "\""})
	text := pick(m, []string{m.text(), "</code></pre><script>alert(1)</script>", strings.Repeat("a b <c>\n",
		m.many(1000)), "{{ desk }}"})
	end := pick(m, []string{fence, fence, "", "```"})

	return fence + info + "\n" + text + "\n" + end
}

// elements are names of HTML elements, allowed and not.
var elements = strings.Fields(`a abbr b base blockquote body br button caption center code col dd details dialog div dl
	dt em embed font form frameset h1 h2 h6 head hr html i iframe img input ins kbd li link main mark math meta noscript
	object ol option p picture plaintext pre q rp rt ruby s samp script section select small source span strike strong
	style sub summary sup svg table tbody td template textarea tfoot th thead title tr tt u ul var video
	wbr xmp x-y Tabs`)

// attributes are attributes of HTML elements with hostile values.
func attributes(m *mutator) string {
	var b strings.Builder
	for range m.IntN(4) {
		name := pick(m, []string{"href", "src", "srcset", "action", "formaction", "poster", "cite", "background",
			"xlink:href",
			"onclick", "onerror", "ONLOAD", "style", "id", "id", "name", "class", "title", "lang", "dir", "align",
			"width",
			"height", "colspan", "rowspan", "start", "span", "open", "data-index", "data-search", "role", "aria-label",
			"is",
			"srcdoc", "target", "rel", "ping", "type", "value", "datetime", "usemap", "sizes", "headers", "scope",
			"reversed"})

		value := pick(m, []func() string{m.address, m.text, func() string { return pick(m, oddNumbers) },
			func() string { return pick(m, media) + " 2x, " + m.address() }})()
		format := pick(m, []string{` %s="%s"`, ` %s='%s'`, ` %s=%s`, "\n%s\n=\n\"%s\"", ` %s="%s`, `/%s="%s"/`})
		fmt.Fprintf(&b, format, name, value)
	}

	return b.String()
}

// tag returns an HTML element with content. Its tags are not always complete.
func tag(m *mutator, content string) string {
	name := pick(m, elements)
	start := "<" + name + attributes(m) + pick(m, []string{">", ">", ">", "/>", "", " >"})
	end := pick(m, []string{"</" + name + ">", "</" + name + ">", "", "</" + pick(m, elements) + ">", "</" + name})

	return start + content + end
}

// htmlPieces are blocks of HTML that parsers read in different ways.
var htmlPieces = []string{
	"<script>alert(1)</script>",
	"<svg><style><img src=x onerror=alert(1)></style></svg>",
	"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">a</p></noscript>",
	"<table><tr><td><table>", "<table>a<tr>b<p>c</table><td>d<caption>e", "</main></body></html>", "<plaintext>",
	"<title>",
	"<textarea>", "<select><option>", "<h2><h3><b><i><a href=x><a href=y>",
	"<details open ontoggle=alert(1)><summary>a</summary>",
	"<!-- a --!><img src=x onerror=alert(1)>-->", "<!doctype html>", "<?php x ?>", "<![CDATA[ a ]]>",
	"<p><div><p><ul><p>",
	"<dl><dt><dd><dt></dl><li><dd>", "<picture><source srcset='javascript:alert(1) 1x'><img src=list.png></picture>",
	"<img src=list.png width=999999999 height=-1 srcset='list.png 1x, data:x 2x'>", "<a id=a name=b></a><a id=a></a>",
	"<ol start=999999999999 reversed><li value=1>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
	"<table><colgroup span=1000><col span=1000><tr><th colspan=1000 rowspan=65534>a</table>", "<ruby>a<rt>b<rp>c",
	"<summary>a</summary>", "<figure><figcaption>a</figure><figcaption>b", "<br></br></p><hr></hr>",
	"<a href=renew.md><a href=reader.md>",
}

func htmlBlock(m *mutator, depth int) string {
	switch m.IntN(3) {
	case 0:
		return pick(m, htmlPieces)
	case 1:
		return tag(m, "\n\n"+blocks(m, depth+1)+"\n\n")
	}

	return tag(m, inline(m, 0))
}

// container returns a callout or tabs in the notation of another program.
func container(m *mutator, depth int) string {
	text := blocks(m, depth+1)
	switch m.IntN(6) {
	case 0:
		return ":::" + pick(m, []string{"note", "tip[" + inline(m, 0) + "]", " details a", "", "x{y}"}) + "\n" + text +
			pick(m, []string{"\n:::", ""})
	case 1:
		return "!!! warning \"" + m.text() + "\"\n" + prefix("    ", text)
	case 2:
		return "=== \"" + m.text() + "\"\n" + prefix("    ", text)
	case 3:
		return "/// tip | " + m.text() + "\n" + text + "\n///"
	case 4:
		return "{% hint style=\"" + m.text() + "\" %}\n" + text + "\n{% endhint %}"
	}

	n := m.many(1000)
	return strings.Repeat(":::note\n", n) + "a\n" + strings.Repeat(":::\n", n)
}

func definition(m *mutator, depth int) string {
	return strings.Repeat(inline(m, 0)+"\n"+indent(": ", inline(m, 0))+"\n\n", m.many(100)) + indent(": ", blocks(m,
		depth+1))
}

func footnote(m *mutator, depth int) string {
	name := pick(m, []string{"a", "b", "years", "<b>"})
	return strings.Repeat("a[^"+name+"] ", m.many(1000)) + "\n\n" + indent("[^"+name+"]: ", blocks(m, depth+1))
}

// nesting repeats the beginning of blocks, each inside of the one before.
func nesting(m *mutator, _ int) string {
	piece := pick(m, []string{"> ", "- ", "1. ", "- > ", "> [!NOTE]\n> ", "<div>", "<b>", "<ul><li>",
		"<table><tr><td>", "<details>",
		"<blockquote>", "<span><div>", "<a>", "<h2>", "<font>", "<x-y>"})

	return strings.Repeat(piece, m.many(3000)) + " a"
}

func include(m *mutator, _ int) string {
	file := pick(m, []string{"contact.md", "../about.md", "../../config.yaml", "nothing.md", "/etc/passwd", "", "a\"b",
		"a/../contact.md"})
	return strings.Repeat("{{< include \""+file+"\" >}}\n", m.many(1000))
}
