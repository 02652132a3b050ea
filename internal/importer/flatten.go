package importer

import (
	"html"
	"strings"

	parser "golang.org/x/net/html"
)

// flatTags are the elements that [flatten] keeps.
var flatTags = map[string]bool{"a": true, "br": true, "img": true}

// flatten returns the text, links and pictures of a page whose elements are nested deeper than a parser reads. Every
// other tag begins a paragraph.
func flatten(page string) string {
	var b strings.Builder
	hidden := ""
	z := parser.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == parser.ErrorToken {
			return b.String()
		}

		token := z.Token()
		isStart := kind == parser.StartTagToken
		switch {
		case kind == parser.TextToken && hidden == "":
			b.WriteString(html.EscapeString(token.Data))
		case kind == parser.TextToken, kind == parser.CommentToken, kind == parser.DoctypeToken:
		case flatTags[token.Data]:
			b.WriteString(token.String())
		case isStart && hiddenElements[token.DataAtom]:
			hidden = token.Data
		case token.Data == hidden:
			hidden = ""
		default:
			b.WriteString("<p>")
		}
	}
}
