package render

import (
	"cmp"
	"html"
	"html/template"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	"signpost/internal/config"
	"signpost/internal/site"
)

// frame is what every page has.
type frame struct {
	place
	printer     *printer
	Text        *text
	Assets      Assets
	Lang        string
	Dir         string      // "rtl" where the language is read from the right
	Site        string      // the site's name
	Heading     string      // the page's h1
	Title       string      // what the browser's tab shows
	Description string      // for search engines
	Lead        string      // what stands below the h1
	Canonical   string      // the whole URL that search engines are to know; empty when nobody said where the site will stand
	OnPaper     string      // says at which whole URL the page stands, for its foot on paper; empty too when nobody said so
	Published   string      // in a copy for a disk, the whole URL of the site that it is a copy of; empty where nobody knows it
	Feed        string      // address of the Atom feed
	Markdown    string      // address of the Markdown copy
	Kind        string      // what Open Graph calls the page: "website" or "article"
	Linked      *linkedData // for search engines; nil where there is nothing to tell
	Robots      string      // what search engines are told: "noindex"
	Versions    []version   // the page in every language, for search engines; none where there is one
	Elsewhere   []version   // the page in other languages, for readers
	Refresh     string      // where the browser goes by itself
	OwnSearch   bool        // the page has the search form in its middle, so that its header has none
	Lists       bool        // the page is a list, which has a script of its own besides
	Hint        string      // below a search form in the middle
	Contact     contact
	Trail       linkList // the breadcrumb
	Signs       []sign   // for headings that were published on the page and are no more
}

// noIndex tells search engines to leave a page out.
const noIndex = "noindex"

// link is a link in a list.
type link struct {
	Address, Title string
}

// Anchor is the link as HTML.
func (l link) Anchor() template.HTML { return template.HTML(l.appendTo(nil, "")) }

func (l *link) appendTo(b []byte, attributes string) []byte {
	b = append(append(b, `<a href="`...), html.EscapeString(l.Address)...)
	b = append(append(append(b, '"'), attributes...), '>')
	return append(append(b, html.EscapeString(l.Title)...), "</a>"...)
}

// linkList is a list of them. A page has a score of links: html/template takes many times as long over each as Items does.
type linkList []link

// Items is an <li> for each.
func (l linkList) Items() template.HTML {
	b := make([]byte, 0, 160*len(l))
	for i := range l {
		b = append(l[i].appendTo(append(b, "\n<li>"...), ""), "</li>"...)
	}
	return template.HTML(b)
}

// frame begins the page at address. It is titled after its h1.
func (p *printer) frame(address, heading, description string) frame {
	f := frame{
		place:       place{page: address, disk: p.assets.Disk},
		printer:     p,
		Text:        p.text,
		Assets:      p.assets,
		Lang:        p.language(),
		Dir:         direction(p.language()),
		Site:        p.config.Title,
		Heading:     heading,
		Description: cmp.Or(description, heading),
		Canonical:   p.whole(address),
		Contact:     p.contact(heading),
		Kind:        "website",
	}
	f.Title = fill(p.text.Title, "heading", heading, "site", f.Site)
	if f.Canonical != "" {
		f.OnPaper = fill(p.text.OnPaper, "address", f.Canonical)
	}
	if f.disk {
		f.Published = p.whole("/")
	}
	f.Signs = p.signs(f.place, p.site.Signs[address], false)
	f.inLanguages(p.site.Versions(address))
	return f
}

func (p *printer) language() string { return cmp.Or(p.config.Language, "en-GB") }

// direction is what HTML says of a language that is written from the right to the left; nothing of any other.
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

// Own is the address of a page that the generator makes for each language, in that of the page.
func (f *frame) Own(path string) string { return f.Address(f.printer.site.Own(path)) }

// Here is the page's own address.
func (f *frame) Here() string { return f.Address(f.page) }

// version is the page in one of its languages.
type version struct {
	Lang, Name     string
	Address, Whole string
}

// inLanguages tells search engines and readers of the same page in other languages. Whoever has none of them is led to the first.
func (f *frame) inLanguages(versions []site.Version) {
	for _, v := range versions {
		shown := version{v.Language.Tag, v.Language.Name, f.Address(v.Path), f.printer.whole(v.Path)}
		if shown.Whole != "" {
			f.Versions = append(f.Versions, shown)
		}
		if !f.printer.site.Has(v.Path) {
			f.Elsewhere = append(f.Elsewhere, shown)
		}
	}
	if len(f.Versions) > 0 {
		f.Versions = append(f.Versions, version{Lang: "x-default", Whole: f.Versions[0].Whole})
	}
}

// whole is the whole URL of an address, or empty when nobody said where the site will stand.
func (p *printer) whole(address string) string {
	if p.config.BaseURL == "" {
		return ""
	}
	return strings.TrimRight(p.config.BaseURL, "/") + address
}

// basePath is the path of the site on its host: "/centre/", or "/".
func (p *printer) basePath() string {
	base, err := url.Parse(p.config.BaseURL)
	if err != nil {
		return "/"
	}
	return strings.TrimRight(base.EscapedPath(), "/") + "/"
}

// ownLink is what the settings lay on every page.
type ownLink struct {
	link
	Foreign string // its language, where the settings have it in that of the content folder alone
}

// Notice is what the site says above every page; nil where there is nothing to say.
func (f *frame) Notice() *ownLink {
	if f.printer.config.Notice.Text == "" {
		return nil
	}
	l := f.onEveryPage(f.printer.config.Notice, f.printer.config.Languages[f.Lang].Notice.Text != "")
	return &l
}

// OwnLinks are those that the site itself has at the end of every page.
func (f *frame) OwnLinks() []ownLink {
	var list []ownLink
	for _, l := range f.printer.config.Footer {
		list = append(list, f.onEveryPage(l, f.printer.config.Languages[f.Lang].Footer != nil))
	}
	return list
}

func (f *frame) onEveryPage(l config.Link, translated bool) ownLink {
	shown := ownLink{link: link{f.Address(l.URL), l.Text}}
	if first := f.printer.site.Editions[0].Language.Tag; !translated && f.Lang != first {
		shown.Foreign = first
	}
	return shown
}

// logo is the picture at the top of every page.
type logo struct {
	Address, Dark string // Dark is that of the picture for dark screens; empty where there is one for all
	Alt           string
	Width, Height int
}

// Logo is that of the site; nil where it has none.
func (f *frame) Logo() *logo {
	cfg := f.printer.config.Logo
	picture := f.printer.site.Picture(cfg.File)
	if picture == nil {
		return nil
	}
	l := &logo{Address: f.Address(picture.Path)}
	l.Width, l.Height = picture.Size()
	if cfg.Alone {
		l.Alt = f.Site
	}
	if dark := f.printer.site.Picture(cfg.Dark); dark != nil {
		l.Dark = f.Address(dark.Path)
	}
	return l
}

// Name is what stands beside the logo, or in its place: nothing where the logo says it.
func (f *frame) Name() string {
	if f.printer.config.Logo.Alone {
		return ""
	}
	return f.Site
}

// HasCodes reports whether the help centre explains any error.
func (f *frame) HasCodes() bool { return len(f.printer.site.Registry.Codes) > 0 }

// HasStatement reports whether the site has an accessibility statement.
func (f *frame) HasStatement() bool { return f.printer.site.HasStatement() }

// withSearch puts the search form in the middle of the page.
func (p *printer) withSearch(f frame) frame {
	f.OwnSearch, f.Hint = true, p.text.Search.Hint
	if common := p.common(f.place); len(common) > 0 {
		f.Hint = fill(p.text.Search.HintCode, "code", string(common[0].Code))
	}
	return f
}

// Frame is the frame itself, for layouts/base.html: that a field stands in it and not in the page around it would have to be found out each time.
func (f *frame) Frame() *frame { return f }

// Files are the style, the scripts and the icon. They, the header and the footer are the same on all pages of one depth, and rendered once for each.
func (f *frame) Files() (template.HTML, error) { return f.printer.shared("files", f) }

// Header is what stands at the top of the page.
func (f *frame) Header() (template.HTML, error) { return f.printer.shared("header", f) }

// Footer is what stands at the end of the page.
func (f *frame) Footer() (template.HTML, error) { return f.printer.shared("footer", f) }

type sharedKey struct {
	name, root string
	ownSearch  bool
}

func (p *printer) shared(name string, f *frame) (template.HTML, error) {
	root := f.root()
	key := sharedKey{name, root, f.OwnSearch}
	if done, ok := p.sharedParts.Load(key); ok {
		return done.(template.HTML), nil
	}
	anywhere := *f
	anywhere.place = place{base: root, disk: f.disk} // addresses must not depend on the page that happens to come first
	var b strings.Builder
	if err := p.layouts["home"].ExecuteTemplate(&b, name, &anywhere); err != nil {
		return "", err
	}
	part := template.HTML(b.String())
	p.sharedParts.Store(key, part)
	return part, nil
}
