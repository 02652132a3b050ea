package render

import (
	"cmp"
	"html/template"
	"time"

	"signpost/internal/library"
	"signpost/internal/site"
)

// movedPage is what layouts/moved.html receives: a page that was published and is no more.
type movedPage struct {
	frame
	To     *link  // where it went; nil when it was retired
	Reason string // why it is no more
}

// sign stands where a heading was.
type sign struct {
	ID     string
	To     *link  // where the section went; nil when it was retired
	Reason string // why it was retired

	target *site.Target // whose text the page shows; nil where it only leads there
	from   place
}

// Body is the section's own text, where the page holds nothing else.
func (s sign) Body() (template.HTML, error) {
	if s.target == nil {
		return "", nil
	}
	a := s.target.Article
	sections, err := new(library.Reader).HTML(a)
	if err != nil {
		return "", err
	}
	return template.HTML(withNotes(sections[s.target.Section].Body.Append(nil, s.from.Address), a, s.from)), nil
}

func (p *printer) moved() {
	for _, m := range p.site.Moved {
		if !p.site.Has(m.Path) {
			continue
		}
		p.add("moved", m.Path, func() any { return p.movedPage(m) })
	}
}

// movedPage leads on by itself, unless headings were published on the page: a browser would lose the fragment on the way, so that
// the page says for each of them where it went, and holds its text.
func (p *printer) movedPage(m *site.Moved) *movedPage {
	words := p.text.Moved
	heading := words.Title
	if m.To == "" {
		heading = words.GoneTitle
	}
	f := p.frame(m.Path, heading, "")
	f.Robots, f.Canonical = noIndex, ""
	f.Signs = p.signs(f.place, m.Signs, true)
	page := &movedPage{frame: f, To: p.linkTo(f.place, m.To), Reason: cmp.Or(m.Reason, p.expired(m.Expired))}
	if page.To == nil {
		return page
	}
	page.Canonical = p.whole(m.To)
	if len(m.Signs) == 0 {
		page.Refresh = page.To.Address
	}
	return page
}

// signs are what stands where headings were; whole ones hold the text of the section too.
func (p *printer) signs(from place, list []site.Sign, whole bool) []sign {
	var signs []sign
	for _, s := range list {
		shown := sign{ID: s.ID, To: p.linkTo(from, s.To), Reason: cmp.Or(s.Reason, p.expired(s.Expired))}
		if target, ok := p.site.Find(s.To); ok && whole {
			shown.target, shown.from = &target, from
		}
		signs = append(signs, shown)
	}
	return signs
}

// expired says since when an article is no more.
func (p *printer) expired(since time.Time) string {
	if since.IsZero() {
		return ""
	}
	return fill(p.text.Moved.Expired, "date", p.day(since).Reader)
}

// linkTo is a link to an address of the site, titled after what stands there; nil without an address.
func (p *printer) linkTo(from place, address string) *link {
	if address == "" {
		return nil
	}
	title := address
	if target, ok := p.site.Find(address); ok {
		title = target.Heading().Title
	}
	return &link{from.Address(address), title}
}
