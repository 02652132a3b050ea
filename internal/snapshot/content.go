package snapshot

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// content is what a page contains besides what package htmlpage reads: its text without menus, the IDs in it with their
// headings, and the texts of notices.
type content struct {
	heading string // the first one
	text    Text
	anchors []Anchor
	reasons map[string]string // of notices in place of headings, by ID
	lead    string            // the first paragraph of class "lead"
	links   []string
}

// Limits for what is kept of one page.
const (
	maxAnchors = 20_000
	maxLinks   = 20_000
	maxTitle   = 300 // bytes of a heading or a reason
)

// readContent reads the content of a page. It reads the main part, or the whole body if there is none.
func readContent(page []byte, withLinks bool) content {
	r := contentReader{
		tokens:    html.NewTokenizer(bytes.NewReader(page)),
		withLinks: withLinks,
	}
	r.restart()
	for r.next() {
	}

	return r.finish()
}

// contentReader reads a page a token at a time. Elements that are not closed do not confuse it for longer than the page
// is: it counts elements of one name only.
type contentReader struct {
	tokens    *html.Tokenizer
	withLinks bool
	links     []string

	words   *wordReader
	found   content
	pending []int // anchors whose heading may follow
	open    []int // anchors of the current section

	main, skipped, sign element // that the reader is in
	hasMain             bool

	heading    string // name of the heading that the reader is in: "h2"
	isLead     bool
	title      strings.Builder // of that heading, or a notice
	signID     string
	isInSigned bool // the page was made by this program
}

// element is an open element.
type element struct {
	name  string
	depth int
}

func (e *element) start(name string) {
	if e.depth > 0 && e.name == name {
		e.depth++
	}
}

func (e *element) end(name string) {
	if e.depth > 0 && e.name == name {
		e.depth--
	}
}

// restart forgets what was read, because the main part begins.
func (r *contentReader) restart() {
	r.words = newWordReader()
	r.found = content{reasons: map[string]string{}}
	r.pending, r.open, r.heading = nil, nil, ""
}

func (r *contentReader) next() bool {
	switch r.tokens.Next() {
	case html.ErrorToken:
		return false
	case html.StartTagToken:
		r.startTag(false)
	case html.SelfClosingTagToken:
		r.startTag(true)
	case html.EndTagToken:
		name, _ := r.tokens.TagName()
		r.endTag(string(name))
	case html.TextToken:
		r.addText(r.tokens.Text())
	}

	return true
}

// skippedElements contain no text of the page itself. Browsers show the text of some as it is written, markup included,
// so the tokenizer returns it as one text.
var skippedElements = map[string]bool{
	"nav": true, "footer": true, "form": true, "script": true, "style": true, "noscript": true,
	"template": true, "svg": true, "button": true, "select": true, "textarea": true, "time": true, "iframe": true,
	"object": true, "title": true, "dialog": true,
}

// voidElements have no end.
var voidElements = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

// inlineElements do not end a word.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "del": true, "dfn": true,
	"em": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "s": true, "samp": true, "small": true,
	"span": true, "strong": true, "sub": true, "sup": true, "u": true, "var": true, "wbr": true,
}

func (r *contentReader) startTag(isClosed bool) {
	raw, more := r.tokens.TagName()
	name := string(raw)
	attrs := r.attributes(more)
	isClosed = voidElements[name] || isClosed && name == "svg"
	if !isClosed {
		r.main.start(name)
		r.skipped.start(name)
		r.sign.start(name)
	}

	r.addLink(name, attrs)
	r.beginMain(name, attrs)
	if r.skipped.depth > 0 || !r.isInScope() {
		return
	}

	r.element(name, attrs, isClosed)
}

// attributes returns the attributes of a tag. Of two with the same name, browsers use the first.
func (r *contentReader) attributes(more bool) map[string]string {
	attrs := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = r.tokens.TagAttr()
		if _, exists := attrs[string(key)]; !exists {
			attrs[string(key)] = string(value)
		}
	}

	return attrs
}

func (r *contentReader) addLink(name string, attrs map[string]string) {
	if r.withLinks && name == "a" && attrs["href"] != "" && len(r.links) < maxLinks {
		r.links = append(r.links, attrs["href"])
	}
}

// beginMain begins the main part, unless there was one already.
func (r *contentReader) beginMain(name string, attrs map[string]string) {
	if r.hasMain || name != "main" && attrs["role"] != "main" {
		return
	}

	r.hasMain = true
	r.isInSigned = attrs["id"] == "sp:main"
	r.main, r.skipped = element{name, 1}, element{}
	r.restart()
}

func (r *contentReader) isInScope() bool {
	return !r.hasMain || r.main.depth > 0
}

// element reads the start of an element of the text.
func (r *contentReader) element(name string, attrs map[string]string, isClosed bool) {
	isPermalink := name == "a" && strings.HasPrefix(attrs["href"], "#") // a sign after a heading is no part of its word
	if isPermalink {
		r.words.endWord()
	}

	if !inlineElements[name] {
		r.endBlock()
	}

	if skippedElements[name] || r.isAfter(attrs) {
		if !isClosed {
			r.skipped = element{name, 1}
		}
		return
	}

	if isHeading(name) && r.sign.depth == 0 {
		r.beginHeading(name)
	}

	if id := attrs["id"]; id != "" && hasWord(attrs["class"], "sign") {
		r.sign, r.signID = element{name, 1}, id
		r.title.Reset()
		return
	}

	if r.sign.depth > 0 {
		return
	}

	if hasWord(attrs["class"], "lead") && r.found.lead == "" && r.heading == "" {
		r.isLead = true
		r.title.Reset()
	}

	r.addAnchor(attrs["id"])
	if name == "a" {
		r.addAnchor(attrs["name"])
	}

	r.words.add([]byte(attrs["alt"]))
}

// isAfter reports whether a part of a page of this program follows the text: dates, contacts, and links to other pages.
func (r *contentReader) isAfter(attrs map[string]string) bool {
	class := attrs["class"]
	return r.isInSigned && (hasWord(class, "after") || hasWord(class, "on-paper") || hasWord(class, "print-all"))
}

// internalIDs are beginnings of IDs that generators number, and that no one links to.
var internalIDs = []string{"sp:", "__", "fn:", "fn-", "fnref:", "fnref-", "user-content-fn", "footnote-", "cb"}

func (r *contentReader) addAnchor(id string) {
	if id == "" || len(id) > maxTitle || len(r.found.anchors) == maxAnchors {
		return
	}

	for _, prefix := range internalIDs {
		if strings.HasPrefix(id, prefix) && (prefix != "cb" || isNumbered(id[len(prefix):])) {
			return
		}
	}

	r.found.anchors = append(r.found.anchors, Anchor{ID: id})
	r.pending = append(r.pending, len(r.found.anchors)-1)
}

// isNumbered reports whether a text consists of digits and hyphens: the lines of code that pandoc numbers are cb1-2.
func isNumbered(text string) bool {
	return text != "" && strings.Trim(text, "0123456789-") == ""
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// beginHeading ends the section before a heading. Anchors right before the heading belong to it.
func (r *contentReader) beginHeading(name string) {
	checksum, words := r.words.endSection()
	for _, i := range r.open {
		r.found.anchors[i].Text, r.found.anchors[i].Words = checksum, words
	}

	r.open = nil
	r.heading, r.isLead = name, false
	r.title.Reset()
}

func (r *contentReader) endTag(name string) {
	if r.skipped.depth > 0 {
		r.skipped.end(name)
		return
	}

	if !r.isInScope() {
		return
	}

	if !inlineElements[name] {
		r.endBlock()
	}

	if r.heading != "" && isHeading(name) {
		r.endHeading()
	}

	r.sign.end(name)
	r.main.end(name)
}

// endBlock ends a word, and the first paragraph of a notice. That may have no end of its own.
func (r *contentReader) endBlock() {
	r.words.endWord()
	switch {
	case r.sign.depth > 0:
		if reason := r.takeTitle(); r.found.reasons[r.signID] == "" {
			r.found.reasons[r.signID] = reason
		}
	case r.isLead:
		r.isLead = false
		r.found.lead = r.takeTitle()
	default:
		r.addTitle(" ")
	}
}

func (r *contentReader) endHeading() {
	title := r.takeTitle()
	if r.found.heading == "" {
		r.found.heading = title
	}

	for _, i := range r.pending {
		r.found.anchors[i].Title = title
	}

	r.open, r.pending = r.pending, nil
	r.heading = ""
	r.words.endSection() // the section is the text below the heading, which may be reworded
}

func (r *contentReader) addText(text []byte) {
	switch {
	case r.skipped.depth > 0 || !r.isInScope():
		return
	case r.sign.depth > 0:
		r.addTitle(string(text))
		return
	case r.heading != "" || r.isLead:
		r.addTitle(string(text))
	}

	if r.heading == "" && len(bytes.TrimSpace(text)) > 0 {
		r.pending = nil
	}

	r.words.add(text)
}

// addTitle adds text to the heading or notice that is being read.
func (r *contentReader) addTitle(text string) {
	if left := maxTitle - r.title.Len(); left > 0 {
		r.title.WriteString(text[:min(left, len(text))])
	}
}

// takeTitle returns the heading or notice with single spaces, without a sign at its end that links to it.
func (r *contentReader) takeTitle() string {
	title := strings.Join(strings.Fields(strings.ToValidUTF8(r.title.String(), "")), " ")
	r.title.Reset()

	return strings.TrimRight(title, " ¶#\u200b")
}

func (r *contentReader) finish() content {
	r.endBlock()
	r.beginHeading("")
	r.found.text = r.words.finish()
	r.found.links = r.links

	return r.found
}

func hasWord(list, word string) bool {
	return slices.Contains(strings.Fields(list), word)
}
