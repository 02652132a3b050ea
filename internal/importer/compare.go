package importer

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"signpost/internal/markdown"
)

// Difference describes how the Markdown of an article differs from its HTML for a reader.
type Difference struct {
	File string // in the content folder

	Unpublishable string // why the site refuses the file; the text was not compared

	Missing []string // words that are no longer in the text
	Added   []string // words that were not in the text, and characters that are markup and became visible
	Links   []string // destinations of missing links and pictures
}

// isNone reports whether readers see the same.
func (d *Difference) isNone() bool { return len(d.Missing)+len(d.Added)+len(d.Links) == 0 }

// compare compares the HTML of an article with the Markdown that was made from it. resolve maps addresses as it did for
// the Markdown.
func compare(page, text string, resolve resolver) Difference {
	before := readHTML(page, resolve)
	after := readMarkdown(text)

	d := Difference{
		Missing: lost(before.words, after.words),
		Links:   lost(before.links, after.links),
	}

	for word := range after.words {
		if before.words[word]+before.optional[word] == 0 {
			d.Added = append(d.Added, word)
		}
	}

	for _, sign := range lost(after.signs, before.signs) {
		if before.signs[sign] == 0 || !before.repeats {
			d.Added = append(d.Added, sign)
		}
	}

	slices.Sort(d.Added)

	return d
}

// lost returns the sorted keys that occur less often afterwards.
func lost(before, after map[string]int) []string {
	var keys []string
	for key, count := range before {
		if after[key] < count {
			keys = append(keys, key)
		}
	}

	slices.Sort(keys)

	return keys
}

// content counts what readers see of an article.
type content struct {
	words map[string]int
	signs map[string]int // characters that are markup
	links map[string]int // 1 for each destination

	optional map[string]int // words of pictures, which are part of the text in some places
	repeats  bool           // some cells of tables are repeated
}

// markup contains characters that Markdown hides, without those that plain text adds to lists and tables.
const markup = "*_~`[]\\<>{}#"

func readText(text string) content {
	c := content{
		words: map[string]int{},
		signs: map[string]int{},
		links: map[string]int{},
	}

	isSeparator := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }
	for word := range strings.FieldsFuncSeq(text, isSeparator) {
		c.words[word]++
	}

	for _, r := range text {
		if strings.ContainsRune(markup, r) {
			c.signs[string(r)]++
		}
	}

	return c
}

// addLink adds the destination of a link. Two spellings of the same address count as one.
func (c *content) addLink(address string) {
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}

	if address = strings.TrimSpace(address); address != "" {
		c.links[address] = 1
	}
}

// hiddenElements have no text that readers see, or are replaced by a link or a placeholder.
var hiddenElements = map[atom.Atom]bool{
	atom.Head: true, atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true,
	atom.Iframe: true, atom.Video: true, atom.Audio: true, atom.Embed: true, atom.Object: true,
}

// readHTML reads an article of the other help centre.
func readHTML(page string, resolve resolver) content {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return readText("")
	}

	r := htmlReader{}
	r.visit(doc)

	c := readText(r.text.String())
	c.optional = readText(r.alts.String()).words
	c.repeats = r.repeats
	for _, address := range r.links {
		c.addLink(resolve.link(address))
	}

	for _, address := range r.pictures {
		c.addLink(resolve.picture(address))
	}

	return c
}

// htmlReader collects what readers see of HTML.
type htmlReader struct {
	text, alts strings.Builder
	links      []string
	pictures   []string
	repeats    bool
	number     int // of the next item of a list
}

func (r *htmlReader) visit(n *html.Node) {
	if hiddenElements[n.DataAtom] {
		r.embed(n)
		return
	}

	if n.Type == html.TextNode {
		r.text.WriteString(n.Data)
	}

	r.element(n)
	separator := ""
	if n.Type == html.ElementNode && blockName.MatchString(n.Data) {
		separator = "\n"
	}

	r.text.WriteString(separator)
	for child := range n.ChildNodes() {
		r.visit(child)
	}

	r.text.WriteString(separator)
}

// embed reads an embedded film or page, which becomes a link.
func (r *htmlReader) embed(n *html.Node) {
	if source := mediaSource(n); isEmbed[n.Data] && source != "" {
		r.links = append(r.links, source)
		r.text.WriteString("\n" + embedTitle(n) + "\n")
	}
}

// element reads what an element shows besides its children.
func (r *htmlReader) element(n *html.Node) {
	switch n.DataAtom {
	case atom.A:
		r.links = append(r.links, attribute(n, "href"))
	case atom.Img:
		r.pictures = append(r.pictures, attribute(n, "src"))
		r.alts.WriteString(attribute(n, "alt") + "\n")
	case atom.Ol:
		r.number, _ = strconv.Atoi(cmp.Or(attribute(n, "start"), "1"))
	case atom.Li:
		if n.Parent.DataAtom == atom.Ol && !isEmpty(n) {
			fmt.Fprintf(&r.text, "\n%d ", r.number)
			r.number++
		}
	case atom.Td, atom.Th:
		r.repeats = r.repeats || attribute(n, "rowspan")+attribute(n, "colspan") != ""
	case atom.Details:
		if !hasSummary(n) {
			r.text.WriteString(defaultSummary)
		}
	}
}

// isEmpty reports whether an element shows nothing.
func isEmpty(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img {
			return false
		}
	}

	return strings.TrimSpace(textContent(n)) == ""
}

func hasSummary(details *html.Node) bool {
	for child := range details.ChildNodes() {
		if child.DataAtom == atom.Summary {
			return strings.TrimSpace(textContent(child)) != ""
		}
	}

	return false
}

var placeholder = regexp.MustCompile(regexp.QuoteMeta(markerText[placeholderStart]) + `[^\]]*\]`)

// readMarkdown reads an article as the site does.
func readMarkdown(text string) content {
	d := markdown.Parse([]byte(text), markdown.Options{})
	var b strings.Builder
	var links []markdown.Link
	for _, s := range d.Sections {
		if s.Heading != nil {
			b.WriteString(markdown.PlainText(s.Heading, d.Source) + "\n")
			links = append(links, d.Render([]ast.Node{s.Heading}).Links...)
		}

		b.WriteString(d.Text(s.Blocks) + "\n")
		links = append(links, d.Render(s.Blocks).Links...)
	}

	c := readText(placeholder.ReplaceAllString(b.String(), ""))
	for _, l := range links {
		c.addLink(l.Dest)
	}

	return c
}
