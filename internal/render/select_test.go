package render

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// find returns the elements below n that match a selector, in the order of the page. A selector is a list of parts
// that are separated by spaces: a name, .class, #id, [attribute], or several of them together.
func find(n *html.Node, selector string) []*html.Node {
	found := []*html.Node{n}
	for part := range strings.FieldsSeq(selector) {
		var next []*html.Node
		for _, from := range found {
			for d := range from.Descendants() {
				if d.Type == html.ElementNode && matches(d, part) && !slices.Contains(next, d) {
					next = append(next, d)
				}
			}
		}

		found = next
	}

	return found
}

func matches(n *html.Node, part string) bool {
	name, rest := cut(part)
	if name != "" && name != n.Data {
		return false
	}

	for rest != "" {
		kind := rest[0]
		name, rest = cut(rest[1:])
		name = strings.TrimSuffix(name, "]")
		ok := false

		switch kind {
		case '.':
			ok = slices.Contains(strings.Fields(attribute(n, "class")), name)
		case '#':
			ok = attribute(n, "id") == name
		case '[':
			ok = slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
		}

		if !ok {
			return false
		}
	}

	return true
}

func cut(part string) (name, rest string) {
	if i := strings.IndexAny(part, ".#["); i >= 0 {
		return part[:i], part[i:]
	}

	return part, ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}

	return ""
}

// content is the text of an element on one line.
func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}

	return strings.Join(strings.Fields(b.String()), " ")
}
