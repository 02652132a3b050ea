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
	// Reason says why it was retired.
	Reason string
	// Queries are the pages that replace it by the query of the address: "id=12".
	Queries []movedQuery
}

// movedQuery is the page that replaces an address with a query.
type movedQuery struct {
	Query string
	To    link
}

// movedNotice replaces a heading that was published and no longer exists.
type movedNotice struct {
	ID string
	// To is the section that replaces it; nil if it was retired.
	To *link
	// Reason says why it was retired.
	Reason string

	target *site.Target // the section to show; nil if there is only a link
	from   linker
}

// Body returns the HTML of the section, or nothing if there is only a link.
func (n movedNotice) Body() (template.HTML, error) {
	if n.target == nil {
		return "", nil
	}

	a := n.target.Article
	sections, err := new(library.Reader).HTML(a)
	if err != nil {
		return "", err
	}

	return buildHTML(func(b *htmlBuffer) {
		b.content(&sections[n.target.Section].Body, n.from)
		b.linkNotes(a, n.from)
	}), nil
}

// movedPage returns a page that opens the current one automatically. If headings were published on it, an automatic
// redirect would lose the fragment, so the page shows the section of each heading instead.
func (p *printer) movedPage(m *site.FormerPage) *movedPage {
	heading, kind := p.strings.Moved.Title, "moved"
	queries := p.movedQueries(m)
	if m.To == "" && queries == nil {
		heading, kind = p.strings.Moved.GoneTitle, "retired"
	}

	f := p.frame(m.Path, heading, "")
	f.Robots = noIndex
	f.Former = kind
	f.Canonical = ""
	f.Signs = p.movedNotices(f.linker, m.Headings, true)

	page := &movedPage{
		frame:   f,
		To:      p.linkTo(f.linker, m.To),
		Reason:  cmp.Or(m.Reason, p.strings.expired(m.Expired)),
		Queries: queries,
	}

	if page.To == nil {
		return page
	}

	page.Canonical = p.absolute(m.To)
	if len(m.Headings) == 0 && queries == nil {
		page.Refresh = page.To.Address
	}

	return page
}

// movedQueries returns the pages that replace a page by the query of its address.
func (p *printer) movedQueries(m *site.FormerPage) []movedQuery {
	var list []movedQuery
	l := linker{page: m.Path, portable: p.assets.Portable}
	for _, q := range m.Queries {
		if to := p.linkTo(l, q.To); to != nil {
			list = append(list, movedQuery{q.Query, *to})
		}
	}

	return list
}

// movedNotices returns the notices in place of headings. If showText is set, they show the sections that they link to.
func (p *printer) movedNotices(l linker, list []site.FormerHeading, showText bool) []movedNotice {
	var notices []movedNotice
	for _, moved := range list {
		notice := movedNotice{
			ID:     moved.ID,
			To:     p.linkTo(l, moved.To),
			Reason: cmp.Or(moved.Reason, p.strings.expired(moved.Expired)),
			from:   l,
		}

		if target, ok := p.site.Find(moved.To); ok && showText {
			notice.target = &target
		}

		notices = append(notices, notice)
	}

	return notices
}

// linkTo returns a link to an address, titled with the heading there. It returns nil if the address is empty.
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
