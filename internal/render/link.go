package render

import "html/template"

// link is a link in a list.
type link struct {
	Address string
	Title   string
}

// Anchor returns the link as HTML.
func (l link) Anchor() template.HTML {
	return buildHTML(func(b *htmlBuffer) { b.link(&l, "") })
}

// link adds a link. rel is its relation to the page, or empty.
func (b *htmlBuffer) link(l *link, rel string) {
	b.raw("<a")
	b.attr("href", l.Address)

	if rel != "" {
		b.attr("rel", rel)
	}

	b.raw(">")
	b.text(l.Title)
	b.raw("</a>")
}

// linkList is a list of links. A page has about twenty; html/template is many times slower than Items.
type linkList []link

// Items returns an <li> for each link.
func (list linkList) Items() template.HTML {
	return buildHTML(func(b *htmlBuffer) {
		for i := range list {
			b.raw("\n<li>")
			b.link(&list[i], "")
			b.raw("</li>")
		}
	})
}

// neighbour is another article of the same collection. The previous and the next one are marked for browsers (Rel) and
// readers (Label).
type neighbour struct {
	link
	Rel   string
	Label string
}

type neighbours []neighbour

// Items returns an <li> for each neighbour.
func (list neighbours) Items() template.HTML {
	return buildHTML(func(b *htmlBuffer) {
		for i := range list {
			b.neighbour(&list[i])
		}
	})
}

func (b *htmlBuffer) neighbour(n *neighbour) {
	b.raw("\n<li>")
	b.link(&n.link, n.Rel)

	if n.Label != "" {
		b.raw(` <span class="small">`)
		b.text(n.Label)
		b.raw("</span>")
	}

	b.raw("</li>")
}
