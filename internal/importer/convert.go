package importer

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
)

// convert makes Markdown of an article's HTML. address says where each link leads from now on.
func convert(page string, address func(string) string) ([]byte, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	restate(doc)
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && !inCode(n) {
			n.Data = strings.ReplaceAll(n.Data, "{{", braces)
		}
		for i, a := range n.Attr {
			if n.Data == "a" && a.Key == "href" {
				n.Attr[i].Val = address(a.Val)
			}
		}
	}
	c := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithSpanCellBehavior(table.SpanBehaviorMirror)),
	))
	text, err := c.ConvertNode(doc)
	text = labelled.ReplaceAll(text, []byte("$1\n"))
	return marks.ReplaceAllFunc(text, func(mark []byte) []byte { return []byte(meant[string(mark)]) }), err
}

// What the converter would escape is written as one of Unicode's noncharacters, which no text has.
const (
	braces    = "\uFDD0"
	open      = "\uFDD1"
	end       = "\uFDD2"
	label     = "\uFDD3"
	labelEnd  = "\uFDD4"
	address   = "\uFDD5"
	addressTo = "\uFDD6"
	under     = "\uFDD7"
)

var (
	marks = regexp.MustCompile("[" + braces + "-" + under + "]")
	meant = map[string]string{
		braces: `\{{`, open: "[to do: say what ", end: " shows]", label: "[!", labelEnd: "]", address: "{#", addressTo: "}", under: "_",
	}
	labelled = regexp.MustCompile("(" + label + "[^\n]*)\n[ >]*\n") // the text begins on the line below the label
)

// inCode reports whether a text stands in code, where braces mean nothing.
func inCode(n *html.Node) bool { return within(n, "code", "pre") }

func within(n *html.Node, names ...string) bool {
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

// sourceOf is where what an element shows comes from.
func sourceOf(n *html.Node) string { return cmp.Or(attribute(n, "data"), attribute(n, "src")) }
