package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// callouts are the words that GitHub knows at the top of a quotation, as in "> [!NOTE]".
var callouts = []string{"note", "tip", "important", "warning", "caution"}

// folds are the words that make a quotation a part that can be opened and closed: what stands after the word is its label.
// Those marked as tabs that follow one another are one group, of which one is open.
var folds = []string{"details", "tab"}

const (
	calloutAttribute = "callout"
	groupAttribute   = "group" // of a tab: the name of the group that it belongs to
)

// marker is what the first line of a quotation says: "[!TAB] On Windows".
type marker struct {
	word  string // in small letters
	label bool   // there is text after it
	start int    // offset of the line
	end   int    // offset after the brackets
}

func (p *parser) readMarker(quote *ast.Blockquote) (marker, bool) {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok {
		return marker{}, false
	}
	line := paragraph.Lines().At(0)
	text := line.Value(p.source)
	inner, ok := bytes.CutPrefix(text, []byte("[!"))
	word, after, closed := bytes.Cut(inner, []byte("]"))
	after = bytes.TrimSpace(after)
	if !ok || !closed || bytes.ContainsAny(word, "[ \t") || len(after) > 0 && !bytes.HasPrefix(inner[len(word):], []byte("] ")) {
		return marker{}, false
	}
	return marker{strings.ToLower(string(word)), len(after) > 0, line.Start, line.Start + len("[!]") + len(word)}, true
}

// markCallout finds a quotation that begins with "[!WORD]", takes that out, and marks it with the word.
func (p *parser) markCallout(quote *ast.Blockquote) {
	m, ok := p.readMarker(quote)
	shown := strings.ToUpper(m.word)
	fold := slices.Contains(folds, m.word)
	switch {
	case !ok:
		return
	case !fold && !slices.Contains(callouts, m.word):
		words := slices.Concat(callouts, folds)
		p.report(rules.WrongValue, m.start, strictyaml.Suggest(m.word, words), "there is no callout [!%s]", shown)
		return
	case fold != m.label && fold:
		p.report(rules.WrongValue, m.start, fmt.Sprintf("say on the same line what is in it: > [!%s] If the light does not come on", shown), "[!%s] has no label", shown)
		return
	case fold != m.label:
		p.report(rules.WrongValue, m.start, "begin the text on the next line", "[!%s] stands alone on its line", shown)
		return
	}
	quote.SetAttributeString(calloutAttribute, m.word)
	p.takeLabel(quote, m)
	if m.word == "tab" {
		p.group(quote)
	}
}

// takeLabel takes the marker out of the quotation's first paragraph. What stands after it on the line becomes the label.
func (p *parser) takeLabel(quote *ast.Blockquote, m marker) {
	paragraph := quote.FirstChild()
	label := &label{}
	for c := paragraph.FirstChild(); c != nil; {
		next := c.NextSibling()
		t, isText := c.(*ast.Text)
		ends := isText && (t.SoftLineBreak() || t.HardLineBreak())
		paragraph.RemoveChild(paragraph, c)
		if isText {
			t.Segment.Start = min(max(t.Segment.Start, m.end), t.Segment.Stop)
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
		}
		if !isText || t.Segment.Len() > 0 {
			label.AppendChild(label, c)
		}
		if ends {
			break
		}
		c = next
	}
	if t, ok := label.FirstChild().(*ast.Text); ok {
		t.Segment = t.Segment.TrimLeftSpace(p.source)
	}
	if m.label {
		quote.InsertBefore(quote, paragraph, label)
	}
	if paragraph.ChildCount() == 0 {
		quote.RemoveChild(quote, paragraph)
	}
}

// group names the group of a tab: that of the tab before it, if there is one.
func (p *parser) group(tab *ast.Blockquote) {
	name := groupOf(tab.PreviousSibling())
	if name == "" {
		p.groups++
		name = fmt.Sprintf("tabs-%d", p.groups)
	}
	tab.SetAttributeString(groupAttribute, name)
}

// groupOf is empty for what is no tab.
func groupOf(n ast.Node) string {
	if n == nil || n.Kind() != ast.KindBlockquote {
		return ""
	}
	value, _ := n.AttributeString(groupAttribute)
	name, _ := value.(string)
	return name
}

// calloutOf is the word that a quotation is marked with, or empty.
func calloutOf(n ast.Node) string {
	value, _ := n.AttributeString(calloutAttribute)
	kind, _ := value.(string)
	return kind
}

// isFold reports whether n is a quotation that can be opened and closed.
func isFold(n ast.Node) bool {
	return n.Kind() == ast.KindBlockquote && slices.Contains(folds, calloutOf(n))
}

// label is what a fold is called: inline content, the first child of its quotation.
type label struct{ ast.BaseBlock }

var kindLabel = ast.NewNodeKind("Label")

// Kind implements ast.Node.
func (*label) Kind() ast.NodeKind { return kindLabel }

// Dump implements ast.Node.
func (n *label) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

func renderLabel(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, tag(w, entering, "<summary>", "</summary>\n")
}

// tag writes what opens an element or what closes it.
func tag(w util.BufWriter, entering bool, open, end string) error {
	if !entering {
		open = end
	}
	_, err := w.WriteString(open)
	return err
}

func renderBlockquote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch kind := calloutOf(node); kind {
	case "":
		return ast.WalkContinue, tag(w, entering, "<blockquote>\n", "</blockquote>\n")
	case "details":
		return ast.WalkContinue, tag(w, entering, "<details>\n", "</details>\n")
	case "tab":
		return ast.WalkContinue, renderTab(w, node, entering)
	default:
		title := labelled(wordsOf(w).callout(kind), "")
		return ast.WalkContinue, tag(w, entering,
			`<div class="callout `+kind+`" role="note">`+"\n"+`<p class="callout-title">`+title+"</p>\n", "</div>\n")
	}
}

// renderTab writes the tabs of a group as elements of which the browser keeps one open: no script is needed.
func renderTab(w util.BufWriter, tab ast.Node, entering bool) error {
	group := groupOf(tab)
	open, end := `<details name="`+group+`">`+"\n", "</details>\n"
	if groupOf(tab.PreviousSibling()) == "" {
		open = `<div class="tabs">` + "\n" + `<details name="` + group + `" open>` + "\n"
	}
	if groupOf(tab.NextSibling()) == "" {
		end += "</div>\n"
	}
	return tag(w, entering, open, end)
}
