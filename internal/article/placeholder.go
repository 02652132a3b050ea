package article

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/rules"
)

// placeholder begins what `signpost new` leaves for the writer to say: "[to do: who runs this help centre]".
var placeholder = []byte("[to do:")

// checkPlaceholder reports what the writer was to say and has not. In code it stands as an example.
func (p *parser) checkPlaceholder(n *ast.Text) {
	if n.Parent().Kind() == ast.KindCodeSpan {
		return
	}
	start := max(0, n.Segment.Start-1) // the bracket may be a node of its own
	if at := bytes.Index(p.source[start:n.Segment.Stop], placeholder); at >= 0 {
		p.report(rules.Placeholder, start+at, "write what it asks for, or take it out", "a placeholder is left: %s", upToBracket(p.source[start+at:]))
	}
}

func upToBracket(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if end := bytes.IndexByte(line, ']'); end >= 0 {
		line = line[:end+1]
	}
	return shorten(string(line), 60)
}
