package sanitise

import (
	"bytes"
	"strings"

	parser "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isAsWritten reports whether a browser builds exactly the elements whose tags are in the HTML.
func isAsWritten(html []byte) bool {
	context := &parser.Node{Type: parser.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := parser.ParseFragment(bytes.NewReader(html), context)
	if err != nil {
		return false
	}

	var built structure
	for _, n := range nodes {
		built.node(n)
	}

	return bytes.Equal(structureOf(html), built)
}

// structure is HTML without attributes and entities. Tags begin with bytes that no text contains.
type structure []byte

const (
	startTag = "\xfe"
	endTag   = "\xff"
)

func (s *structure) tag(prefix, name string) {
	*s = append(*s, prefix...)
	*s = append(*s, lowerASCII([]byte(name))...)
	*s = append(*s, '>')
}

// node adds a node. Its depth is limited by the parser.
func (s *structure) node(n *parser.Node) {
	if n.Type == parser.TextNode {
		*s = append(*s, n.Data...)
	}

	if n.Type != parser.ElementNode {
		return
	}

	s.tag(startTag, n.Data)
	for c := range n.ChildNodes() {
		s.node(c)
	}

	if !voidElements[n.Data] {
		s.tag(endTag, n.Data)
	}
}

// structureOf returns the structure that the tags of HTML have.
func structureOf(html []byte) structure {
	var s structure
	isFirst := false // in an element whose content begins after a line break
	z := parser.NewTokenizer(bytes.NewReader(html))
	for z.Next() != parser.ErrorToken {
		token := z.Token()
		switch token.Type {
		case parser.TextToken:
			text := token.Data
			if isFirst {
				text = strings.TrimPrefix(text, "\n")
			}

			s = append(s, text...)
		case parser.StartTagToken, parser.SelfClosingTagToken:
			s.tag(startTag, token.Data)
		case parser.EndTagToken:
			s.tag(endTag, token.Data)
		}

		isFirst = token.Type == parser.StartTagToken && (token.Data == "pre" || token.Data == "textarea")
	}

	return s
}
