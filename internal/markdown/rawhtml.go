package markdown

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"signpost/internal/sanitise"
)

// readRawHTML reads a piece of HTML and keeps its tokens, which are written when the section is rendered.
func (d *Document) readRawHTML(n ast.Node) {
	if d.options.RawHTML == sanitise.Refuse {
		refuseRawHTML(d, n)
		return
	}

	piece := newRawPiece(n, d.Source)
	tokens, findings := sanitise.Read(piece.text, d.options.RawHTML)
	for i := range tokens {
		t := &tokens[i]
		t.End = piece.sourceEnd(t.Offset + len(t.Source))
		t.Offset = piece.sourceOffset(t.Offset)
		fillToken(d, t)
		if t.Kind == sanitise.Unknown {
			d.unknown = append(d.unknown, t)
		}
	}

	for _, f := range findings {
		d.report(findingKinds[f.Kind], piece.sourceOffset(f.Offset), f.Written)
	}

	n.SetAttributeString(tokensAttribute, tokens)
}

var findingKinds = map[sanitise.FindingKind]MistakeKind{
	sanitise.RefusedElement:   RawHTML,
	sanitise.RefusedAttribute: RefusedAttribute,
	sanitise.RefusedAddress:   RefusedAddress,
	sanitise.UnclosedComment:  UnclosedComment,
}

const tokensAttribute = "tokens"

// Tokens returns the tokens of a piece of HTML. Their offsets are those of the source.
func Tokens(n ast.Node) []sanitise.Token {
	value, _ := n.AttributeString(tokensAttribute)
	tokens, _ := value.([]sanitise.Token)

	return tokens
}

// fillToken replaces variables in the text and the addresses of a token.
func fillToken(d *Document, t *sanitise.Token) {
	t.Value = d.fillVariables(t.Value, t.Offset)
	for i := range t.Links {
		t.Links[i].Value = d.fillVariables(t.Links[i].Value, t.Offset)
	}
}

func (d *Document) fillVariables(text string, offset int) string {
	if !strings.Contains(text, "{{") || d.options.RawHTML == sanitise.Unsafe {
		return text
	}

	return variableInAddress.ReplaceAllStringFunc(text, func(match string) string {
		name := strings.Trim(match, "{} ")
		value, ok := d.options.Variables[name]
		if !ok {
			d.report(UnknownVariable, offset, name)
			return match
		}

		if !d.bounds.expand(len(value), offset) {
			return ""
		}

		return value
	})
}

// decideUnknown decides how to show tags of elements that do not exist, such as <name>. If there is an end tag, the
// tags are left out and what they enclose is shown; else the tag itself is shown, because the text would be incomplete
// without it. Each element is reported once.
func decideUnknown(d *Document) {
	isEnded := map[string]bool{}
	for _, t := range d.unknown {
		if bytes.HasPrefix(t.Source, []byte("</")) {
			isEnded[t.Name] = true
		}
	}

	isReported := map[string]bool{}
	for _, t := range d.unknown {
		kind := UnknownElement
		if !isEnded[t.Name] || t.SelfClosing {
			kind = ShownElement
			t.Kind = sanitise.Text
		}

		if !isReported[t.Name] {
			d.report(kind, t.Offset, string(t.Source))
		}

		isReported[t.Name] = true
	}
}

// refuseRawHTML reports HTML other than comments, which goldmark leaves out. The end tag of an element that was
// reported is not reported again.
func refuseRawHTML(d *Document, n ast.Node) {
	raw := bytes.TrimSpace(newRawPiece(n, d.Source).text)
	if isComment(raw) {
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

// rawPiece is a piece of HTML as written, without the markers of the list or quotation around it.
type rawPiece struct {
	text   []byte
	lines  []text.Segment
	starts []int // of the lines in the text
}

func newRawPiece(n ast.Node, source []byte) *rawPiece {
	p := &rawPiece{}
	segments := rawSegments(n)
	for i := range segments.Len() {
		p.add(segments.At(i), source)
	}

	if block, ok := n.(*ast.HTMLBlock); ok && block.HasClosure() {
		p.add(block.ClosureLine, source)
	}

	return p
}

func rawSegments(n ast.Node) *text.Segments {
	if inline, ok := n.(*ast.RawHTML); ok {
		return inline.Segments
	}

	return n.Lines()
}

func (p *rawPiece) add(line text.Segment, source []byte) {
	p.lines = append(p.lines, line)
	p.starts = append(p.starts, len(p.text))
	p.text = append(p.text, line.Value(source)...)
}

// sourceOffset returns the offset in the source for an offset in the text.
func (p *rawPiece) sourceOffset(offset int) int {
	i := sort.SearchInts(p.starts, offset+1) - 1

	return min(p.lines[i].Start+offset-p.starts[i], p.lines[i].Stop)
}

// sourceEnd returns the offset in the source for the end of something in the text.
func (p *rawPiece) sourceEnd(offset int) int {
	return p.sourceOffset(max(0, offset-1)) + 1
}

// renderRawHTML notes the place of a piece in the HTML of its section. Its tokens are written by htmlWriter.balance.
func renderRawHTML(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if tokens := Tokens(node); entering && len(tokens) > 0 {
		w.(*htmlWriter).insert(sanitise.Insert{Tokens: tokens})
	}

	return ast.WalkSkipChildren, nil
}

func (w *htmlWriter) insert(i sanitise.Insert) {
	i.Offset = len(w.html.Source)
	i.Marks = len(w.html.Links)
	w.inserts = append(w.inserts, i)
}

// balance writes the pieces of HTML into that of the section.
func (w *htmlWriter) balance(inline bool) {
	in := sanitise.Input{
		HTML:    w.html.Source,
		Inserts: w.inserts,
		Mode:    w.doc.options.RawHTML,
		Inline:  inline,
	}
	for i := range w.html.Links {
		in.Marks = append(in.Marks, int(w.html.Links[i].Offset))
	}

	out := sanitise.Balance(in)
	links := w.html.Links
	w.html = HTML{Source: out.HTML}
	isKept := keptMarks(out.Links, links)
	var note Link // after the last link that was written as HTML
	for _, placed := range out.Links {
		if placed.Mark >= 0 && !isKept[placed.Mark] {
			continue
		}

		l := w.linkOf(placed, links)
		l.Offset = int32(placed.Offset)
		if note.Note != 0 && note.Offset <= l.Offset {
			w.html.Links = append(w.html.Links, note)
			note = Link{}
		}

		w.html.Links = append(w.html.Links, l)
		if placed.Mark < 0 && !l.Picture {
			note = noteAfterTag(&l, out.HTML)
		}
	}

	if note.Note != 0 {
		w.html.Links = append(w.html.Links, note)
	}

	w.addAnchors(out.Anchors)
	reportUnbalanced(w.doc, &in, &out)
}

// keptMarks returns which of the links of the Markdown are kept: those that were placed, without the notes of others.
func keptMarks(placed []sanitise.Placed, links []Link) []bool {
	isKept := make([]bool, len(links))
	for _, p := range placed {
		if p.Mark >= 0 {
			isKept[p.Mark] = true
		}
	}

	owner := 0 // the link that the next note belongs to
	for i := range links {
		switch {
		case links[i].Note != 0:
			isKept[i] = isKept[i] && isKept[owner]
		case !links[i].Picture:
			owner = i
		}
	}

	return isKept
}

// linkOf returns the link that was placed: one of the Markdown, or a new one for that of a tag.
func (w *htmlWriter) linkOf(placed sanitise.Placed, links []Link) Link {
	if placed.Mark >= 0 {
		return links[placed.Mark]
	}

	t := placed.Token
	isPicture := t.Name != "a"
	l := Link{
		Dest:        t.Links[placed.Link].Value,
		Picture:     isPicture,
		InAttribute: isPicture && (t.Name == "source" || w.doc.options.RawHTML == sanitise.Unsafe),
	}
	if isPicture {
		l.Alt = t.Alt
	}

	if isPicture && !l.InAttribute {
		l.Attributes = t.MoreAttributes()
		l.SingleFile = t.InPicture
	}

	w.locate(&l, t.Offset, t.End)

	return l
}

func (w *htmlWriter) addAnchors(anchors []sanitise.Anchor) {
	for _, a := range anchors {
		w.html.Anchors = append(w.html.Anchors, Anchor{
			ID:           a.ID,
			SourceOffset: a.Token.Offset,
			Start:        a.Start,
			End:          a.End,
		})
	}
}

// optionalEnd are elements without a visible end: that it is missing makes no difference to readers.
var optionalEnd = map[string]bool{
	"div": true, "p": true, "span": true, "li": true, "dt": true, "dd": true, "a": true,
	"tr": true, "td": true, "th": true, "thead": true, "tbody": true, "tfoot": true,
}

// reportUnbalanced reports elements that end with their section because the writer did not end them.
func reportUnbalanced(d *Document, in *sanitise.Input, out *sanitise.Output) {
	if out.Failed {
		d.report(UnbalancedHTML, in.Inserts[0].Tokens[0].Offset, "")
		return
	}

	for _, t := range out.Unclosed {
		if !optionalEnd[t.Name] {
			d.report(UnclosedElement, t.Offset, string(t.Source))
		}
	}
}
