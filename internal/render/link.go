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

// neighbour is an article in the list of a collection. Current marks the article of the page, which is not a link.
type neighbour struct {
	link
	Current bool
}

type neighbours []neighbour

// Items returns an <li> for each neighbour.
func (list neighbours) Items() template.HTML {
	return buildHTML(func(b *htmlBuffer) {
		for i := range list {
			b.raw("\n<li>")
			b.neighbour(&list[i])
			b.raw("</li>")
		}
	})
}

func (b *htmlBuffer) neighbour(n *neighbour) {
	if !n.Current {
		b.link(&n.link, "")
		return
	}

	b.raw(`<b aria-current="page">`)
	b.text(n.Title)
	b.raw("</b>")
}
