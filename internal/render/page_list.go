package render

import (
	"bytes"
	"strings"

	"signpost/internal/address"
	"signpost/internal/codes"
	"signpost/internal/site"
)

// pageList collects the pages of a site. Their content is made when they are rendered.
type pageList struct {
	*printer
	pages []Page
}

// add adds the page at an address. An address that ends with "/" becomes the index.html of a folder. page returns the
// layout's data, as a pointer because html/template would copy a struct repeatedly.
func (l *pageList) add(layout, address string, page func() any) {
	path := strings.TrimPrefix(address, "/")
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}

	l.addFile(layout, path, page)
}

// addFile adds the page in a file.
func (l *pageList) addFile(layout, path string, page func() any) {
	write := func(b *bytes.Buffer) error {
		if err := l.layouts[layout].ExecuteTemplate(b, "base", page()); err != nil {
			return layoutError{err}
		}

		ReplaceForbidden(b)

		return nil
	}

	l.pages = append(l.pages, Page{Path: path, Write: write})
}

func (l *pageList) addHome() {
	l.add("home", l.edition.Home.Path, func() any { return l.homePage() })
}

func (l *pageList) addCollections() {
	for _, c := range l.edition.Collections {
		l.add("collection", c.Path, func() any { return l.collectionPage(c) })
	}
}

func (l *pageList) addBooklets() {
	for _, c := range allCollections(l.edition) {
		if l.edition.Booklet(c) != nil {
			l.add("booklet", c.BookletPath(), func() any { return newBooklet(l.printer, c).page() })
		}
	}
}

func (l *pageList) addArticles() {
	for _, c := range allCollections(l.edition) {
		for i, a := range c.Articles {
			l.add("article", a.Path, func() any { return l.articlePage(c, i) })
		}
	}
}

func (l *pageList) addErrors() {
	l.add("errors", l.edition.AddressOf(site.ErrorsPath), func() any { return l.errorsPage() })
}

func (l *pageList) addAll() {
	l.add("all", l.edition.AddressOf(site.AZPath), func() any { return l.allPage() })
}

func (l *pageList) addSearch() {
	l.add("search", l.edition.AddressOf(site.SearchPath), func() any { return l.searchPage() })
}

// addContact adds the contact page, if the settings contain a contact method.
func (l *pageList) addContact() {
	if len(l.strings.contact(l.config.Contact, subject{}).Ways) == 0 {
		return
	}

	l.add("contact", l.edition.AddressOf(site.ContactPath), func() any { return l.contactPage() })
}

func (l *pageList) addMoved() {
	for _, m := range l.site.FormerPages {
		name, ok := address.Parse(m.Path).File()
		if !ok || !l.edition.Contains(m.Path) {
			continue
		}

		l.addFile("moved", name, func() any { return l.movedPage(m) })
		l.pages[len(l.pages)-1].Former = true
	}
}

// addCodes adds each code's short-link page, in the language that declares the code.
func (l *pageList) addCodes() {
	for _, e := range l.site.Registry.Codes {
		l.add("code", codes.Path(e.Code), func() any { return l.codePage(e) })
	}
}

func (l *pageList) addMissing() {
	l.add("missing", missingPath, func() any { return l.missingPage() })
}
