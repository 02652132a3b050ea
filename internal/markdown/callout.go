package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Callout is a kind of callout.
type Callout struct {
	// Kind is the word in the brackets, in lower case: [!NOTE]. It is also the key of the callout's title among the
	// labels of a theme (words.note in strings.yaml).
	Kind string

	// Class is the CSS class besides "callout". Kinds may share one.
	Class string

	// English is the title of the callout where a theme has none.
	English string
}

// callouts lists every kind. To add one, add a row here and its title to each strings.yaml of the default theme, and
// mention it in docs/writing.md. With the class of another kind it needs no CSS.
var callouts = []Callout{
	{Kind: "note", Class: "note", English: "Note"},
	{Kind: "tip", Class: "tip", English: "Tip"},
	{Kind: "important", Class: "important", English: "Important"},
	{Kind: "warning", Class: "warning", English: "Warning"},
	{Kind: "caution", Class: "caution", English: "Caution"},
}

// Words of quotations that readers can open and close. Adjacent tabs are a group, and only one tab of a group is open.
const (
	details = "details"
	tab     = "tab"
)

// QuotationWords returns the words that can be in the brackets of [!WORD], in lower case: the kinds of callouts,
// details and tab.
func QuotationWords() []string {
	var words []string
	for _, c := range callouts {
		words = append(words, c.Kind)
	}

	return append(words, details, tab)
}

func calloutByKind(kind string) (Callout, bool) {
	i := slices.IndexFunc(callouts, func(c Callout) bool { return c.Kind == kind })
	if i < 0 {
		return Callout{}, false
	}

	return callouts[i], true
}

// Attributes of quotations.
const (
	wordAttribute  = "word"
	groupAttribute = "group" // of a tab
)

// marker is the first line of a quotation, "[!TAB] On Windows".
type marker struct {
	word     string // in lower case
	hasLabel bool
	start    int // offset of the line
	end      int // offset after the bracket
}

func (d *Document) readMarker(quotation *ast.Blockquote) (m marker, ok bool) {
	paragraph, ok := quotation.FirstChild().(*ast.Paragraph)
	if !ok {
		return marker{}, false
	}

	line := paragraph.Lines().At(0)
	inner, ok := bytes.CutPrefix(line.Value(d.Source), []byte("[!"))
	if !ok {
		return marker{}, false
	}

	word, rest, ok := bytes.Cut(inner, []byte("]"))
	if !ok || bytes.ContainsAny(word, "[ \t") {
		return marker{}, false
	}

	hasLabel := len(bytes.TrimSpace(rest)) > 0
	if hasLabel && rest[0] != ' ' { // "[!important](/x/)" is a link
		return marker{}, false
	}

	m = marker{
		word:     strings.ToLower(string(word)),
		hasLabel: hasLabel,
		start:    line.Start,
		end:      line.Start + len("[!]") + len(word),
	}

	return m, true
}

// markCallout turns a quotation that begins with "[!WORD]" into a callout, details or a tab.
func (d *Document) markCallout(quotation *ast.Blockquote) {
	m, ok := d.readMarker(quotation)
	if !ok {
		return
	}

	isFold := m.word == details || m.word == tab
	if _, known := calloutByKind(m.word); !known && !isFold {
		d.report(UnknownCallout, m.start, m.word)
		return
	}

	if isFold && !m.hasLabel {
		d.report(UnlabelledFold, m.start, m.word)
		return
	}

	if !isFold && m.hasLabel {
		d.report(TextAfterCallout, m.start, m.word)
		return
	}

	quotation.SetAttributeString(wordAttribute, m.word)
	label := d.cutMarker(quotation, m)
	if m.hasLabel {
		quotation.InsertBefore(quotation, quotation.FirstChild(), label)
	}

	if m.word == tab {
		d.joinGroup(quotation)
	}
}

// wordOf returns the word in the marker of a quotation, or "".
func wordOf(n ast.Node) string {
	value, _ := n.AttributeString(wordAttribute)
	word, _ := value.(string)

	return word
}

func renderBlockquote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch wordOf(node) {
	case "":
		return element(w, entering, "<blockquote>\n", "</blockquote>\n")
	case details:
		return element(w, entering, "<details>\n", "</details>\n")
	case tab:
		return renderTab(w, node, entering)
	}

	return renderCallout(w, node, entering)
}

func renderCallout(w util.BufWriter, node ast.Node, entering bool) (ast.WalkStatus, error) {
	c, _ := calloutByKind(wordOf(node))
	title := labelsOf(w).get(c.Kind)

	start := `<div class="callout ` + c.Class + `" role="note">` + "\n" +
		`<p class="callout-title">` + escapeHTML(title) + "</p>\n"

	return element(w, entering, start, "</div>\n")
}
