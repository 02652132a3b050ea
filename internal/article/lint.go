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
	t.Place = p.at

	f := filler{
		parser: p,
		text:   t,
	}
	f.sections(doc)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			f.visit(n)
		}

		return ast.WalkContinue, nil
	})

	p.problems = append(p.problems, rules.CheckText(t)...)
	p.article.Mentions = t.Mentions()
}

// sections copies what the rules need of the sections.
func (f *filler) sections(doc ast.Node) {
	p := f.parser
	t := f.text
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
			Text:     s.Text,
			HTML:     s.Body.Source,
			Pictures: picturesOf(s, p.article.File),
		})
	}

	if hasCode {
		f.parts(doc)
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
func (f *filler) parts(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		part := rules.Part{Offset: max(n.Pos(), 0)}
		switch n := n.(type) {
		case *ast.Heading:
			part.Kind = rules.PartHeading
			part.Text = markdown.PlainText(n, f.parser.source)
		case *ast.Paragraph:
			part.Kind = rules.PartParagraph
			part.Text = markdown.PlainText(n, f.parser.source)
		case *ast.List:
			if !n.IsOrdered() {
				continue
			}

			part.Kind = rules.PartNumberedList
		default:
			continue
		}

		f.text.Parts = append(f.text.Parts, part)
	}
}

// filler copies the blocks, links and pictures of a document.
type filler struct {
	parser *parser
	text   *rules.Text
	tables int // tables so far
}

func (f *filler) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		f.link(n)
		return
	case *ast.AutoLink:
		f.autoLink(n)
		return
	case *ast.Image:
		f.text.Pictures = append(f.text.Pictures, rules.Picture{
			Alt:    markdown.PlainText(n, f.parser.source),
			Offset: max(n.Pos(), 0),
		})
		return
	case *ast.FencedCodeBlock:
		f.codeBlock(n)
		return
	case *extast.Table:
		f.tables++
	}

	first := n.FirstChild()
	if first != nil && n.Type() == ast.TypeBlock && first.Type() == ast.TypeInline {
		f.text.StartBlock(blockKind(n), f.tables, max(n.Pos(), 0))
		f.inlines(n)
		f.text.EndBlock()
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

func (f *filler) link(n *ast.Link) {
	if first := n.FirstChild(); first != nil {
		switch first.Kind() {
		case ast.KindImage, ast.KindCodeSpan:
			return
		}
	}

	f.text.Links = append(f.text.Links, rules.Link{
		Text:   markdown.PlainText(n, f.parser.source),
		Offset: max(n.Pos(), 0),
	})
}

func (f *filler) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType != ast.AutoLinkURL {
		return
	}

	source := f.parser.source
	offset := max(n.Pos(), 0)
	// goldmark includes a space or bracket before an address without <>.
	for offset < len(source) && isBeforeAddress(source[offset]) {
		offset++
	}

	f.text.Links = append(f.text.Links, rules.Link{
		Text:   string(n.Label(source)),
		Offset: offset,
		Auto:   true,
	})
}

func isBeforeAddress(c byte) bool {
	switch c {
	case ' ', '(', '*', '_', '~':
		return true
	}

	return false
}

func (f *filler) codeBlock(n *ast.FencedCodeBlock) {
	if n.Info == nil {
		return
	}

	f.text.CodeBlocks = append(f.text.CodeBlocks, rules.CodeBlock{
		Info:   n.Info.Segment.Value(f.parser.source),
		Offset: n.Info.Segment.Start,
	})
}

// inlines adds the prose in n to the current block.
func (f *filler) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			f.inlineText(c)
		case *ast.CodeSpan, *ast.AutoLink:
			f.text.AddCode(max(c.Pos(), 0))
		case *ast.Image, *ast.RawHTML:
		default:
			f.inline(c)
		}
	}
}

func (f *filler) inlineText(n *ast.Text) {
	f.text.AddText(n.Segment.Value(f.parser.source), n.Segment.Start)
	if n.HardLineBreak() || n.SoftLineBreak() {
		f.text.AddBreak(n.HardLineBreak())
	}
}

// inline adds the prose of an inline node that contains others.
func (f *filler) inline(n ast.Node) {
	if n.Type() != ast.TypeInline {
		return
	}

	from := f.text.BlockLen()
	f.inlines(n)
	if e, ok := n.(*ast.Emphasis); ok && e.Level == 2 {
		f.text.AddStrong(from)
	}
}
