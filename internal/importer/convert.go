package importer

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"signpost/internal/limit"
)

// resolver maps the addresses of links, and those of pictures.
type resolver struct{ link, picture func(string) string }

// convert converts the HTML of an article to Markdown.
func convert(page string, resolve resolver) ([]byte, error) {
	page = markers.ReplaceAllString(page, "\uFFFD")
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}

	if isTooDense(doc) {
		return nil, errTooDense
	}

	rewrite(doc)
	protect(doc)
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && !isInside(n, "code", "pre") {
			n.Data = strings.ReplaceAll(n.Data, "{{", braces)
		}

		switch n.DataAtom {
		case atom.A:
			resolveAttribute(n, "href", resolve.link)
		case atom.Img:
			resolveAttribute(n, "src", resolve.picture)
		}
	}

	c := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithSpanCellBehavior(table.SpanBehaviorMirror)),
	))

	for _, name := range []string{"sub", "sup", "mark", "ins", "small"} {
		c.Register.RendererFor(name, converter.TagTypeInline, base.RenderAsHTML, converter.PriorityStandard)
	}

	text, err := c.ConvertNode(doc)
	text = labelParagraph.ReplaceAll(text, []byte("$1\n"))

	return markers.ReplaceAllFunc(text, func(m []byte) []byte {
		return []byte(markerText[string(m)])
	}), err
}

// errTooDense reports a page that the converter would need minutes for.
var errTooDense = errors.New("a paragraph has too many brackets, or too many elements such as <b>")

// isTooDense reports whether paragraphs contain so many brackets and inline elements that comparing them with each
// other, as the converter does, takes longer than a few seconds.
func isTooDense(doc *html.Node) bool {
	const most = 8 * limit.Work
	work, inBlock := 0, 0
	for n := range doc.Descendants() {
		before := inBlock
		switch {
		case n.Type == html.TextNode:
			inBlock += strings.Count(n.Data, "[")
		case n.Type == html.ElementNode && blockName.MatchString(n.Data):
			before, inBlock = 0, 0
		default:
			inBlock++
		}

		work += inBlock*inBlock - before*before
	}

	return work > most
}

func resolveAttribute(n *html.Node, key string, resolve func(string) string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr[i].Val = resolve(a.Val)
		}
	}
}

// The markers stand for Markdown that the converter would escape. They are Unicode noncharacters, which do
// not occur in text.
const (
	braces           = "\uFDD0"
	placeholderStart = "\uFDD1"
	placeholderEnd   = "\uFDD2"
	labelStart       = "\uFDD3"
	labelEnd         = "\uFDD4"
	idStart          = "\uFDD5"
	idEnd            = "\uFDD6"
	underscore       = "\uFDD7"
	bar              = "\uFDD8"
	backslash        = "\uFDD9"
)

var markerText = map[string]string{
	braces:           `\{{`,
	placeholderStart: "[to do: describe ",
	placeholderEnd:   "]",
	labelStart:       "[!",
	labelEnd:         "]",
	idStart:          "{#",
	idEnd:            "}",
	underscore:       "_",
	bar:              `\|`,
	backslash:        `\`,
}

var (
	markers = regexp.MustCompile("[" + braces + "-" + backslash + "]")

	// labelParagraph matches the label of a callout, whose text must begin on the next line.
	labelParagraph = regexp.MustCompile("(" + labelStart + "[^\n]*)\n[ >]*\n")
)

// isInside reports whether a node is inside an element with one of the names.
func isInside(n *html.Node, names ...string) bool {
	for p := range n.Ancestors() {
		for _, name := range names {
			if p.Type == html.ElementNode && p.Data == name {
				return true
			}
		}
	}

	return false
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}

	return ""
}

// mediaSource returns the address of what an element embeds.
func mediaSource(n *html.Node) string {
	return cmp.Or(attribute(n, "data"), attribute(n, "src"))
}
