package render

import (
	"cmp"
	"html/template"

	"golang.org/x/text/language"

	"signpost/internal/config"
	"signpost/internal/site"
)

// frame is the data that all pages share. Layouts use its fields and methods by name.
type frame struct {
	linker
	printer *printer
	Text    *themeStrings
	Assets  Assets

	Lang string
	// Dir is "rtl" if the language is written from right to left.
	Dir string
	// Site is the name of the site.
	Site string
	// Heading is the h1 of the page.
	Heading string
	// HeadingHTML is the h1 as HTML, if it contains more than text.
	HeadingHTML template.HTML
	// Title is the text of the browser tab.
	Title string
	// Description is for search engines.
	Description string
	// Lead is the text below the h1.
	Lead string

	// Canonical is the URL for search engines. It is empty if the base URL is unknown.
	Canonical string
	// OnPaper is a sentence with the URL of the page, for printing. It is empty if the base URL is unknown.
	OnPaper string
	// Published is the URL of the published site, in a portable copy. It is empty if the base URL is unknown.
	Published string
	// Feed is the address of the Atom feed.
	Feed string
	// Markdown is the address of the Markdown copy.
	Markdown string
	// Kind is the type of the page in Open Graph: "website" or "article".
	Kind string
	// Linked is for search engines; nil if there is nothing to describe.
	Linked *linkedData
	// Robots is an instruction for search engines: "noindex".
	Robots string
	// Internal marks a page that the public site does not contain.
	Internal bool
	// Former is "moved" or "retired" for a page that replaces a published one, for programs that check the site.
	Former string
	// Versions lists the page in every language, for search engines. It is empty if there is only one language.
	Versions []version
	// Elsewhere lists the page in other languages, for readers.
	Elsewhere []version
	// Refresh is the address that the browser opens automatically.
	Refresh string

	// OwnSearch is set if the main part has the search form, so that the header has none.
	OwnSearch bool
	// HasLists is set on pages that consist of lists, which have a style sheet of their own.
	HasLists bool
	// IsBooklet is set on booklets, which also have a style sheet of their own.
	IsBooklet bool
	// Lists is set on list pages with an additional script.
	Lists bool
	// Hint is the text below a search form in the main part.
	Hint string
	// Suggested are searches that the form offers.
	Suggested linkList
	Contact   contact
	// Trail is the breadcrumb.
	Trail linkList
	// Signs replace published headings that no longer exist on the page.
	Signs []movedNotice
}

// noIndex makes search engines ignore a page.
const noIndex = "noindex"

// frame returns the frame of the page at an address.
func (p *printer) frame(address, heading, description string) frame {
	f := frame{
		linker:      linker{page: address, portable: p.assets.Portable},
		printer:     p,
		Text:        p.strings,
		Assets:      p.assets,
		Lang:        p.language(),
		Dir:         direction(p.language()),
		Site:        p.config.Title,
		Heading:     heading,
		Description: cmp.Or(description, heading),
		Canonical:   p.absolute(address),
		Contact:     p.strings.contact(p.config.Contact, subject{heading, p.absolute(address), p.language()}),
		Kind:        "website",
	}

	f.Title = fill(p.strings.Title, "heading", heading, "site", f.Site)
	if f.Canonical != "" {
		f.OnPaper = fill(p.strings.OnPaper, "address", f.Canonical)
	}

	if f.portable {
		f.Published = p.absolute("/")
	}

	if p.site.IsInternal() {
		f.Robots = noIndex
	}

	f.Signs = p.movedNotices(f.linker, p.site.FormerHeadings[address], false)
	f.addVersions(p.site.Translations(address))

	return f
}

// direction returns "rtl" for a language that is written from right to left, and nothing for others.
func direction(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}

	switch script, _ := parsed.Script(); script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}

	return ""
}

// Own returns the address of a generated page, such as /a-z/, in the language of this page.
func (f *frame) Own(path string) string {
	return f.Address(f.printer.edition.AddressOf(path))
}

// StyleSheet returns the address of the style sheet of the page.
func (f *frame) StyleSheet() string {
	switch {
	case f.IsBooklet:
		return f.Address(f.Assets.BookletStyle)
	case f.HasLists:
		return f.Address(f.Assets.ListStyle)
	}

	return f.Address(f.Assets.Style)
}

// Here returns the address of the page itself.
func (f *frame) Here() string {
	return f.Address(f.page)
}

// version is the page in one of its languages.
type version struct {
	Lang string
	Name string
	// Address is relative to the page. URL is empty if the base URL is unknown.
	Address string
	URL     string
}

// addVersions adds the page in other languages. The first one is the default for readers of any other language.
func (f *frame) addVersions(versions []site.Translation) {
	for _, v := range versions {
		shown := version{
			Lang:    v.Language.Tag,
			Name:    v.Language.Name,
			Address: f.Address(v.Path),
			URL:     f.printer.absolute(v.Path),
		}

		if shown.URL != "" {
			f.Versions = append(f.Versions, shown)
		}

		if !f.printer.edition.Contains(v.Path) {
			f.Elsewhere = append(f.Elsewhere, shown)
		}
	}

	if len(f.Versions) > 0 {
		f.Versions = append(f.Versions, version{Lang: "x-default", URL: f.Versions[0].URL})
	}
}

// ownLink is a link that the settings add to every page.
type ownLink struct {
	link
	// Foreign is the language of the link, if the settings do not translate it.
	Foreign string
	// Until is the last day of a notice: "2026-12-24", or empty.
	Until string
}

// Notice returns the notice above every page, or nil.
func (f *frame) Notice() *ownLink {
	cfg := f.printer.config
	if cfg.Notice.Text == "" {
		return nil
	}

	isTranslated := cfg.Languages[f.Lang].Notice.Text != ""
	l := f.ownLink(cfg.Notice, isTranslated)

	return &l
}

// OwnLinks returns the links from the settings for the end of every page.
func (f *frame) OwnLinks() []ownLink {
	cfg := f.printer.config
	isTranslated := cfg.Languages[f.Lang].Footer != nil
	var list []ownLink

	for _, l := range cfg.Footer {
		list = append(list, f.ownLink(l, isTranslated))
	}

	return list
}

func (f *frame) ownLink(l config.Link, isTranslated bool) ownLink {
	shown := ownLink{link: link{f.Address(l.URL), l.Text}, Until: l.Until}
	first := f.printer.site.First().Language.Tag

	if !isTranslated && f.Lang != first {
		shown.Foreign = first
	}

	return shown
}

// logo is the picture at the top of every page.
type logo struct {
	Address string
	// Dark is the address of the picture for dark mode. It is empty if there is only one picture.
	Dark          string
	Alt           string
	Width, Height int
}

// Logo returns the logo of the site, or nil.
func (f *frame) Logo() *logo {
	cfg := f.printer.config.Logo
	picture := f.printer.site.Picture(cfg.File)

	if picture == nil {
		return nil
	}

	l := &logo{Address: f.Address(picture.Path)}
	l.Width, l.Height = picture.Size()

	if cfg.ReplacesTitle {
		l.Alt = f.Site
	}

	if dark := f.printer.site.Picture(cfg.Dark); dark != nil {
		l.Dark = f.Address(dark.Path)
	}

	return l
}

// Name returns the name of the site beside the logo. It is empty if the logo contains the name.
func (f *frame) Name() string {
	if f.printer.config.Logo.ReplacesTitle {
		return ""
	}

	return f.Site
}

// HasCodes reports whether the help centre explains any error.
func (f *frame) HasCodes() bool {
	return len(f.printer.site.Registry.Codes) > 0
}

// HasStatement reports whether the site has an accessibility statement.
func (f *frame) HasStatement() bool {
	return f.printer.edition.HasStatement()
}

// Frame returns the frame itself. Layouts use it because html/template finds direct fields faster than promoted ones.
func (f *frame) Frame() *frame {
	return f
}

// Files returns the tags for style, scripts and icon. They, the header and the footer are the same on all pages at the
// same depth and rendered once for each depth.
func (f *frame) Files() (template.HTML, error) {
	return f.printer.shared("files", f)
}

// Header returns the header of the page.
func (f *frame) Header() (template.HTML, error) {
	return f.printer.shared("header", f)
}

// Footer returns the footer of the page.
func (f *frame) Footer() (template.HTML, error) {
	return f.printer.shared("footer", f)
}
