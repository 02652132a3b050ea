package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// keyLetter is the letter at the beginning of an item in the key of a picture.
type keyLetter struct {
	ast.BaseInline
	letter string
}

var kindKeyLetter = ast.NewNodeKind("KeyLetter")

// Kind implements ast.Node.
func (*keyLetter) Kind() ast.NodeKind { return kindKeyLetter }

// Dump implements ast.Node.
func (n *keyLetter) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// markKey marks the list after a picture as its key if each item begins with another capital letter and a colon: "- A:
// the name". The letters are in the picture, too.
func markKey(picture *ast.Paragraph, source []byte) {
	list, ok := picture.NextSibling().(*ast.List)
	if !ok || list.IsOrdered() {
		return
	}

	seen := map[string]bool{}
	var first []*ast.Text
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		t, letter := keyText(item, source)
		if letter == "" || seen[letter] {
			return
		}

		seen[letter] = true
		first = append(first, t)
	}

	list.SetAttributeString("class", []byte("key"))
	for _, t := range first {
		splitKey(t, source)
	}
}

// keyText returns the text at the beginning of a list item, and its first letter, if it begins as an item of a key.
func keyText(item ast.Node, source []byte) (first *ast.Text, letter string) {
	if item.FirstChild() == nil {
		return nil, ""
	}

	first, ok := item.FirstChild().FirstChild().(*ast.Text)
	if !ok {
		return nil, ""
	}

	value := first.Segment.Value(source)
	r, size := utf8.DecodeRune(value)
	if !unicode.IsUpper(r) || len(value) < size+2 || value[size] != ':' || !util.IsSpace(value[size+1]) {
		return nil, ""
	}

	return first, string(r)
}

// splitKey puts the letter at the beginning of a text, with its colon, into a node of its own.
func splitKey(t *ast.Text, source []byte) {
	_, size := utf8.DecodeRune(t.Segment.Value(source))
	start := t.Segment.Start
	end := start + size + len(":")
	letter := &keyLetter{letter: string(source[start : end-len(":")])}
	t.Parent().InsertBefore(t.Parent(), t, letter)
	t.Segment = text.NewSegment(end, t.Segment.Stop)
}

// renderKeyLetter renders the letter as a label. Screen readers and programs also get the colon.
func renderKeyLetter(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	letter := escapeHTML(node.(*keyLetter).letter)
	_, err := w.WriteString("<b>" + letter + `<span class="hidden">:</span></b>`)

	return ast.WalkContinue, err
}
