package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Attributes of quotations.
const (
	wordAttribute  = "word"  // a kind of callout, details, tab or plain
	foldAttribute  = "fold"  // of a callout: a fold
	groupAttribute = "group" // of a tab
	bareAttribute  = "bare"  // of a callout without a title
)

// fold says whether readers can open and close a callout.
type fold byte

const (
	notFolded    fold = 0
	foldedClosed fold = '-'
	foldedOpen   fold = '+'
)

// marker is the first line of a quotation, "[!TAB] On Windows" or "[!FAQ]- Is it free?".
type marker struct {
	word     string // in lower case
	fold     fold
	hasLabel bool
	start    int // offset of the line
	end      int // offset after the bracket and the sign of the fold
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

	inside, rest, ok := bytes.Cut(inner, []byte("]"))
	word, _, _ := bytes.Cut(inside, []byte("|")) // Obsidian: [!NOTE|metadata]
	if !ok || nameLength(word) < len(word) || len(word) == 0 {
		return marker{}, false
	}

	m = marker{
		word:  strings.ToLower(string(word)),
		start: line.Start,
		end:   line.Start + len("[!]") + len(inside),
	}

	if len(rest) > 0 && (rest[0] == byte(foldedClosed) || rest[0] == byte(foldedOpen)) {
		m.fold = fold(rest[0])
		m.end++
		rest = rest[1:]
	}

	m.hasLabel = len(bytes.TrimSpace(rest)) > 0
	isLink := m.hasLabel && rest[0] != ' ' // "[!important](/x/)"

	return m, !isLink
}

// nameLength returns the length of the word at the start of a text: letters, digits, hyphens and underscores.
func nameLength(text []byte) int {
	for i, c := range text {
		isLetter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !isLetter && (i == 0 || c != '-' && c != '_' && (c < '0' || c > '9')) {
			return i
		}
	}

	return len(text)
}

// markCallout turns a quotation that begins with "[!WORD]" into a callout, details or a tab. Quotations that were
// parsed from the syntax of other programs are marked already.
func (d *Document) markCallout(quotation *ast.Blockquote) {
	if c := containerOf(quotation); c != nil {
		if !c.isKnown {
			d.report(UnknownCallout, quotation.Pos(), c.name)
		}

		if wordOf(quotation) == tab {
			d.joinGroup(quotation)
		}

		return
	}

	m, ok := d.readMarker(quotation)
	if !ok {
		return
	}

	isFold := m.word == details || m.word == tab
	if isFold && !m.hasLabel {
		d.report(UnlabelledFold, m.start, m.word)
		return
	}

	word := m.word
	if _, known := calloutByKind(word); !known && !isFold {
		d.report(UnknownCallout, m.start, word)
		word = callouts[0].Kind
	}

	quotation.SetAttributeString(wordAttribute, word)
	quotation.SetAttributeString(foldAttribute, m.fold)
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

func foldOf(n ast.Node) fold {
	value, _ := n.AttributeString(foldAttribute)
	f, _ := value.(fold)

	return f
}

func renderBlockquote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch wordOf(node) {
	case "":
		return element(w, entering, "<blockquote>\n", "</blockquote>\n")
	case plain:
		return ast.WalkContinue, nil
	case details:
		return element(w, entering, "<details"+openAttribute(node)+">\n", "</details>\n")
	case tab:
		return renderTab(w, node, entering)
	}

	return renderCallout(w, node, entering)
}

func openAttribute(node ast.Node) string {
	if foldOf(node) == foldedOpen {
		return " open"
	}

	return ""
}

// renderCallout renders a callout with its own title or that of its kind. One that can be opened and closed is
// <details>.
func renderCallout(w util.BufWriter, node ast.Node, entering bool) (ast.WalkStatus, error) {
	c, _ := calloutByKind(wordOf(node))
	start, end := `<div class="callout `+c.Class+`" role="note">`+"\n", "</div>\n"
	if foldOf(node) != notFolded {
		start, end = `<details class="callout `+c.Class+`"`+openAttribute(node)+">\n", "</details>\n"
	}

	if !isLabelled(node) {
		titleStart, titleEnd := titleTags(node)
		start += titleStart + escapeHTML(labelsOf(w).get(c.Kind)) + titleEnd
	}

	return element(w, entering, start, end)
}

// isLabelled reports whether a callout has a title of its own, or none on purpose.
func isLabelled(node ast.Node) bool {
	_, isBare := node.AttributeString(bareAttribute)
	first := node.FirstChild()

	return isBare && foldOf(node) == notFolded || first != nil && first.Kind() == kindFoldLabel
}

// titleTags returns the start and end of the title of a callout, details or a tab.
func titleTags(node ast.Node) (start, end string) {
	_, isCallout := calloutByKind(wordOf(node))
	switch {
	case isCallout && foldOf(node) == notFolded:
		return `<p class="callout-title">`, "</p>\n"
	case isCallout:
		return `<summary class="callout-title">`, "</summary>\n"
	}

	return "<summary>", "</summary>\n"
}
