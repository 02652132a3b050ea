package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// restate says in other elements what the converter would lose.
func restate(doc *html.Node) {
	var elements []*html.Node
	down := false
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements = append(elements, n)
			down = down || n.Data == "h1"
		}
	}
	for _, n := range elements {
		switch {
		case shown[n.Data]:
			note(n)
		case n.Data == "a" && attribute(n, "href") == "":
			rename(n, atom.Span) // a place to link to
		case n.Data == "td" || n.Data == "th":
			flatten(n)
		case n.Data == "details":
			fold(n)
		case n.Data == "div" || n.Data == "aside":
			callOut(n)
		case heading.MatchString(n.Data):
			entitle(n, down)
		}
	}
}

func rename(n *html.Node, to atom.Atom) { n.Data, n.DataAtom = to.String(), to }

func text(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// shown are the elements that show something which Markdown cannot hold.
var shown = map[string]bool{"iframe": true, "video": true, "audio": true, "embed": true, "object": true}

// note puts a note of what is left to say in the place of an element; lint tells of it.
func note(n *html.Node) {
	source := sourceOf(n)
	empty(n)
	rename(n, atom.P)
	n.Attr = nil
	n.AppendChild(text(open + cmp.Or(source, "the film or sound in this place") + end))
}

// empty takes the children of a node away, and returns them.
func empty(n *html.Node) (children []*html.Node) {
	for n.FirstChild != nil {
		children = append(children, n.FirstChild)
		n.RemoveChild(n.FirstChild)
	}
	return children
}

var (
	heading = regexp.MustCompile(`^h[1-6]$`)
	plainID = regexp.MustCompile(`^[A-Za-z][\w-]*$`)
	levels  = []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}
)

// entitle lets a heading keep its id, which links from anywhere may name. Where the text has headings of the level that the title of the article
// has, each goes one down. A heading in what is folded or set apart becomes bold: none can stand there.
func entitle(n *html.Node, down bool) {
	if within(n, "blockquote") {
		rename(n, atom.P)
		bold := &html.Node{Type: html.ElementNode, Data: "strong", DataAtom: atom.Strong}
		for _, child := range empty(n) {
			bold.AppendChild(child)
		}
		n.AppendChild(bold)
		return
	}
	if level := slices.Index(levels, n.DataAtom); down && level < len(levels)-1 {
		rename(n, levels[level+1])
	}
	if id := attribute(n, "id"); plainID.MatchString(id) && strings.TrimSpace(textOf(n)) != "" {
		n.AppendChild(text(" " + address + strings.ReplaceAll(id, "_", under) + addressTo))
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// fold makes details of signpost of those of HTML.
func fold(n *html.Node) {
	summary := "More"
	for _, child := range empty(n) {
		if child.Data == "summary" {
			summary = cmp.Or(strings.Join(strings.Fields(textOf(child)), " "), summary)
			continue
		}
		n.AppendChild(child)
	}
	quote(n, "DETAILS", " "+summary)
}

// quote makes a quotation with a label of an element.
func quote(n *html.Node, kind, title string) {
	rename(n, atom.Blockquote)
	n.Attr = nil
	first := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
	first.AppendChild(text(label + kind + labelEnd + title))
	n.InsertBefore(first, n.FirstChild)
}

var (
	setApart = regexp.MustCompile(`(?i)\b(?:callout|admonition|alert|notice|infobox)\b`)
	kinds    = []struct {
		class *regexp.Regexp
		kind  string
	}{
		{regexp.MustCompile(`(?i)danger|error|caution`), "CAUTION"},
		{regexp.MustCompile(`(?i)warn`), "WARNING"},
		{regexp.MustCompile(`(?i)important`), "IMPORTANT"},
		{regexp.MustCompile(`(?i)tip|success`), "TIP"},
		{regexp.MustCompile(``), "NOTE"},
	}
)

// callOut makes a callout of what a help centre sets apart. One within another is part of it.
func callOut(n *html.Node) {
	class := attribute(n, "class")
	if !setApart.MatchString(class) || within(n, "blockquote", "li") {
		return
	}
	for _, k := range kinds {
		if k.class.MatchString(class) {
			quote(n, k.kind, "")
			return
		}
	}
}

// apart is what stands between a part of a cell and what is before it: a row of a table is one line in Markdown.
var apart = map[string]string{"li": "; ", "tr": "; "}

// blocks begin a line of their own.
var blocks = regexp.MustCompile(`^(?:br|p|div|ul|ol|li|h[1-6]|blockquote|section|figure|table|thead|tbody|tr|td|th|details|summary|hr|pre|dl|dt|dd)$`)

// liner puts what is in a cell into one line.
type liner struct {
	line []*html.Node
	gap  string
}

// flatten puts what is in a cell into one line. The converter would give the whole table up.
func flatten(cell *html.Node) {
	var l liner
	l.take(cell)
	for _, n := range l.line {
		cell.AppendChild(n)
	}
}

func (l *liner) take(n *html.Node) {
	var before string // what stood before in this element
	for _, child := range empty(n) {
		switch {
		case child.Type == html.ElementNode && blocks.MatchString(child.Data):
			l.part(" ")
			if child.Data == before {
				l.part(apart[child.Data])
			}
			before = child.Data
			l.take(child)
			l.part(" ")
		case child.Type == html.TextNode && strings.TrimSpace(child.Data) == "":
			l.part(" ")
		default:
			if l.gap != "" && len(l.line) > 0 {
				l.line = append(l.line, text(l.gap))
			}
			l.gap = ""
			if child.Type == html.TextNode {
				child.Data = strings.ReplaceAll(child.Data, "\n", " ")
			}
			l.line = append(l.line, child)
		}
	}
}

// part leaves a gap before what comes next, unless there is a wider one already.
func (l *liner) part(gap string) {
	if len(gap) > len(l.gap) {
		l.gap = gap
	}
}
