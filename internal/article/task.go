package article

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// renderTextBlock writes the text of a tight list's item. That of a task is the label of its box: a box without a name says nothing
// to who hears the page.
func renderTextBlock(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	end := ""
	if node.NextSibling() != nil && node.FirstChild() != nil {
		end = "\n"
	}
	if isTask(node) {
		return ast.WalkContinue, tag(w, entering, "<label>", "</label>"+end)
	}
	return ast.WalkContinue, tag(w, entering, "", end)
}

// isTask reports whether a text begins with a box.
func isTask(node ast.Node) bool {
	first := node.FirstChild()
	return first != nil && first.Kind() == extast.KindTaskCheckBox
}
