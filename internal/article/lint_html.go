package article

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/markdown"
	"signpost/internal/rules"
	"signpost/internal/sanitise"
)

// htmlBlock adds the text of a block of HTML: a block for each line of text on the page.
func (b *textBuilder) htmlBlock(n *ast.HTMLBlock) {
	tokens := markdown.Tokens(n)
	b.htmlPictures(tokens)
	line := htmlLine{textBuilder: b}
	for i := range tokens {
		line.add(&tokens[i])
	}

	line.end()
}

// htmlLine is a line of text on the page.
type htmlLine struct {
	*textBuilder
	isOpen bool
	code   int // number of open elements that contain code
}

func (l *htmlLine) add(t *sanitise.Token) {
	switch {
	case t.EndsLine():
		l.end()
	case t.Kind == sanitise.Start && codeElements[t.Name]:
		l.code++
	case t.Kind == sanitise.End && codeElements[t.Name]:
		l.code--
	case t.Kind == sanitise.Text && (l.isOpen || len(bytes.TrimSpace(t.Source)) > 0):
		if !l.isOpen {
			l.text.StartBlock(rules.BlockOther, l.tables, t.Offset)
		}

		l.isOpen = true
		if l.code > 0 {
			l.text.AddCode(t.Offset, t.End)
		} else {
			l.htmlText(t)
		}
	}
}

// codeElements contain no prose.
var codeElements = map[string]bool{"code": true, "kbd": true, "pre": true, "samp": true}

func (l *htmlLine) end() {
	if l.isOpen {
		l.text.EndBlock()
	}

	l.isOpen = false
}

// htmlText adds a text, which may have several lines.
func (b *textBuilder) htmlText(t *sanitise.Token) {
	offset := t.Offset
	for line := range bytes.Lines(t.Source) {
		text := bytes.TrimRight(line, "\r\n")
		b.text.AddText(text, offset)
		if len(text) < len(line) {
			b.text.AddBreak(false)
		}

		offset += len(line)
	}
}

// inlineHTML adds a line break, or a tag that is shown as it is.
func (b *textBuilder) inlineHTML(n *ast.RawHTML) {
	tokens := markdown.Tokens(n)
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.Kind == sanitise.Text:
			b.text.AddCode(t.Offset, t.End)
		case t.EndsLine():
			b.text.AddBreak(true)
		}
	}
}

func (b *textBuilder) htmlPictures(tokens []sanitise.Token) {
	for i := range tokens {
		if t := &tokens[i]; t.Name == "img" && len(t.Links) > 0 {
			b.text.Pictures = append(b.text.Pictures, rules.Picture{Alt: t.Alt, Offset: t.Offset, End: t.End})
		}
	}
}
