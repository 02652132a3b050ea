package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rewrite replaces elements that the converter would lose.
func rewrite(doc *html.Node) {
	var elements []*html.Node
	hasH1 := false
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements = append(elements, n)
			hasH1 = hasH1 || n.Data == "h1"
		}
	}

	for _, n := range elements {
		switch {
		case isEmbed[n.Data]:
			rewriteEmbed(n)
		case n.Data == "a" && attribute(n, "href") == "":
			rename(n, atom.Span) // an anchor
		case n.Data == "td" || n.Data == "th":
			rewriteCell(n)
		case n.Data == "details":
			rewriteDetails(n)
		case n.Data == "div" || n.Data == "aside":
			rewriteCallout(n)
		case headingName.MatchString(n.Data):
			rewriteHeading(n, hasH1)
		}
	}
}

func rename(n *html.Node, to atom.Atom) {
	n.Data, n.DataAtom = to.String(), to
}

func newText(s string) *html.Node {
	return &html.Node{Type: html.TextNode, Data: s}
}

func newElement(name atom.Atom) *html.Node {
	return &html.Node{
		Type:     html.ElementNode,
		Data:     name.String(),
		DataAtom: name,
	}
}

// isEmbed has the elements that Markdown cannot express.
var isEmbed = map[string]bool{
	"iframe": true,
	"video":  true,
	"audio":  true,
	"embed":  true,
	"object": true,
}

// rewriteEmbed replaces embedded media with a link or, without an address, with a placeholder, which lint reports.
func rewriteEmbed(n *html.Node) {
	source, title := mediaSource(n), embedTitle(n)
	removeChildren(n)
	rename(n, atom.P)
	n.Attr = nil
	if source == "" {
		n.AppendChild(newText(placeholderStart + "the video or audio here" + placeholderEnd))
		return
	}

	link := newElement(atom.A)
	link.Attr = []html.Attribute{{Key: "href", Val: source}}
	link.AppendChild(newText(title))
	n.AppendChild(link)
}

// removeChildren removes and returns the children of a node.
func removeChildren(n *html.Node) (children []*html.Node) {
	for n.FirstChild != nil {
		children = append(children, n.FirstChild)
		n.RemoveChild(n.FirstChild)
	}

	return children
}

var (
	headingName = regexp.MustCompile(`^h[1-6]$`)
	simpleID    = regexp.MustCompile(`^[A-Za-z][\w-]*$`)
	levels      = []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}
)

// rewriteHeading keeps the ID of a heading, since links from other sites may name it. If the article contains
// headings of the level of its title, all move down one level. A heading inside a callout becomes bold, since
// callouts cannot contain headings.
func rewriteHeading(n *html.Node, moveDown bool) {
	if isInside(n, "blockquote") {
		rename(n, atom.P)
		bold := newElement(atom.Strong)
		for _, child := range removeChildren(n) {
			bold.AppendChild(child)
		}

		n.AppendChild(bold)
		return
	}

	if level := slices.Index(levels, n.DataAtom); moveDown && level < len(levels)-1 {
		rename(n, levels[level+1])
	}

	escapeBraces(n)
	id := attribute(n, "id")
	if simpleID.MatchString(id) && strings.TrimSpace(textContent(n)) != "" {
		escaped := strings.ReplaceAll(id, "_", underscore)
		n.AppendChild(newText(" " + idStart + escaped + idEnd))
	}
}

func textContent(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}

	return b.String()
}

// defaultSummary is the title of details without one.
const defaultSummary = "More"

// rewriteDetails turns a details element into a callout.
func rewriteDetails(n *html.Node) {
	summary := defaultSummary
	for _, child := range removeChildren(n) {
		if child.Data == "summary" {
			text := strings.Join(strings.Fields(textContent(child)), " ")
			summary = cmp.Or(text, summary)
			continue
		}

		n.AppendChild(child)
	}

	makeCallout(n, "DETAILS", " "+summary)
}

// makeCallout turns an element into a quotation with a label.
func makeCallout(n *html.Node, kind, title string) {
	rename(n, atom.Blockquote)
	n.Attr = nil
	label := newElement(atom.P)
	label.AppendChild(newText(labelStart + kind + labelEnd + title))
	n.InsertBefore(label, n.FirstChild)
}

// calloutClass matches the classes that help centres use for highlighted text.
var calloutClass = regexp.MustCompile(`(?i)\b(?:callout|admonition|alert|notice|infobox)\b`)

// calloutKinds has the kind of callout for each class; the first match counts.
var calloutKinds = []struct {
	class *regexp.Regexp
	kind  string
}{
	{regexp.MustCompile(`(?i)danger|error|caution`), "CAUTION"},
	{regexp.MustCompile(`(?i)warn`), "WARNING"},
	{regexp.MustCompile(`(?i)important`), "IMPORTANT"},
	{regexp.MustCompile(`(?i)tip|success`), "TIP"},
	{regexp.MustCompile(``), "NOTE"},
}

// rewriteCallout turns highlighted text into a callout, unless it is inside another one or a list.
func rewriteCallout(n *html.Node) {
	class := attribute(n, "class")
	if !calloutClass.MatchString(class) || isInside(n, "blockquote", "li") {
		return
	}

	for _, k := range calloutKinds {
		if k.class.MatchString(class) {
			makeCallout(n, k.kind, "")
			return
		}
	}
}

// separators has the text between two elements of the same name in a cell.
var separators = map[string]string{
	"li": "; ",
	"tr": "; ",
}

// blockName matches elements that begin on a new line.
var blockName = regexp.MustCompile(`^(?:br|p|div|ul|ol|li|h[1-6]|blockquote|section|figure|` +
	`table|thead|tbody|tr|td|th|details|summary|hr|pre|dl|dt|dd)$`)

// rewriteCell puts the content of a cell on one line, which is all that a Markdown table allows. The
// converter would otherwise drop the whole table.
func rewriteCell(cell *html.Node) {
	limitSpan(cell)

	var j lineJoiner
	j.addChildren(cell)
	for _, n := range j.line {
		cell.AppendChild(n)
	}
}

// maxSpan limits the number of copies of a cell that covers several rows and columns.
const maxSpan = 100

// limitSpan removes the spans of a cell that would become too many copies.
func limitSpan(cell *html.Node) {
	copies := 1
	for i, a := range cell.Attr {
		if a.Key != "rowspan" && a.Key != "colspan" {
			continue
		}

		n, err := strconv.Atoi(a.Val)
		copies *= max(n, 1)
		if err != nil || n > maxSpan || copies > maxSpan {
			copies = 1
			cell.Attr[i].Val = "1"
		}
	}
}

// lineJoiner joins nodes on one line.
type lineJoiner struct {
	line      []*html.Node
	separator string // before the next node
}

// addChildren moves the children of a node to the line.
func (j *lineJoiner) addChildren(n *html.Node) {
	var previous string
	for _, child := range removeChildren(n) {
		switch {
		case child.Type == html.ElementNode && blockName.MatchString(child.Data):
			j.separate(" ")
			if child.Data == previous {
				j.separate(separators[child.Data])
			}

			previous = child.Data
			j.addChildren(child)
			j.separate(" ")

		case child.Type == html.TextNode && strings.TrimSpace(child.Data) == "":
			j.separate(" ")
		default:
			j.add(child)
		}
	}
}

func (j *lineJoiner) add(n *html.Node) {
	if j.separator != "" && len(j.line) > 0 {
		j.line = append(j.line, newText(j.separator))
	}

	j.separator = ""
	if n.Type == html.TextNode {
		n.Data = strings.ReplaceAll(n.Data, "\n", " ")
	}

	j.line = append(j.line, n)
}

// separate sets the separator before the next node, unless there is a longer one.
func (j *lineJoiner) separate(separator string) {
	if len(separator) > len(j.separator) {
		j.separator = separator
	}
}

// embedTitle returns the text of the link that replaces embedded media.
func embedTitle(n *html.Node) string {
	return cmp.Or(strings.TrimSpace(attribute(n, "title")), mediaSource(n))
}
