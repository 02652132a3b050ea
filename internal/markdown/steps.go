package markdown

import "github.com/yuin/goldmark/ast"

// markSteps finds the numbered steps in the blocks of a section and marks their lists with a class. It returns the
// items.
//
// The steps are the first numbered list and the lists that continue its numbers: a picture may separate them. A section
// without such a list has the steps of its first details or tab, because the first tab is the one most readers need.
func markSteps(blocks []ast.Node) []ast.Node {
	var steps, folded []ast.Node
	for _, b := range blocks {
		list, ok := b.(*ast.List)
		if ok && list.IsOrdered() && (steps == nil || list.Start == len(steps)+1) {
			markList(list, len(steps))
			steps = append(steps, children(list)...)
		}

		if isFold(b) {
			inside := markSteps(children(b))
			if folded == nil {
				folded = inside
			}
		}
	}

	if steps == nil {
		return folded
	}

	return steps
}

// markList marks a list of steps after a number of earlier steps. One that begins with another number stays an ordinary
// list, because the style counts the steps.
func markList(list *ast.List, earlier int) {
	if list.Start == earlier+1 {
		list.SetAttributeString("class", []byte("steps"))
	}
}

func children(n ast.Node) []ast.Node {
	list := make([]ast.Node, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}

	return list
}
