package article

import "github.com/yuin/goldmark/ast"

// takeSteps finds the numbered steps among the blocks of a section, and marks their lists.
//
// They are the first numbered list and those after it that go on counting, as a list does that a picture parted. Where there is none,
// those of the first fold are taken: of tabs, the first says what most readers need.
func takeSteps(blocks []ast.Node) []ast.Node {
	var steps, folded []ast.Node
	for _, b := range blocks {
		if list, ok := b.(*ast.List); ok && list.IsOrdered() && (steps == nil || list.Start == len(steps)+1) {
			list.SetAttributeString("class", []byte("steps"))
			steps = append(steps, children(list)...)
		}
		if !isFold(b) {
			continue
		}
		if inside := takeSteps(children(b)); folded == nil {
			folded = inside
		}
	}
	if steps == nil {
		return folded
	}
	return steps
}
