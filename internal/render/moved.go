package render

import (
	"cmp"
	"html/template"

	"signpost/internal/library"
	"signpost/internal/site"
)

// movedPage is what layouts/moved.html receives: a page that was published and no longer exists.
type movedPage struct {
	frame
	// To is the page that replaces it; nil if it was retired.
	To *link
	// Reason is the reason why it was retired.
	Reason string
}

// sign replaces a heading that was published and no longer exists.
type sign struct {
	ID string
	// To is the section that replaces it; nil if it was retired.
	To *link
	// Reason is the reason why it was retired.
	Reason string

	target *site.Target // the section to show; nil if there is only a link
	from   linker
}

// Body returns the HTML of the section, if the page shows it.
func (s sign) Body() (template.HTML, error) {
	if s.target == nil {
		return "", nil
	}

	a := s.target.Article
	sections, err := new(library.Reader).HTML(a)
	if err != nil {
		return "", err
	}

	return buildHTML(func(b *htmlBuffer) {
		b.content(&sections[s.target.Section].Body, s.from)
		b.linkNotes(a, s.from)
	}), nil
}

// movedPage returns a page that opens the current one automatically, unless headings were published on it: the browser
// would lose the fragment, so that the page shows the section of each of them.
func (p *printer) movedPage(m *site.MovedPage) *movedPage {
	heading := p.strings.Moved.Title
	if m.To == "" {
		heading = p.strings.Moved.GoneTitle
	}

	f := p.frame(m.Path, heading, "")
	f.Robots = noIndex
	f.Canonical = ""
	f.Signs = p.signs(f.linker, m.Headings, true)

	page := &movedPage{
		frame:  f,
		To:     p.linkTo(f.linker, m.To),
		Reason: cmp.Or(m.Reason, p.strings.expired(m.Expired)),
	}

	if page.To == nil {
		return page
	}

	page.Canonical = p.absolute(m.To)
	if len(m.Headings) == 0 {
		page.Refresh = page.To.Address
	}

	return page
}

// signs returns what replaces headings. With showText, they show the sections that they lead to.
func (p *printer) signs(l linker, list []site.MovedHeading, showText bool) []sign {
	var signs []sign
	for _, s := range list {
		shown := sign{
			ID:     s.ID,
			To:     p.linkTo(l, s.To),
			Reason: cmp.Or(s.Reason, p.strings.expired(s.Expired)),
			from:   l,
		}

		if target, ok := p.site.Find(s.To); ok && showText {
			shown.target = &target
		}

		signs = append(signs, shown)
	}

	return signs
}

// linkTo returns a link to an address of the site with the title of its section, or nil without an address.
func (p *printer) linkTo(l linker, address string) *link {
	if address == "" {
		return nil
	}

	title := address
	if target, ok := p.site.Find(address); ok {
		title = target.Heading().Title
	}

	return &link{l.Address(address), title}
}
