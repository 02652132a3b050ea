package render

import (
	"strings"

	"signpost/internal/codes"
	"signpost/internal/site"
)

// errorsPage is what layouts/errors.html receives.
type errorsPage struct {
	frame
	Rows []codeLink
}

// codePage is what layouts/code.html receives: the page behind a code's short link.
type codePage struct {
	frame
	body
	Code      codes.Code
	Article   link // the article that the section is part of
	Feedback  *feedback
	Successor *link // the code that took over, when this one is no longer met
}

// codeLink is a code in a list.
type codeLink struct {
	ID      string // "id-201"
	Code    codes.Code
	Title   string
	Address string // of the section that explains it
	Foreign string // the language of the title, where that is not the page's own
	Short   string // of its short link
}

// codeLinks lists every code that is still met, then those that are not.
func (p *printer) codeLinks(from place) []codeLink {
	var met, retired []codeLink
	for _, e := range p.site.Registry.Codes {
		l := codeLink{
			ID:      strings.ToLower(string(e.Code)),
			Code:    e.Code,
			Title:   e.Title,
			Address: from.Address(target(e)),
			Short:   from.Address(codes.Path(e.Code)),
		}
		if own, ok := p.site.Explains(e.Code); ok {
			s := own.Heading()
			l.Title, l.Address = s.Title, from.Address(own.Article.Path+"#"+s.ID)
		} else {
			l.Foreign = p.site.Editions[0].Language.Tag
		}
		if e.Retired == nil {
			met = append(met, l)
		} else {
			retired = append(retired, l)
		}
	}
	return append(met, retired...)
}

// commonCodes is how many errors the home page shows.
const commonCodes = 5

// common lists the first codes in the order in which the site explains them: writers put what is asked for most in front.
func (p *printer) common(from place) []codeLink {
	links := map[codes.Code]codeLink{}
	for _, l := range p.codeLinks(from) {
		links[l.Code] = l
	}
	var list []codeLink
	for _, c := range p.inOrder() {
		if e, ok := p.site.Registry.Lookup(c); ok && e.Retired == nil && len(list) < commonCodes {
			list = append(list, links[c])
		}
	}
	return list
}

// inOrder lists the codes in the order in which the site explains them.
func (p *printer) inOrder() []codes.Code {
	var list []codes.Code
	for _, c := range p.everyCollection() {
		for _, a := range c.Articles {
			list = append(list, a.DeclaredCodes()...)
		}
	}
	return list
}

// target is the address of the section that explains a code.
func target(e codes.Entry) string { return e.Path + "#" + e.Anchor }

func (p *printer) errors() {
	own := p.site.Own(site.ErrorsPath)
	p.add("errors", own, func() any {
		f := p.frame(own, p.text.Codes.Title, p.text.Codes.Description)
		f.Trail, f.Lists = p.trail(f.place, nil), true
		return &errorsPage{f, p.codeLinks(f.place)}
	})
}

// codes are the pages of short links: one for each code, in the language that declares it.
func (p *printer) codes() {
	for _, e := range p.site.Registry.Codes {
		p.add("code", codes.Path(e.Code), func() any { return p.code(e) })
	}
}

// explanations are the sections that explain a code, in every language.
func (p *printer) explanations(e codes.Entry) []site.Version {
	var list []site.Version
	for _, edition := range p.site.Editions {
		if own, ok := edition.Explains(e.Code); ok {
			list = append(list, site.Version{Language: edition.Language, Path: own.Article.Path + "#" + own.Heading().ID})
		}
	}
	return list
}

// code is the page behind a code's short link. It shows the section itself: whoever was sent the link need not look for it in a long
// article, and nothing depends on a browser that follows redirects. Search engines are told that the article is the original.
func (p *printer) code(e codes.Entry) *codePage {
	at, _ := p.site.Find(target(e)) // the registry was made of these sections
	f := p.frame(codes.Path(e.Code), fill(p.text.Codes.Short, "code", string(e.Code), "title", e.Title), e.Summary)
	f.Canonical, f.Kind = p.whole(e.Path), "article"
	f.inLanguages(p.explanations(e))
	f.Versions = nil // those of the article are
	f.Trail = append(p.trail(f.place, nil), link{f.Address(site.ErrorsPath), p.text.Codes.Title})
	page := &codePage{
		frame:    f,
		body:     body{article: at.Article, section: at.Section, from: f.place},
		Code:     e.Code,
		Article:  link{f.Address(target(e)), fill(p.text.Codes.Whole, "title", at.Article.Title)},
		Feedback: p.feedback(f),
	}
	if e.Retired != nil && e.Retired.Successor != "" {
		successor := e.Retired.Successor
		page.Successor = &link{f.Address(codes.Path(successor)), fill(p.text.Codes.Retired, "code", string(successor))}
	}
	return page
}
