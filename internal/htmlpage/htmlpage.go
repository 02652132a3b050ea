// Package htmlpage reads from a page of HTML what a check of a published site needs: its title and language, the IDs
// that fragments can name, where it leads, the files that it loads, and its text.
//
// Pages come from other hosts and old builds, so that nothing about them is trusted: a page is read a token at a time,
// in time linear in its size, and no more than [MaxSize] bytes of it are read. Only the attributes that the default
// theme and its scripts depend on are specific to signpost; pages of other programs can be read as well.
package htmlpage

import (
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// MaxSize is the number of bytes of a page that are read.
const MaxSize = 16 << 20

// maxNames is the number of IDs, and of files, that are kept.
const maxNames = 100_000

// ErrTooLarge is returned for pages of more than MaxSize bytes, or with too many IDs or files.
var ErrTooLarge = errors.New("the page is larger than 16 MB or has more than 100,000 IDs")

// Page contains the parts of a page that a check needs. Addresses are as they are in the page, usually relative to
// Base, or to the page if that is empty.
type Page struct {
	Lang      string
	Title     string
	Base      string // of <base>
	Canonical string
	Refresh   string // the address that the browser opens automatically
	Robots    string

	// Notice is set for a page that replaces a published one.
	Notice Notice

	// IsBooklet is set for a page that repeats articles, for printing.
	IsBooklet bool

	// Signs are the notices in place of headings that were published on the page.
	Signs []Sign

	// Moved are the addresses to which a notice leads, besides those of Signs.
	Moved []string

	// IDs are the fragments that lead to a place in the page, in order and without duplicates: all IDs, and the names
	// of anchors.
	IDs []string

	// Files are what the page loads, in order and without duplicates.
	Files []File

	// Text is the text of the main part, or of the body if there is none, with single spaces. It does not contain what
	// depends on the host: links to e-mail addresses, which some hosts change, and the page's own address for print.
	Text string

	ids map[string]bool
}

// Notice says why a page replaces a published one.
type Notice string

// The kinds of notices. Live pages have none.
const (
	Live    Notice = ""
	Moved   Notice = "moved"
	Retired Notice = "retired"
)

// metaName is the name of the <meta> tag that contains the Notice, or booklet.
const metaName = "signpost"

// booklet marks a page that repeats articles.
const booklet = "booklet"

// Sign is a notice in place of a heading. Without To, its content is gone.
type Sign struct {
	ID, To string
}

// File is something that a page loads.
type File struct {
	Kind    Kind
	Address string
}

// Kind is a kind of file that a page loads.
type Kind string

// The kinds of files.
const (
	Style   Kind = "style"
	Script  Kind = "script"
	Icon    Kind = "icon"
	Index   Kind = "search index"
	Picture Kind = "picture"
)

// Has reports whether a fragment leads to a place in the page.
func (p *Page) Has(id string) bool {
	return p.ids[id]
}

// Read reads a page. If it returns an error, the page is what was read until then.
func Read(r io.Reader) (*Page, error) {
	limited := &io.LimitedReader{R: r, N: MaxSize + 1}
	p := reader{
		tokens: html.NewTokenizer(limited),
		page:   &Page{ids: map[string]bool{}},
		files:  map[File]bool{},
		attrs:  map[string]string{},
	}
	p.tokens.SetMaxBuf(MaxSize)

	err := p.readTokens()
	p.page.Text = p.text.String()
	if limited.N <= 0 || errors.Is(err, html.ErrBufferExceeded) {
		return p.page, ErrTooLarge
	}

	return p.page, err
}

// reader reads one page.
type reader struct {
	tokens *html.Tokenizer
	page   *Page
	files  map[File]bool
	attrs  map[string]string // of the current tag
	text   text

	raw       string // the open element whose text readers do not see, or see elsewhere: "title"
	templates int    // open templates, whose content is not part of the page
	isMail    bool   // in a link to an e-mail address
	onPaper   string // the element with the page's own address that is open: "p"
}

func (r *reader) readTokens() error {
	for {
		switch r.tokens.Next() {
		case html.ErrorToken:
			if err := r.tokens.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag()
			if max(len(r.page.IDs), len(r.page.Files)) > maxNames {
				return ErrTooLarge
			}
		case html.EndTagToken:
			r.endTag()
		case html.TextToken:
			r.readText()
		}
	}
}

// rawElements are elements whose content is one text, which readers do not see.
var rawElements = map[string]bool{
	"title": true, "script": true, "style": true, "noscript": true, "textarea": true,
	"iframe": true, "noembed": true, "noframes": true, "xmp": true,
}

// inlineElements do not end a word.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "del": true, "dfn": true,
	"em": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "s": true, "samp": true, "small": true,
	"span": true, "strong": true, "sub": true, "sup": true, "u": true, "var": true, "wbr": true,
}

func (r *reader) startTag() {
	raw, hasAttributes := r.tokens.TagName()
	name := string(raw)
	attrs := r.attributes(hasAttributes)
	if rawElements[name] {
		r.raw = name
	}

	if name == "template" {
		r.templates++
	}

	if r.templates > 0 {
		return
	}

	if !inlineElements[name] {
		r.text.space()
	}

	r.addIDs(name, attrs)
	r.element(name, attrs)
}

// attributes are the names of those that are read.
var attributes = map[string]bool{
	"class": true, "content": true, "data-index": true, "data-later": true, "data-moved": true, "data-query": true,
	"data-search": true, "href": true, "http-equiv": true, "id": true,
	"lang": true, "name": true, "rel": true, "src": true,
}

// attributes returns the attributes of a tag, until the next one is read. Of two with the same name, browsers use the
// first.
func (r *reader) attributes(more bool) map[string]string {
	clear(r.attrs)
	for more {
		var key, value []byte
		key, value, more = r.tokens.TagAttr()
		if !attributes[string(key)] {
			continue
		}

		if _, exists := r.attrs[string(key)]; !exists {
			r.attrs[string(key)] = string(value)
		}
	}

	return r.attrs
}

func (r *reader) addIDs(name string, attrs map[string]string) {
	ids := []string{attrs["id"]}
	if name == "a" {
		ids = append(ids, attrs["name"])
	}

	for _, id := range ids {
		if id != "" && !r.page.ids[id] {
			r.page.ids[id] = true
			r.page.IDs = append(r.page.IDs, id)
		}
	}
}

// element reads the start of an element.
func (r *reader) element(name string, attrs map[string]string) {
	if hasWord(attrs["class"], "on-paper") {
		r.onPaper = name
	}

	if attrs["id"] != "" && hasWord(attrs["class"], "sign") {
		r.page.Signs = append(r.page.Signs, Sign{ID: attrs["id"]})
	}

	switch name {
	case "html":
		setFirst(&r.page.Lang, attrs["lang"])
	case "base":
		setFirst(&r.page.Base, attrs["href"])
	case "meta":
		r.meta(attrs)
	case "link":
		r.link(attrs)
	case "script":
		r.addFile(Script, attrs["src"])
		r.addFile(Index, attrs["data-index"])
		r.addFile(Script, attrs["data-search"])
		r.addFile(Script, attrs["data-later"])
	case "img":
		r.addFile(Picture, attrs["src"])
	case "main":
		r.text.begin()
	case "a":
		r.anchor(attrs)
	}
}

func (r *reader) meta(attrs map[string]string) {
	content := attrs["content"]
	switch strings.ToLower(attrs["name"]) {
	case "robots":
		setFirst(&r.page.Robots, content)
	case metaName:
		if n := Notice(content); n == Moved || n == Retired {
			r.page.Notice = n
		}

		r.page.IsBooklet = r.page.IsBooklet || content == booklet
	}

	if strings.EqualFold(attrs["http-equiv"], "refresh") {
		setFirst(&r.page.Refresh, refreshAddress(content))
	}
}

func (r *reader) link(attrs map[string]string) {
	switch rel, href := strings.ToLower(attrs["rel"]), attrs["href"]; {
	case hasWord(rel, "canonical"):
		setFirst(&r.page.Canonical, href)
	case hasWord(rel, "stylesheet"):
		r.addFile(Style, href)
	case hasWord(rel, "icon"):
		r.addFile(Icon, href)
	}
}

// anchor reads a link. One to a new address belongs to the last sign, if that has none.
func (r *reader) anchor(attrs map[string]string) {
	href := attrs["href"]
	r.isMail = strings.HasPrefix(href, "mailto:") || strings.Contains(href, "/cdn-cgi/l/email-protection")

	_, isMoved := attrs["data-moved"]
	_, isQuery := attrs["data-query"]
	last := len(r.page.Signs) - 1
	switch {
	case !isMoved && !isQuery || href == "":
	case last >= 0 && r.page.Signs[last].To == "":
		r.page.Signs[last].To = href
	case last < 0:
		r.page.Moved = append(r.page.Moved, href)
	}
}

func (r *reader) addFile(kind Kind, address string) {
	f := File{kind, address}
	if address != "" && !r.files[f] {
		r.files[f] = true
		r.page.Files = append(r.page.Files, f)
	}
}

func (r *reader) endTag() {
	raw, _ := r.tokens.TagName()
	name := string(raw)
	if name == r.raw {
		r.raw = ""
	}

	if name == r.onPaper {
		r.onPaper = ""
	}

	switch name {
	case "template":
		r.templates = max(0, r.templates-1)
	case "a":
		r.isMail = false
	case "main":
		r.text.end()
	}

	if r.templates == 0 && !inlineElements[name] {
		r.text.space()
	}
}

func (r *reader) readText() {
	switch {
	case r.templates > 0:
	case r.raw == "title" && r.page.Title == "":
		r.page.Title = strings.Join(strings.Fields(string(r.tokens.Text())), " ")
	case r.raw == "" && r.onPaper == "" && !r.isMail:
		r.text.add(r.tokens.Text())
	}
}

// setFirst sets a value that was not set before.
func setFirst(value *string, text string) {
	if *value == "" {
		*value = text
	}
}

func hasWord(list, word string) bool {
	return slices.Contains(strings.Fields(list), word)
}

// refreshAddress returns the address in the content of a refresh: "0; url=/new/". It is empty if the page only loads
// itself again.
func refreshAddress(content string) string {
	rest := strings.TrimLeft(strings.TrimSpace(content), "0123456789.")
	rest = strings.TrimLeft(rest, ";, \t\n\f\r")
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(rest[3:]), "="); ok {
			rest = strings.TrimSpace(value)
		}
	}

	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		rest, _, _ = strings.Cut(rest[1:], rest[:1])
	}

	return strings.TrimSpace(rest)
}
