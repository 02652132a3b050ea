package sanitise

import (
	"bytes"
	"html"
	"strings"

	parser "golang.org/x/net/html"
)

// Read splits a piece of HTML into tokens, and returns what it left out.
func Read(piece []byte, mode Mode) ([]Token, []Finding) {
	r := reader{
		piece: piece,
		mode:  mode,
	}
	if r.plainTag() {
		return r.tokens, r.findings
	}

	r.tokenizer = parser.NewTokenizer(bytes.NewReader(piece))
	for r.next() {
	}

	if rest := piece[r.offset:]; len(rest) > 0 { // a tag without an end
		r.text(rest)
	}

	return r.tokens, r.findings
}

// reader reads a piece of HTML.
type reader struct {
	piece     []byte
	mode      Mode
	tokenizer *parser.Tokenizer

	offset   int // of the current token
	tokens   []Token
	findings []Finding

	content  string          // element whose content follows as one text, or empty
	lower    []byte          // the piece in lower case
	unclosed map[string]bool // elements that have no end tag in the rest of the piece
}

// plainTag reads a piece that is one tag without attributes, as most are, and reports whether it is. A tokenizer would
// need more time and memory.
func (r *reader) plainTag() bool {
	name, ok := bytes.CutSuffix(r.piece, []byte(">"))
	name, isStart := bytes.CutPrefix(name, []byte("<"))
	if !ok || !isStart {
		return false
	}

	name, isEnd := bytes.CutPrefix(name, []byte("/"))
	name, selfClosing := bytes.CutSuffix(name, []byte("/"))
	if isEnd && selfClosing || !isPlainName(name) {
		return false
	}

	lower := string(lowerASCII(name))
	if isEnd {
		r.endTag(lower, r.piece)
	} else {
		r.startTag(lower, r.piece, selfClosing, false)
	}

	return true
}

func isPlainName(name []byte) bool {
	for i, c := range name {
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !isLetter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}

	return len(name) > 0
}

// next reads one token and reports whether there was one.
func (r *reader) next() bool {
	kind := r.tokenizer.Next()
	if kind == parser.ErrorToken {
		return false
	}

	source := bytes.Clone(r.tokenizer.Raw())
	switch kind {
	case parser.TextToken:
		r.text(source)
	case parser.StartTagToken, parser.SelfClosingTagToken:
		name, hasAttributes := r.tokenizer.TagName()
		r.startTag(string(name), source, kind == parser.SelfClosingTagToken, hasAttributes)
	case parser.EndTagToken:
		name, _ := r.tokenizer.TagName()
		r.endTag(string(name), source)
	case parser.CommentToken:
		r.comment(source)
	}

	r.offset += len(source)

	return true
}

func (r *reader) add(t Token) {
	t.Offset = r.offset
	r.tokens = append(r.tokens, t)
}

func (r *reader) find(kind FindingKind, element, written string) {
	f := Finding{
		Kind:    kind,
		Offset:  r.offset,
		Element: element,
		Written: written,
	}
	r.findings = append(r.findings, f)
}

func (r *reader) text(source []byte) {
	t := Token{
		Kind:   Text,
		Source: source,
	}

	switch {
	case r.content == "":
		t.Value = html.UnescapeString(string(source))
	case r.mode == Unsafe:
		t.verbatim = true
		t.Value = string(source)
	case hidden[r.content]:
		return
	default:
		t.Value = html.UnescapeString(string(source))
	}

	t.Value = clean(t.Value)
	r.add(t)
}

// clean replaces the one byte that no page can contain.
func clean(text string) string {
	return strings.ReplaceAll(text, "\x00", "\uFFFD")
}

// comment leaves out a comment. Other programs run processing instructions; here they would be lost.
func (r *reader) comment(source []byte) {
	switch {
	case bytes.HasPrefix(source, []byte("<?")):
		r.find(RefusedElement, "", firstLine(source))
	case !bytes.HasPrefix(source, []byte("<!--")) || isClosedComment(source):
	default:
		r.find(UnclosedComment, "", firstLine(source))
	}
}

func isClosedComment(source []byte) bool {
	return bytes.HasSuffix(source, []byte("-->")) || bytes.HasSuffix(source, []byte("--!>")) ||
		bytes.Equal(source, []byte("<!-->"))
}

func firstLine(source []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(source), []byte("\n"))
	return string(line)
}

func (r *reader) endTag(name string, source []byte) {
	r.content = ""
	written, ok := r.elementName(name)
	switch {
	case ok && !voidElements[written]:
		r.add(Token{Kind: End, Name: written, Source: source})
	case !ok && r.isUnknown(name):
		r.add(Token{Kind: Unknown, Name: name, Source: source, Value: clean(string(source))})
	}
}

// elementName returns the element that is written for one of the writer, if it is allowed.
func (r *reader) elementName(name string) (written string, ok bool) {
	if r.mode == Unsafe {
		return name, true
	}

	e, ok := allowed[name]

	return e.name, ok
}

func (r *reader) isUnknown(name string) bool {
	return r.mode != Unsafe && allowed[name].name == "" && !refused[name] && !ignored[name]
}

func (r *reader) startTag(name string, source []byte, selfClosing, hasAttributes bool) {
	r.content = ""
	if rawText[name] {
		r.startRawText(name, r.offset+len(source), selfClosing)
	}

	if refused[name] && r.mode != Unsafe {
		r.find(RefusedElement, name, firstLine(source))
		return
	}

	if r.isUnknown(name) {
		r.add(Token{
			Kind:        Unknown,
			Name:        name,
			Source:      source,
			Value:       clean(string(source)),
			SelfClosing: selfClosing,
		})
		return
	}

	written, ok := r.elementName(name)
	if !ok { // ignored
		return
	}

	t := Token{
		Kind:        Start,
		Name:        written,
		Source:      source,
		SelfClosing: selfClosing,
	}
	if voidElements[written] {
		t.Kind = Void
	}

	if hasAttributes || allowed[name].class != "" {
		a := attributeReader{reader: r, token: &t, element: name}
		a.read(hasAttributes)
	}

	r.add(t)
}

// startRawText finds out whether the text after a tag, at an offset, is the content of an element such as <script>,
// which contains no tags. Without an end tag in the piece it is not: nothing must be lost.
func (r *reader) startRawText(name string, offset int, selfClosing bool) {
	switch {
	case !selfClosing && r.isClosedAfter(name, offset):
		r.content = name
	case r.tokenizer != nil:
		r.tokenizer.NextIsNotRawText()
	}
}

// isClosedAfter reports whether an end tag of an element is behind an offset of the piece. The piece is searched only
// once for an element without an end tag, and else only as far as the end tag, where reading continues.
func (r *reader) isClosedAfter(name string, offset int) bool {
	if r.unclosed[name] {
		return false
	}

	if r.lower == nil {
		r.lower = lowerASCII(r.piece)
		r.unclosed = map[string]bool{}
	}

	found := offset <= len(r.lower) && bytes.Contains(r.lower[offset:], []byte("</"+name))
	r.unclosed[name] = !found

	return found
}

func lowerASCII(text []byte) []byte {
	lower := bytes.Clone(text)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}

	return lower
}
