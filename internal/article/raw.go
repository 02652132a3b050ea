package article

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/rules"
)

// checkRawHTML refuses HTML in Markdown, but for comments, which are left out of the page. The end of an element that was told is not told again.
func (p *parser) checkRawHTML(n ast.Node) {
	raw := bytes.TrimSpace(rawText(n, p.source))
	if p.options.Unsafe || bytes.HasPrefix(raw, []byte("<!--")) && bytes.Index(raw, []byte("-->")) == len(raw)-3 {
		return
	}
	name := strings.ToLower(string(elementName.Find(raw)))
	if closed, ends := strings.CutPrefix(name, "</"); ends && p.refused[closed] {
		return
	}
	name = strings.TrimPrefix(name, "<")
	if p.refused == nil {
		p.refused = map[string]bool{}
	}
	p.refused[name] = true
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	hint := cmp.Or(inMarkdown[name], "write it in Markdown") + ", or put code between backticks; \"markdown: {unsafe: true}\" in config.yaml lets HTML through"
	p.report(rules.RawHTML, n.Pos(), hint, "%q is raw HTML, which is refused", shorten(string(first), 40))
}

var elementName = regexp.MustCompile(`^</?[A-Za-z][A-Za-z0-9]*`)

// inMarkdown says how Markdown writes what people write in HTML most.
var inMarkdown = map[string]string{
	"a":       "write [the text](file.md)",
	"b":       "write **the name**",
	"br":      "end the line with a backslash, or begin a new paragraph; in a table, give each line a row",
	"code":    "put it between backticks",
	"details": "write > [!DETAILS] and what it is about",
	"hr":      "write --- between two empty lines",
	"img":     "write ![what it shows](picture.png)",
	"kbd":     "write **the name of the key**",
	"pre":     "put it between two lines ```",
	"strong":  "write **the name**",
	"table":   "write the table with bars: | Role | Code |",
	"tabs":    "write > [!TAB] and the label, and the next tab below it",
	"video":   "link to the film: [the text](https://...)",
	"iframe":  "link to the page: [the text](https://...)",
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
