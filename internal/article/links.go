package article

// unsaid is the content of sections whose own is in a store.
var unsaid = new(Content)

// SetLinks gives an article the links of from, which [Reader.Links] made of it: where they lead may be set there. What was written for them is let go of.
func (a *Article) SetLinks(from *Article) {
	if a.parked == nil {
		return // they are one
	}
	c := coders.Get().(*coder)
	defer coders.Put(c)
	c.data = c.data[:0]
	for i := range from.Sections {
		forgetDest(from.Sections[i].Heading.Links)
		forgetDest(from.Sections[i].Body.Links)
	}
	c.links(from.Sections)
	p := *a.parked
	p.links = string(c.data)
	a.parked = &p
}

func forgetDest(links []Link) {
	for i := range links {
		links[i].Dest = ""
	}
}
