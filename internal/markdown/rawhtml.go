package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// checkRawHTML reports HTML other than comments, which goldmark leaves out. The end tag of an element that was
// reported is not reported again.
func (d *Document) checkRawHTML(n ast.Node) {
	raw := bytes.TrimSpace(rawText(n, d.Source))
	if d.options.Unsafe || isComment(raw) {
		return
	}

	name := ElementName(string(raw))
	isEnd := bytes.HasPrefix(raw, []byte("</"))
	if isEnd && d.refused[name] {
		return
	}

	if d.refused == nil {
		d.refused = map[string]bool{}
	}

	if !isEnd {
		d.refused[name] = true
	}

	first, _, _ := bytes.Cut(raw, []byte("\n"))
	d.report(RawHTML, n.Pos(), string(first))
}

func isComment(raw []byte) bool {
	if !bytes.HasPrefix(raw, []byte("<!--")) {
		return false
	}

	end := bytes.Index(raw, []byte("-->"))

	return end == len(raw)-len("-->")
}

var tagStart = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9]*)`)

// ElementName returns the name of the element whose tag is at the start of raw HTML, in lower case, or "".
func ElementName(raw string) string {
	m := tagStart.FindStringSubmatch(raw)
	if m == nil {
		return ""
	}

	return strings.ToLower(m[1])
}

func rawText(n ast.Node, source []byte) []byte {
	if inline, ok := n.(*ast.RawHTML); ok {
		return inline.Segments.Value(source)
	}

	block := n.(*ast.HTMLBlock)
	raw := block.Lines().Value(source)
	if block.HasClosure() {
		raw = append(bytes.Clone(raw), block.ClosureLine.Value(source)...)
	}

	return raw
}
