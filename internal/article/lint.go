package article

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"signpost/internal/markdown"
	"signpost/internal/rules"
)

// lint applies the lint rules to the text, and records the codes that it mentions.
func (p *parser) lint(doc ast.Node) {
	if !p.options.Lint {
		return
	}

	t := rules.NewText()
	defer t.Release()
	t.File = p.article.File
	t.Language = p.language()
	t.ReadingAge = p.options.ReadingAge
	t.Place = p.span

	b := textBuilder{
		parser: p,
		text:   t,
	}
	b.sections(doc)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b.visit(n)
		}

		return ast.WalkContinue, nil
	})

	p.problems = append(p.problems, rules.CheckText(t)...)
	p.article.Mentions = t.Mentions()
}

// textBuilder builds the text that the rules check from a parsed article.
type textBuilder struct {
	parser *parser
	text   *rules.Text
	tables int // so far
}

// sections copies the fields of sections that rules check.
func (b *textBuilder) sections(doc ast.Node) {
	p := b.parser
	t := b.text
	hasCode := false
	for i := range p.article.Sections {
		s := &p.article.Sections[i]
		settings := p.article.Codes[s.Code]
		hasCode = hasCode || s.Code != ""
		t.Sections = append(t.Sections, rules.Section{
			Level:    s.Level,
			Below:    len(Tree(p.article.Sections, i)) - 1,
			Title:    s.Title,
			Line:     s.Line,
			Code:     s.Code,
			Retired:  settings.Retired != nil,
			Also:     settings.Also,
			Owner:    settings.Facts.Who,
			Text:     s.Text,
			HTML:     s.Body.Source,
			Pictures: picturesOf(s, p.article.File),
		})
	}

	if hasCode {
		b.parts(doc)
	}
}

func picturesOf(s *Section, file string) []rules.SectionPicture {
	var list []rules.SectionPicture
	for i := range s.Body.Links {
		if l := &s.Body.Links[i]; l.Picture {
			list = append(list, rules.SectionPicture{Alt: l.Alt, Place: l.Place(file)})
		}
	}

	return list
}

// parts copies the headings, paragraphs and numbered lists at the top level.
func (b *textBuilder) parts(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		part := rules.Part{Offset: max(n.Pos(), 0)}
		switch n := n.(type) {
		case *ast.Heading:
			part.Kind = rules.PartHeading
			part.Text = markdown.PlainText(n, b.parser.source)
		case *ast.Paragraph:
			part.Kind = rules.PartParagraph
			part.Text = markdown.PlainText(n, b.parser.source)
		case *ast.List:
			if !n.IsOrdered() {
				continue
			}

			part.Kind = rules.PartNumberedList
		default:
			continue
		}

		b.text.Parts = append(b.text.Parts, part)
	}
}

func (b *textBuilder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		b.link(n)
		return
	case *ast.AutoLink:
		b.autoLink(n)
		return
	case *ast.Image:
		b.text.Pictures = append(b.text.Pictures, rules.Picture{
			Alt:    markdown.PlainText(n, b.parser.source),
			Offset: max(n.Pos(), 0),
			End:    markdown.End(n, b.parser.source),
		})
		return
	case *ast.FencedCodeBlock:
		b.codeBlock(n)
		return
	case *ast.HTMLBlock:
		b.htmlBlock(n)
		return
	case *ast.RawHTML:
		b.htmlPictures(markdown.Tokens(n))
		return
	case *extast.Table:
		b.tables++
	}

	first := n.FirstChild()
	if first != nil && n.Type() == ast.TypeBlock && first.Type() == ast.TypeInline {
		b.text.StartBlock(blockKind(n), b.tables, max(n.Pos(), 0))
		b.inlines(n)
		b.text.EndBlock()
	}
}

func blockKind(n ast.Node) rules.BlockKind {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock:
		return rules.BlockParagraph
	case ast.KindHeading:
		return rules.BlockHeading
	case extast.KindTableCell:
		return rules.BlockCell
	}

	return rules.BlockOther
}

func (b *textBuilder) link(n *ast.Link) {
	if first := n.FirstChild(); first != nil {
		switch first.Kind() {
		case ast.KindImage, ast.KindCodeSpan:
			return
		}
	}

	b.text.Links = append(b.text.Links, rules.Link{
		Text:    markdown.PlainText(n, b.parser.source),
		Offset:  max(n.Pos(), 0),
		TextEnd: markdown.LinkTextEnd(n),
		End:     markdown.End(n, b.parser.source),
		Empty:   len(n.Destination) == 0 || string(n.Destination) == "#",
	})
}

func (b *textBuilder) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType != ast.AutoLinkURL {
		return
	}

	source := b.parser.source
	end := markdown.End(n, source)
	b.text.Links = append(b.text.Links, rules.Link{
		Text:    string(n.Label(source)),
		Offset:  markdown.AutoLinkStart(n, source),
		TextEnd: end,
		End:     end,
		Auto:    true,
	})
}

func (b *textBuilder) codeBlock(n *ast.FencedCodeBlock) {
	if n.Info == nil {
		return
	}

	b.text.CodeBlocks = append(b.text.CodeBlocks, rules.CodeBlock{
		Info:   n.Info.Segment.Value(b.parser.source),
		Offset: n.Info.Segment.Start,
	})
}

// inlines adds the prose in n to the current block.
func (b *textBuilder) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.inlineText(c)
		case *ast.CodeSpan, *ast.AutoLink:
			b.text.AddCode(max(c.Pos(), 0), markdown.End(c, b.parser.source))
		case *ast.RawHTML:
			b.inlineHTML(c)
		case *ast.Image:
		default:
			b.inline(c)
		}
	}
}

func (b *textBuilder) inlineText(n *ast.Text) {
	b.text.AddText(n.Segment.Value(b.parser.source), n.Segment.Start)
	if n.HardLineBreak() || n.SoftLineBreak() {
		b.text.AddBreak(n.HardLineBreak())
	}
}

// inline adds the prose of an inline node that contains others.
func (b *textBuilder) inline(n ast.Node) {
	if n.Type() != ast.TypeInline {
		return
	}

	from := b.text.BlockLen()
	b.inlines(n)
	if e, ok := n.(*ast.Emphasis); ok && e.Level == 2 {
		b.text.AddStrong(from)
	}
}
