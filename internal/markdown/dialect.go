package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// goldmarks are the configured parsers and renderers of goldmark. They are safe for concurrent use.
type goldmarks struct {
	full        parser.Parser // links bare addresses
	withoutBare parser.Parser
	renderer    renderer.Renderer
}

var dialect = goldmarks{
	full:        newParser(linkify),
	withoutBare: newParser(),
	renderer:    newRenderer(),
}

func newParser(more ...goldmark.Extender) parser.Parser {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(inlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(
			extension.Strikethrough,
		),
		goldmark.WithExtensions(more...),
		goldmark.WithParserOptions(
			parser.WithBlockParsers(
				util.Prioritized(headingParser{parser.NewSetextHeadingParser(parser.WithHeadingAttribute())}, 99),
				util.Prioritized(headingParser{parser.NewATXHeadingParser(parser.WithHeadingAttribute())}, 599),
				util.Prioritized(newNoteParser(), 999),
				util.Prioritized(fenceParser{}, 98), // before definitions
				util.Prioritized(indentParser{}, 98),
				util.Prioritized(boundedParser{extension.NewDefinitionListParser()}, 101),
				util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			),
			parser.WithParagraphTransformers(
				util.Prioritized(boundedTable{extension.NewTableParagraphTransformer()}, 200),
			),
			parser.WithASTTransformers(
				util.Prioritized(extension.NewTableASTTransformer(), 0),
			),
			parser.WithInlineParsers( // before links
				util.Prioritized(newTaskParser(), 0),
				util.Prioritized(noteRefParser{}, 101),
				util.Prioritized(variableParser{}, 102),
			),
		),
	).Parser()
}

// blockParsers returns the block parsers of CommonMark.
func blockParsers() []util.PrioritizedValue {
	bounded := []parser.BlockParser{parser.NewListParser(), parser.NewBlockquoteParser()}

	list := parser.DefaultBlockParsers()
	for i, v := range list {
		p := v.Value.(parser.BlockParser)
		if slices.Contains(bounded, p) {
			list[i].Value = boundedParser{p}
		}
	}

	return list
}

func newRenderer() renderer.Renderer {
	tables := extension.NewTableHTMLRenderer(
		extension.WithTableCellAlignMethod(extension.TableCellAlignNone),
	)

	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(), 1000),
		util.Prioritized(tables, 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewTaskCheckBoxHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(nodeRenderer{}, 100),
	))
}

// parse parses src into a tree. The context contains its notes and the containers that are not closed.
//
// goldmark's parser for bare addresses ("see https://example.org") stops at each space, though few articles contain
// one. So a source that seems to have none is parsed without it, which takes a third less time, and again if an
// address turns up in its text. The two parsers may differ in white space at the end of a line, which no page shows.
func (g *goldmarks) parse(src []byte) (ast.Node, parser.Context) {
	if bytes.Contains(src, []byte(" http")) {
		return parseWith(g.full, src)
	}

	root, pc := parseWith(g.withoutBare, src)
	if mayContainAddress(src) && textMayContainAddress(root, src) {
		return parseWith(g.full, src)
	}

	return root, pc
}

func parseWith(p parser.Parser, src []byte) (ast.Node, parser.Context) {
	pc := parser.NewContext()
	root := p.Parse(text.NewReader(src), parser.WithContext(pc))

	return root, pc
}

// mayContainAddress reports whether goldmark could find a bare address in text.
func mayContainAddress(text []byte) bool {
	return bytes.Contains(text, []byte("://")) ||
		bytes.Contains(text, []byte("www.")) ||
		bytes.IndexByte(text, '@') >= 0
}

// textMayContainAddress does the same for the text of a tree, without the addresses of links and without code blocks.
// Code spans count: goldmark takes "a=`b@c.example`" for an address.
func textMayContainAddress(root ast.Node, src []byte) bool {
	found := false
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *variable:
			found = mayContainAddress([]byte(n.source))
		case *ast.Text:
			found = mayContainAddress(n.Value(src))
		}

		if found {
			return ast.WalkStop, nil
		}

		return ast.WalkContinue, nil
	})

	return found
}
