package article

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gm "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/yuin/goldmark"
)

// dialect reads CommonMark with GitHub's extensions, and writes HTML whose links are open.
//
// Beyond goldmark's own HTML it writes: callouts as <div class="callout note" role="note"> that begin with
// <p class="callout-title">; folds as <details>, tabs in <div class="tabs">; pictures with a caption as <figure>; words of code in <span>; numbered steps as
// <ol class="steps">; notes as <ol class="notes"> at the end of the section; tables in <div class="table">; a task in the <label> of its box; pictures inside a link to the picture alone.
type dialect struct {
	whole, unlinked gm.Parser // unlinked leaves addresses that stand by themselves as they are
	plain, unsafe   renderer.Renderer
}

var markdown = newDialect()

func newDialect() *dialect {
	return &dialect{
		whole:    newParser(extension.Linkify),
		unlinked: newParser(),
		plain:    newRenderer(),
		unsafe:   newRenderer(html.WithUnsafe()),
	}
}

func newParser(more ...goldmark.Extender) gm.Parser {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList),
		goldmark.WithExtensions(more...),
		goldmark.WithParserOptions(
			gm.WithHeadingAttribute(),
			gm.WithBlockParsers(util.Prioritized(newNoteBlock(), 999)),
			gm.WithInlineParsers(util.Prioritized(noteInline{}, 101), util.Prioritized(variableInline{}, 102)), // before links
		),
	).Parser()
}

func newRenderer(opts ...html.Option) renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(opts...), 1000),
		util.Prioritized(extension.NewTableHTMLRenderer(
			extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewTaskCheckBoxHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(nodeRenderer{}, 100),
	))
}

// Parse reads src into a tree that begins with the notes in it.
//
// To find an address that stands by itself, as in "see https://example.org", goldmark stops at each space; few articles have one. So what looks as if it
// had none is read without that, which takes a third less time, and again where an address is left in its text. White space at the end of a line may
// differ, which no page shows.
func (d *dialect) Parse(src []byte) (ast.Node, *notes) {
	if !bytes.Contains(src, []byte(" http")) {
		doc, found := parse(d.unlinked, src)
		if !holdsAddress(src) || !textHoldsAddress(doc, src) {
			return doc, found
		}
	}
	return parse(d.whole, src)
}

func parse(p gm.Parser, src []byte) (ast.Node, *notes) {
	pc := gm.NewContext()
	doc := p.Parse(text.NewReader(src), gm.WithContext(pc))
	return doc, notesIn(pc)
}

// holdsAddress reports whether a text may hold what goldmark takes for an address.
func holdsAddress(src []byte) bool {
	return bytes.Contains(src, []byte("://")) || bytes.Contains(src, []byte("www.")) || bytes.IndexByte(src, '@') >= 0
}

// textHoldsAddress reports the same of what stands in no link's address and in no block of code. Code in a line counts: goldmark takes "a=`b@c.example" for an
// address.
func textHoldsAddress(doc ast.Node, src []byte) bool {
	found := false
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *variable:
			found = holdsAddress([]byte(n.written))
		case *ast.Text:
			found = holdsAddress(n.Value(src))
		}
		if found {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// sink collects HTML and the links in it.
type sink struct {
	html   HTML
	parser *parser
}

func (s *sink) Available() int { return utf8.UTFMax }
func (s *sink) Buffered() int  { return len(s.html.source) }
func (s *sink) Flush() error   { return nil }

func (s *sink) Write(b []byte) (int, error) {
	s.html.source = append(s.html.source, b...)
	return len(b), nil
}

func (s *sink) WriteByte(c byte) error {
	s.html.source = append(s.html.source, c)
	return nil
}

func (s *sink) WriteRune(r rune) (int, error) {
	s.html.source = utf8.AppendRune(s.html.source, r)
	return utf8.RuneLen(r), nil
}

func (s *sink) WriteString(t string) (int, error) {
	s.html.source = append(s.html.source, t...)
	return len(t), nil
}

// link leaves a hole for the address of a link that stands at offset in the source.
func (s *sink) link(l Link, offset int) {
	l.at = int32(len(s.html.source))
	place := s.parser.at(max(offset, 0))
	l.line, l.column = int32(place.Line), int32(place.Column)
	if place.File != s.parser.article.File {
		l.File, l.Dest = place.File, rebase(l.Dest, place.File)
	}
	s.html.Links = append(s.html.Links, l)
}

// nodeRenderer writes the nodes whose HTML is not goldmark's own.
type nodeRenderer struct{}

// RegisterFuncs tells goldmark which nodes those are.
func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindText, renderText)
	r.Register(ast.KindLink, renderLink)
	r.Register(ast.KindAutoLink, renderAutoLink)
	r.Register(ast.KindImage, renderPicture)
	r.Register(ast.KindParagraph, renderParagraph)
	r.Register(ast.KindTextBlock, renderTextBlock)
	r.Register(ast.KindBlockquote, renderBlockquote)
	r.Register(kindLabel, renderLabel)
	r.Register(kindVariable, renderVariable)
	r.Register(kindNoteRef, renderNoteRef)
	r.Register(kindNoteBack, renderNoteBack)
	r.Register(kindNoteList, renderNoteList)
	r.Register(extast.KindFootnote, renderNote)
	r.Register(extast.KindTable, renderTable)
	r.Register(ast.KindFencedCodeBlock, renderCode)
	r.Register(ast.KindCodeBlock, renderCode)
}

// marks are the bytes that goldmark writes otherwise than they stand.
var marks = newByteSet("&\\<>\"\x00")

// renderText writes what goldmark would, and most text at once.
func renderText(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	text := n.Value(source)
	switch {
	case !marks.in(text):
		_, _ = w.Write(text)
	case n.IsRaw():
		html.DefaultWriter.RawWrite(w, text)
	default:
		html.DefaultWriter.Write(w, text)
	}
	switch {
	case n.IsRaw():
	case n.HardLineBreak():
		_, _ = w.WriteString("<br>\n")
	case n.SoftLineBreak():
		_ = w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<a")
	w.(*sink).link(Link{Dest: unescape(node.(*ast.Link).Destination)}, node.Pos())
	return ast.WalkContinue, w.WriteByte('>')
}

// unescape resolves the escapes and entities of Markdown: what comes out is what the writer meant, not yet escaped for a page.
func unescape(raw []byte) string { return string(resolve(raw)) }

func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	dest := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}
	_, _ = w.WriteString("<a")
	w.(*sink).link(Link{Dest: dest}, node.Pos())
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(source)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// renderPicture links each picture to its file, where it can be seen at full size, unless it stands in a link already.
func renderPicture(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	s := w.(*sink)
	dest := unescape(node.(*ast.Image).Destination)
	alt := plainText(node, source)
	linked := inLink(node)
	if !linked {
		_, _ = s.WriteString(`<a class="picture"`)
		s.link(Link{Dest: dest}, node.Pos())
		_ = s.WriteByte('>')
	}
	s.link(Link{Dest: dest, Picture: true, Alt: alt}, node.Pos())
	if !linked {
		_, _ = s.WriteString("</a>")
	}
	return ast.WalkSkipChildren, nil
}

func inLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"table\" tabindex=\"0\"><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// renderCode makes a block of code a stop for the Tab key, so that a long line can be scrolled without a mouse.
func renderCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	code := node.Lines().Value(source)
	page, marked := []byte(nil), false
	_, _ = w.WriteString(`<pre tabindex="0"><code`)
	if fenced, ok := node.(*ast.FencedCodeBlock); ok && fenced.Language(source) != nil {
		language := unescape(fenced.Language(source))
		_, _ = w.WriteString(` class="language-` + string(util.EscapeHTML([]byte(language))) + `"`)
		page, marked = w.(*sink).parser.mark(language, string(code))
	}
	_ = w.WriteByte('>')
	if !marked {
		page = util.EscapeHTML(code)
	}
	_, _ = w.Write(page)
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}
