package article

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// callouts are the words that GitHub knows at the top of a quotation, as in "> [!NOTE]".
var callouts = []string{"note", "tip", "important", "warning", "caution"}

const calloutAttribute = "callout"

// markCallout finds a quotation that begins with a line "[!WORD]", takes that line out, and marks it with the word.
func (p *parser) markCallout(quote *ast.Blockquote) {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok {
		return
	}
	line := paragraph.Lines().At(0)
	first := strings.TrimSpace(string(line.Value(p.source)))
	word, ok := strings.CutPrefix(first, "[!")
	word, closed := strings.CutSuffix(word, "]")
	if !ok || !closed {
		return
	}
	kind := strings.ToLower(word)
	if !slices.Contains(callouts, kind) {
		p.report(problem.WrongValue, line.Start, strictyaml.Suggest(kind, callouts), "there is no callout [!%s]", word)
		return
	}
	quote.SetAttributeString(calloutAttribute, kind)
	removeLine(paragraph, line.Stop)
	if paragraph.ChildCount() == 0 {
		quote.RemoveChild(quote, paragraph)
	}
}

// removeLine takes out the paragraph's children that end by the offset stop.
func removeLine(paragraph *ast.Paragraph, stop int) {
	for c := paragraph.FirstChild(); c != nil; {
		next := c.NextSibling()
		if t, ok := c.(*ast.Text); !ok || t.Segment.Start >= stop {
			return
		}
		paragraph.RemoveChild(paragraph, c)
		c = next
	}
}

func renderBlockquote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	value, _ := node.AttributeString(calloutAttribute)
	kind, callout := value.(string)
	switch {
	case callout && entering:
		title := strings.ToUpper(kind[:1]) + kind[1:]
		_, _ = w.WriteString(`<div class="callout ` + kind + `" role="note">` + "\n" + `<p class="callout-title">` + title + "</p>\n")
	case callout:
		_, _ = w.WriteString("</div>\n")
	case entering:
		_, _ = w.WriteString("<blockquote>\n")
	default:
		_, _ = w.WriteString("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}
