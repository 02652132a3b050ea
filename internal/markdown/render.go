package markdown

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"signpost/internal/sanitise"
)

// Render renders nodes, one after the other.
func (d *Document) Render(nodes []ast.Node) HTML {
	w := &htmlWriter{
		doc:  d,
		html: HTML{Source: d.buffer[:0]},
	}

	for _, n := range nodes {
		if err := dialect.renderer.Render(w, d.Source, n); err != nil {
			panic(err) // an htmlWriter returns no error
		}
	}

	d.buffer = w.html.Source
	if w.inserts != nil {
		w.balance(nodes[0].Type() == ast.TypeInline)
	}

	w.addLabelled()
	w.html.Source = bytes.Clone(w.html.Source)

	return w.html
}

// htmlWriter collects HTML and its links. goldmark passes it to every node renderer as a util.BufWriter.
type htmlWriter struct {
	doc     *Document
	html    HTML
	inserts []sanitise.Insert // pieces of raw HTML
}

// Available implements util.BufWriter.
func (w *htmlWriter) Available() int {
	return utf8.UTFMax
}

// Buffered implements util.BufWriter.
func (w *htmlWriter) Buffered() int {
	return len(w.html.Source)
}

// Flush implements util.BufWriter.
func (w *htmlWriter) Flush() error {
	return nil
}

// Write implements util.BufWriter.
func (w *htmlWriter) Write(b []byte) (int, error) {
	w.html.Source = append(w.html.Source, b...)
	return len(b), nil
}

// WriteByte implements util.BufWriter.
func (w *htmlWriter) WriteByte(c byte) error {
	w.html.Source = append(w.html.Source, c)
	return nil
}

// WriteRune implements util.BufWriter.
func (w *htmlWriter) WriteRune(r rune) (int, error) {
	w.html.Source = utf8.AppendRune(w.html.Source, r)
	return utf8.RuneLen(r), nil
}

// WriteString implements util.BufWriter.
func (w *htmlWriter) WriteString(s string) (int, error) {
	w.html.Source = append(w.html.Source, s...)
	return len(s), nil
}

// addLink leaves a placeholder for the link that a node of the tree is.
func (w *htmlWriter) addLink(l Link, n ast.Node) {
	l.Offset = int32(len(w.html.Source))
	w.locate(&l, n.Pos(), End(n, w.doc.Source))
	w.html.Links = append(w.html.Links, l)
}

// locate sets the place of a link that was written from one offset of the source to another.
func (w *htmlWriter) locate(l *Link, start, end int) {
	if locate := w.doc.options.Locate; locate != nil {
		place := locate(max(start, 0), end)
		l.File = place.File
		l.Line = int32(place.Line)
		l.Column = int32(place.Column)
		l.EndLine = int32(place.EndLine)
		l.EndColumn = int32(place.EndColumn)
	}
}

// nodeRenderer renders the nodes whose HTML is not goldmark's own.
type nodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindText, renderText)
	r.Register(ast.KindRawHTML, renderRawHTML)
	r.Register(ast.KindHTMLBlock, renderRawHTML)
	r.Register(ast.KindLink, renderLink)
	r.Register(ast.KindAutoLink, renderAutoLink)
	r.Register(ast.KindImage, renderPicture)
	r.Register(ast.KindParagraph, renderParagraph)
	r.Register(ast.KindTextBlock, renderTextBlock)
	r.Register(ast.KindBlockquote, renderBlockquote)
	r.Register(ast.KindFencedCodeBlock, renderCode)
	r.Register(ast.KindCodeBlock, renderCode)
	r.Register(extast.KindTable, renderTable)
	r.Register(extast.KindFootnote, renderNote)
	r.Register(kindFoldLabel, renderFoldLabel)
	r.Register(kindVariable, renderVariable)
	r.Register(kindKeyLetter, renderKeyLetter)
	r.Register(kindNoteRef, renderNoteRef)
	r.Register(kindNoteBack, renderNoteBack)
	r.Register(kindNoteList, renderNoteList)
}

// element writes the start of an element when its node is entered, and its end when the node is left.
func element(w util.BufWriter, entering bool, start, end string) (ast.WalkStatus, error) {
	text := end
	if entering {
		text = start
	}

	_, err := w.WriteString(text)

	return ast.WalkContinue, err
}

// escapeHTML returns text as a text node or an attribute value contains it.
func escapeHTML(text string) string {
	return string(util.EscapeHTML([]byte(text)))
}

// specialBytes are the bytes that goldmark's writer replaces.
var specialBytes = newByteSet("&\\<>\"\x00")

// renderText writes what goldmark would write. Most text has nothing to escape and is written as it is.
func renderText(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	n := node.(*ast.Text)
	text := n.Value(source)

	switch {
	case !specialBytes.anyIn(text):
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

func renderLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	link := Link{Dest: unescape(n.Destination)}

	if !entering {
		_, _ = w.WriteString("</a>")
		if note := noteAfter(n, link.Dest, source); note != 0 {
			w.(*htmlWriter).addLink(Link{Note: note}, node)
		}

		return ast.WalkContinue, nil
	}

	if isWord(link.Dest) {
		link.Alt = cmp.Or(unescape(n.Title), PlainText(n, source))
	}

	_, _ = w.WriteString("<a")
	w.(*htmlWriter).addLink(link, node)

	return ast.WalkContinue, w.WriteByte('>')
}

// isWord reports whether a destination is a single word, which is neither a path nor the name of a file.
func isWord(dest string) bool {
	return dest != "" && !strings.ContainsAny(dest, "/.#?:@ {%")
}

// renderAutoLink renders an address as a link to it, or as text if it is in a link already.
func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	n := node.(*ast.AutoLink)
	if isInLink(n) {
		_, err := w.Write(util.EscapeHTML(n.Label(source)))
		return ast.WalkContinue, err
	}

	dest := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}

	_, _ = w.WriteString("<a")
	w.(*htmlWriter).addLink(Link{Dest: dest}, node)
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(source)))
	_, _ = w.WriteString("</a>")

	return ast.WalkContinue, nil
}

// renderPicture links a picture to its file, where it can be seen at full size, unless it is in a link already.
func renderPicture(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	writer := w.(*htmlWriter)
	picture := Link{
		Dest:    unescape(node.(*ast.Image).Destination),
		Picture: true,
		Alt:     PlainText(node, source),
	}
	if MediaType(picture.Dest) != "" {
		writer.renderMedia(node, picture)
		return ast.WalkSkipChildren, nil
	}

	if isInLink(node) {
		writer.addLink(picture, node)
		return ast.WalkSkipChildren, nil
	}

	_, _ = writer.WriteString(`<a class="picture"`)
	writer.addLink(Link{Dest: picture.Dest}, node)
	_ = writer.WriteByte('>')
	writer.addLink(picture, node)
	_, _ = writer.WriteString("</a>")

	return ast.WalkSkipChildren, nil
}

func isInLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}

	return false
}

// renderTable makes a table a tab stop, so that a wide one can be scrolled without a mouse.
func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	const start = `<div class="table" tabindex="0"><table>` + "\n"
	const end = "</table></div>\n"

	return element(w, entering, start, end)
}

// renderCode makes a code block a tab stop, for the same reason.
func renderCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	code := node.Lines().Value(source)
	language := languageOf(node, source)

	_, _ = w.WriteString(`<pre tabindex="0"><code`)
	if language != "" {
		_, _ = w.WriteString(` class="language-` + escapeHTML(language) + `"`)
	}

	_ = w.WriteByte('>')
	highlighted, ok := w.(*htmlWriter).doc.highlight(language, string(code))
	if !ok {
		highlighted = util.EscapeHTML(code)
	}

	_, _ = w.Write(highlighted)
	_, _ = w.WriteString("</code></pre>\n")

	return ast.WalkSkipChildren, nil
}

// languageOf returns the language after the fence of a code block, or "".
func languageOf(node ast.Node, source []byte) string {
	fenced, ok := node.(*ast.FencedCodeBlock)
	if !ok {
		return ""
	}

	return unescape(fenced.Language(source))
}

// renderTextBlock renders the text of an item in a tight list. That of a task labels its box, which screen readers
// announce without a name otherwise.
func renderTextBlock(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	end := ""
	if node.NextSibling() != nil && node.FirstChild() != nil {
		end = "\n"
	}

	if isTask(node) {
		return element(w, entering, "<label>", "</label>"+end)
	}

	return element(w, entering, "", end)
}

func renderParagraph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if caption := captionOf(node); caption != "" {
		end := "\n<figcaption>" + escapeHTML(caption) + "</figcaption>\n</figure>\n"
		return element(w, entering, "<figure>\n", end)
	}

	if isTask(node) {
		return element(w, entering, "<p><label>", "</label></p>\n")
	}

	if isAction(node) {
		return element(w, entering, `<p class="action">`, "</p>\n")
	}

	return element(w, entering, "<p>", "</p>\n")
}

// isAction reports whether a paragraph outside of lists and quotations consists of one link with a text.
func isAction(node ast.Node) bool {
	link, ok := node.FirstChild().(*ast.Link)

	return ok && link.NextSibling() == nil && node.Parent().Kind() == ast.KindDocument &&
		link.FirstChild() != nil && link.FirstChild().Kind() != ast.KindImage
}

// isTask reports whether a text begins with the box of a task.
func isTask(node ast.Node) bool {
	first := node.FirstChild()
	return first != nil && first.Kind() == extast.KindTaskCheckBox
}
