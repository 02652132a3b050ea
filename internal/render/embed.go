package render

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"signpost/internal/library"
	"signpost/internal/site"
)

// booklet knows where the articles of a booklet are on its page. The ID of an article is the last part of its address,
// and comes with a slash before the IDs in the article: "resolve" and "resolve/ods-code". So all IDs are unique, and
// stay the same when other articles are added.
type booklet struct {
	*printer
	collection *site.Collection
	articles   []*library.Article
	from       linker
	ids        map[string]string           // of articles, by their addresses
	pages      map[string]*library.Article // by their addresses
}

// introductionID is the ID of the title, and of the text of the collection's page. Those of articles have no colon.
const introductionID = "sp:introduction"

func newBooklet(p *printer, c *site.Collection) *booklet {
	k := &booklet{
		printer:    p,
		collection: c,
		articles:   p.edition.Booklet(c),
		from:       linker{page: c.BookletPath(), portable: p.assets.Portable},
		ids:        map[string]string{},
		pages:      map[string]*library.Article{},
	}

	if c.Index != nil {
		k.ids[c.Index.Path] = introductionID
		k.pages[c.Index.Path] = c.Index
	}

	for _, a := range k.articles {
		k.ids[a.Path] = strings.Trim(strings.TrimPrefix(a.Path, c.Path), "/")
		k.pages[a.Path] = a
	}

	return k
}

// contains reports whether an address is that of an article of the booklet, or of a section of one.
func (k *booklet) contains(address string) bool {
	if k == nil {
		return false
	}

	page, _, _ := strings.Cut(address, "#")

	return k.pages[page] != nil
}

// address returns the address on the page for an address that the booklet contains. What is only on the page of the
// article, such as a notice, is linked there.
func (k *booklet) address(target string) string {
	page, fragment, _ := strings.Cut(target, "#")
	switch {
	case fragment == "":
		return "#" + k.ids[page]
	case k.pages[page].SectionOf(fragment) >= 0, strings.HasPrefix(fragment, "sp:"):
		return "#" + k.ids[page] + "/" + fragment
	}

	return k.from.Address(target)
}

// embed adds the HTML of an article, changed so that it can be on one page with other articles: its headings are one
// level lower, its IDs unique, and links lead to the articles on the page. All of it is shown: details are open, and
// pictures are loaded at once, because a browser may print a page before the reader has scrolled through it.
func (k *booklet) embed(b *htmlBuffer, a *library.Article, source string) {
	id := k.ids[a.Path]
	e := embedder{booklet: k, page: a.Path, prefix: id + "/", isBelow: id != introductionID}
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			e.addTag(b, tokens, ">")
		case html.SelfClosingTagToken:
			e.addTag(b, tokens, "/>")
		case html.EndTagToken:
			name, _ := tokens.TagName()
			b.raw("</")
			b.raw(e.lowered(string(name)))
			b.raw(">")
		default:
			*b = append(*b, tokens.Raw()...)
		}
	}
}

// embedder changes the tags of one article.
type embedder struct {
	*booklet
	page    string // address of the article
	prefix  string // of its IDs
	isBelow bool   // its headings are below that of the article
	tag     string // name of the current tag
}

// lowered returns the name of the heading one level below, and other names unchanged.
func (e *embedder) lowered(name string) string {
	const lowest = "h6"
	if !e.isBelow || !isHeading(name) || name == lowest {
		return name
	}

	return "h" + string(name[1]+1)
}

// tagAttribute is an attribute of a tag.
type tagAttribute struct{ name, value string }

// addTag adds the current start tag.
func (e *embedder) addTag(b *htmlBuffer, tokens *html.Tokenizer, end string) {
	name, more := tokens.TagName()
	e.tag = string(name)
	b.raw("<")
	b.raw(e.lowered(e.tag))

	var id string
	hasShort := false
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		a := tagAttribute{string(key), string(value)}
		switch a.name {
		case "id":
			id = a.value
		case "data-short":
			hasShort = true
		}

		if !e.isDropped(a) {
			b.attr(a.name, e.change(a))
		}
	}

	switch {
	case e.tag == "details":
		b.raw(" open")
	case isHeading(e.tag) && id != "" && !hasShort: // its permanent address, which the copy button of the page uses
		b.attr("data-short", e.from.Address(e.page+"#"+id))
	}

	b.raw(end)
}

func isHeading(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6'
}

// isDropped reports whether an attribute would hide a part of the article, or load it later.
func (e *embedder) isDropped(a tagAttribute) bool {
	return a.name == "loading" || e.tag == "details" && (a.name == "name" || a.name == "open")
}

// idLists are the attributes that contain IDs, separated by spaces.
var idLists = []string{
	"id", "for", "headers", "list", "form", "popovertarget", "commandfor", "itemref", "anchor",
	"aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage", "aria-flowto",
	"aria-labelledby", "aria-owns",
}

// reference matches a reference to an ID in a style or in the attributes of a drawing: url(#gradient).
var reference = regexp.MustCompile(`url\(\s*(["']?)#`)

// change returns the value of an attribute with the IDs of the page.
func (e *embedder) change(a tagAttribute) string {
	isName := a.name == "name" && (e.tag == "a" || e.tag == "map")
	switch {
	case slices.Contains(idLists, a.name):
		ids := strings.Fields(a.value)
		for i := range ids {
			ids[i] = e.prefix + ids[i]
		}

		return strings.Join(ids, " ")

	case isName && a.value != "":
		return e.prefix + a.value
	case a.name == "usemap":
		return "#" + e.prefix + strings.TrimPrefix(a.value, "#")
	case a.name == "href" || a.name == "xlink:href":
		return e.changeAddress(a.value)
	case strings.Contains(a.value, "url("):
		return reference.ReplaceAllString(a.value, "url(${1}#"+strings.ReplaceAll(e.prefix, "$", "$$"))
	}

	return a.value
}

// changeAddress returns the address of a link on the page.
func (e *embedder) changeAddress(target string) string {
	switch {
	case e.contains(target):
		return e.address(target)
	case len(target) < 2 || target[0] != '#':
		return target
	case e.tag == "a":
		return e.address(e.page + target)
	}

	return "#" + e.prefix + target[1:] // in a drawing
}
