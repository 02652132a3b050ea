package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// foldLabel is the label of details or a tab, or the title of a callout: inline content, the first child of its
// quotation.
type foldLabel struct{ ast.BaseBlock }

var kindFoldLabel = ast.NewNodeKind("FoldLabel")

// Kind implements ast.Node.
func (*foldLabel) Kind() ast.NodeKind {
	return kindFoldLabel
}

// Dump implements ast.Node.
func (n *foldLabel) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

// isFold reports whether n is details or a tab.
func isFold(n ast.Node) bool {
	if n.Kind() != ast.KindBlockquote {
		return false
	}

	word := wordOf(n)

	return word == details || word == tab
}

// cutMarker removes the first line of a quotation, which is its marker, and returns the rest of the line as a label.
func (d *Document) cutMarker(quotation *ast.Blockquote, m marker) *foldLabel {
	paragraph := quotation.FirstChild()
	label := &foldLabel{}
	for c := paragraph.FirstChild(); c != nil; {
		next := c.NextSibling()
		paragraph.RemoveChild(paragraph, c)
		endsLine := moveToLabel(label, c, m)
		if endsLine {
			break
		}

		c = next
	}

	if t, ok := label.FirstChild().(*ast.Text); ok {
		t.Segment = t.Segment.TrimLeftSpace(d.Source)
	}

	if paragraph.ChildCount() == 0 {
		quotation.RemoveChild(quotation, paragraph)
	}

	return label
}

// moveToLabel appends an inline node to the label, without the text of the marker. It reports whether the node ends the
// line.
func moveToLabel(label *foldLabel, n ast.Node, m marker) (endsLine bool) {
	t, ok := n.(*ast.Text)
	if !ok {
		label.AppendChild(label, n)
		return false
	}

	endsLine = t.SoftLineBreak() || t.HardLineBreak()
	t.SetSoftLineBreak(false)
	t.SetHardLineBreak(false)
	t.Segment.Start = min(max(t.Segment.Start, m.end), t.Segment.Stop)
	if t.Segment.Len() > 0 {
		label.AppendChild(label, t)
	}

	return endsLine
}

func renderFoldLabel(w util.BufWriter, _ []byte, label ast.Node, entering bool) (ast.WalkStatus, error) {
	start, end := titleTags(label.Parent())
	return element(w, entering, start, end)
}

// joinGroup puts a tab into the group of the tab before it, or else into a new one.
func (d *Document) joinGroup(tab *ast.Blockquote) {
	group := groupOf(tab.PreviousSibling())
	if group == "" {
		d.tabGroups++
		group = fmt.Sprintf("tabs-%d", d.tabGroups)
	}

	tab.SetAttributeString(groupAttribute, group)
}

// groupOf returns the group of a tab, and "" for any other node or nil.
func groupOf(n ast.Node) string {
	if n == nil || n.Kind() != ast.KindBlockquote {
		return ""
	}

	value, _ := n.AttributeString(groupAttribute)
	group, _ := value.(string)

	return group
}

// renderTab renders a tab as <details> with a name. Browsers keep one element of each name open, without a script.
func renderTab(w util.BufWriter, tab ast.Node, entering bool) (ast.WalkStatus, error) {
	group := groupOf(tab)
	start := `<details name="` + group + `">` + "\n"
	if groupOf(tab.PreviousSibling()) == "" {
		start = `<div class="tabs">` + "\n" + `<details name="` + group + `" open>` + "\n"
	}

	end := "</details>\n"
	if groupOf(tab.NextSibling()) == "" {
		end += "</div>\n"
	}

	return element(w, entering, start, end)
}
