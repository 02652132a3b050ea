// Package render turns a site into pages, using a theme.
//
// The layouts of a theme are html/template files; package themes describes their folder. layouts/base.html defines
// "base", the whole page. Each other layout defines "main", the main part of one type of page, and receives the struct
// of that type: see homePage, collectionPage, bookletPage, articlePage, codePage, errorsPage, allPage, searchPage,
// movedPage and plainPage in this package. The type [frame] contains the fields that all pages share.
//
// html/template escapes all text that writers typed. Only two kinds of HTML are inserted as they are: the HTML of
// articles, and what this package builds itself with [htmlBuffer]. The text of the theme comes from its strings.yaml.
// Addresses are relative to the page, so that the site works below any path; only 404.html, which a server shows at any
// address, has addresses from the root of the host.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"signpost/internal/config"
	"signpost/internal/site"
)

// Page is one file of the output. It is rendered on demand, so that the pages of a large site are never in memory all
// at once.
type Page struct {
	// Path is relative and uses slashes: "smartcards/resolve/index.html".
	Path string
	// Write renders the page. It may be called by several goroutines at once. An error is a mistake in the theme, or a
	// failure to read the article.
	Write func(*bytes.Buffer) error
	// Former is set for a page at an old address, which must not replace another file.
	Former bool
}

// Render returns the content of the file.
func (p Page) Render() ([]byte, error) {
	var b bytes.Buffer
	err := p.Write(&b)

	return b.Bytes(), err
}

// Assets contains the addresses of the files that pages need, from the root of the site: "/assets/site-4KD9XQ2B.css".
type Assets struct {
	Style  string
	Script string
	Icon   string
	// ListStyle is the style sheet of pages that consist of lists.
	ListStyle string
	// BookletStyle is the style sheet of booklets.
	BookletStyle string
	// Lists is the script of list pages.
	Lists string
	// Search is the search script.
	Search string
	// Later is the script of what pages need only after a click.
	Later string
	// Index is the first file of the search index.
	Index string
	// Portable is set for a copy that is opened from disk: addresses contain file names, and there is no 404.html.
	Portable bool
}

// Theme is a parsed theme in one language. It can render any number of sites.
type Theme struct {
	layouts map[string]*template.Template
	strings *themeStrings
}

// ParseTheme parses a theme. It fails if the theme contains a mistake.
func ParseTheme(files fs.FS) (*Theme, error) {
	layouts, err := parseLayouts(files)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}

	text, err := readStrings(files)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}

	return &Theme{layouts, text}, nil
}

// Pages returns the pages of an edition. The first edition of a site also has the pages that belong to no language:
// short links and 404.html.
func (t *Theme) Pages(e *site.Edition, cfg *config.Config, assets Assets) []Page {
	p := &printer{
		Theme:   t,
		site:    e.Site,
		edition: e,
		config:  cfg,
		assets:  assets,
		titles:  countTitles(e, t.strings),
	}

	list := pageList{printer: p}
	list.addHome()
	list.addCollections()
	list.addBooklets()
	list.addArticles()
	list.addErrors()
	list.addAll()
	list.addSearch()
	list.addContact()
	list.addMoved()

	if e == e.Site.First() {
		list.addCodes()
		if !assets.Portable {
			list.addMissing()
		}
	}

	return list.pages
}

// layoutError is a mistake in a layout. It does not name the page, because the same mistake is on all pages with the
// layout and is reported once.
type layoutError struct{ error }

// Error omits the layouts that include the one with the mistake.
func (e layoutError) Error() string {
	steps := strings.Split(e.error.Error(), "template: ")
	return "theme: " + steps[len(steps)-1]
}

// Unwrap returns the error of html/template.
func (e layoutError) Unwrap() error { return e.error }
