package render

import (
	"cmp"
	"slices"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/site"
)

// errorsPage is what layouts/errors.html receives.
type errorsPage struct {
	frame
	Families []family
}

// family is a part of the list of codes: those that begin with the same letters. Title is empty if it is the only one.
type family struct {
	Title string
	Codes []codeLink
}

// codePage is what layouts/code.html receives: a code's short-link page.
type codePage struct {
	frame
	body
	Code codes.Code
	// Article is the article that contains the section.
	Article  link
	Feedback *feedback
	// Successor is the code that replaces a retired one, or nil.
	Successor *link
	MoreTitle string
	// More lists codes of the article, this one among them.
	More neighbours
}

// codeLink is a code in a list.
type codeLink struct {
	ID    string // "id-201"
	Code  codes.Code
	Title string
	// Address is where the code is explained. Short is the short link.
	Address string
	Short   string
	// Foreign is the language of the title if it is not that of the page.
	Foreign string
}

func (p *printer) errorsPage() *errorsPage {
	text := p.strings.Codes
	f := p.frame(p.edition.AddressOf(site.ErrorsPath), text.Title, text.Description)
	f.HasLists = true

	f.Trail = p.trail(f.linker, nil)
	f.Lists = true

	return &errorsPage{f, families(p.codeLinks(f.linker), p.config.Codes.Families, p.strings.All.Other)}
}

// minFamily is the number of codes from which a family is listed by itself. The others are listed together.
const minFamily = 2

// families sorts codes into families, in the order of their first codes. titles are their titles, by the letters of
// the codes. Codes of small families without a title come last, below other.
func families(links []codeLink, titles map[string]string, other string) []family {
	byPrefix := map[string][]codeLink{}
	var prefixes []string
	for _, l := range links {
		prefix := l.Code.Family()
		if byPrefix[prefix] == nil {
			prefixes = append(prefixes, prefix)
		}

		byPrefix[prefix] = append(byPrefix[prefix], l)
	}

	var list []family
	var others []codeLink
	for _, prefix := range prefixes {
		title := titles[prefix]
		if group := byPrefix[prefix]; title != "" || prefix != "" && len(group) >= minFamily {
			list = append(list, family{cmp.Or(title, prefix), group})
		} else {
			others = append(others, group...)
		}
	}

	if len(others) > 0 {
		list = append(list, family{other, others})
	}

	if len(list) == 1 {
		list[0].Title = ""
	}

	return list
}

// codeLinks returns all codes, the retired ones last.
func (p *printer) codeLinks(l linker) []codeLink {
	var current, retired []codeLink
	for _, e := range p.site.Registry.Codes {
		if e.Retired == nil {
			current = append(current, p.codeLink(l, e))
		} else {
			retired = append(retired, p.codeLink(l, e))
		}
	}

	return append(current, retired...)
}

// codeLink returns a link to a code's section, in the language of the page if it is translated.
func (p *printer) codeLink(l linker, e codes.Entry) codeLink {
	shown := codeLink{
		ID:      e.Code.Slug(),
		Code:    e.Code,
		Title:   e.Title,
		Address: l.Address(sectionAddress(e)),
		Short:   l.Address(codes.Path(e.Code)),
	}

	own, ok := p.edition.SectionFor(e.Code)
	if !ok {
		shown.Foreign = p.site.First().Language.Tag
		return shown
	}

	section := own.Heading()
	shown.Title = section.Title
	shown.Address = l.Address(own.Article.Path + "#" + section.ID)

	return shown
}

// sectionAddress returns the address of a code's section.
func sectionAddress(e codes.Entry) string {
	return e.Path + "#" + e.Anchor
}

// maxCommonCodes is the number of codes on the home page.
const maxCommonCodes = 5

// commonCodes returns the first codes in site order. Writers put the most frequent ones first.
func (p *printer) commonCodes(l linker) []codeLink {
	links := map[codes.Code]codeLink{}
	for _, link := range p.codeLinks(l) {
		links[link.Code] = link
	}

	var list []codeLink
	for _, c := range codesInOrder(p.edition) {
		e, ok := p.site.Registry.Lookup(c)
		if ok && e.Retired == nil && len(list) < maxCommonCodes {
			list = append(list, links[c])
		}
	}

	return list
}

// codesInOrder returns the codes in the order of their sections.
func codesInOrder(edition *site.Edition) []codes.Code {
	var list []codes.Code
	for _, c := range allCollections(edition) {
		for _, a := range c.Articles {
			list = append(list, a.DeclaredCodes()...)
		}
	}

	return list
}

// codePage returns a code's short-link page. It contains the section itself: readers need not search a long article,
// and browsers need not follow a redirect. The article is the canonical page for search engines.
func (p *printer) codePage(e codes.Entry) *codePage {
	// The section exists, because the registry was made from the sections.
	target, _ := p.site.Find(sectionAddress(e))

	page := &codePage{
		frame: p.codeFrame(e),
		Code:  e.Code,
	}

	page.Internal = !p.site.IsForPublic(target.Article)
	l := page.linker
	page.body = body{
		article: target.Article,
		section: target.Section,
		from:    l,
		words:   p.strings,
		terms:   p.site.GlossaryFor(target.Article),
		contact: page.contactAddress(),
	}

	page.Article = link{
		Address: l.Address(sectionAddress(e)),
		Title:   fill(p.strings.Codes.Whole, "title", target.Article.Title),
	}

	page.Feedback = p.strings.feedback(p.config.Feedback, l.page, page.Heading)
	page.Successor = p.strings.successor(l, e)
	page.MoreTitle = fill(p.strings.Article.More, "collection", target.Article.Title)
	page.More = neighbouringCodes(l, target.Article, e.Code)

	return page
}

// neighbouringCodes returns the codes around one in its article, and that code itself.
func neighbouringCodes(l linker, a *library.Article, code codes.Code) neighbours {
	sections := a.CodeSections
	if len(sections) < 2 {
		return nil
	}

	i := slices.IndexFunc(sections, func(s library.CodeSection) bool { return s.Code == code })
	first, last := around(i, len(sections))

	var list neighbours
	for n, s := range sections[first:last] {
		list = append(list, neighbour{
			link:    link{l.Address(codes.Path(s.Code)), string(s.Code) + ": " + s.Title},
			Current: first+n == i,
		})
	}

	return list
}

// codeFrame returns the frame of a code's short-link page.
func (p *printer) codeFrame(e codes.Entry) frame {
	heading := fill(p.strings.Codes.Short, "code", string(e.Code), "title", e.Title)
	f := p.frame(codes.Path(e.Code), heading, e.Summary)
	f.Canonical = p.absolute(e.Path)
	f.Kind = "article"

	f.addVersions(explanations(p.site, e))
	f.Versions = nil // the article has them

	list := link{
		Address: f.Address(site.ErrorsPath),
		Title:   p.strings.Codes.Title,
	}

	f.Trail = append(p.trail(f.linker, nil), list)

	return f
}

// successor returns a link to a retired code's successor, or nil.
func (t *themeStrings) successor(l linker, e codes.Entry) *link {
	if e.Retired == nil || e.Retired.Successor == "" {
		return nil
	}

	successor := e.Retired.Successor

	return &link{
		Address: l.Address(codes.Path(successor)),
		Title:   fill(t.Codes.Retired, "code", string(successor)),
	}
}

// explanations returns the sections that explain a code, in every language.
func explanations(s *site.Site, e codes.Entry) []site.Translation {
	var list []site.Translation
	for _, edition := range s.Editions {
		own, ok := edition.SectionFor(e.Code)
		if !ok {
			continue
		}

		section := own.Heading()
		list = append(list, site.Translation{
			Language: edition.Language,
			Path:     own.Article.Path + "#" + section.ID,
		})
	}

	return list
}
