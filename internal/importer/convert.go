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
	"golang.org/x/net/html/atom"
)

// convert makes Markdown of an article's HTML. address says where each link leads from now on.
func convert(page string, address func(string) string) ([]byte, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	for n := range doc.Descendants() {
		for i, a := range n.Attr {
			if n.Data == "a" && a.Key == "href" {
				n.Attr[i].Val = address(a.Val)
			}
		}
		switch {
		case shown[n.Data] && n.Type == html.ElementNode:
			note(n)
		case n.Type == html.TextNode && !inCode(n):
			n.Data = strings.ReplaceAll(n.Data, "{{", braces)
		}
	}
	c := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), strikethrough.NewStrikethroughPlugin(), table.NewTablePlugin(),
	))
	text, err := c.ConvertNode(doc)
	return marks.ReplaceAllFunc(text, func(mark []byte) []byte { return []byte(meant[string(mark)]) }), err
}

// Characters that no text has stand for what the converter would escape.
const (
	braces = "\uE000"
	open   = "\uE001"
	end    = "\uE002"
)

var (
	marks = regexp.MustCompile("[" + braces + open + end + "]")
	meant = map[string]string{braces: `\{{`, open: "[to do: say what ", end: " shows]"}
)

// shown are the elements that show something which Markdown cannot hold.
var shown = map[string]bool{"iframe": true, "video": true, "audio": true, "embed": true, "object": true}

// note puts a note of what is left to say in the place of an element; lint tells of it.
func note(n *html.Node) {
	var source string
	for _, a := range n.Attr {
		if a.Key == "src" || a.Key == "data" {
			source = a.Val
		}
	}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Data, n.DataAtom, n.Attr = "p", atom.P, nil
	n.AppendChild(&html.Node{Type: html.TextNode, Data: open + cmp.Or(source, "the film or sound in this place") + end})
}

// inCode reports whether a text stands in code, where braces mean nothing.
func inCode(n *html.Node) bool {
	for p := range n.Ancestors() {
		if p.Data == "code" || p.Data == "pre" {
			return true
		}
	}
	return false
}
