package sanitise

import "html"

// writer writes an output.
type writer struct {
	out Output
}

func (b *balancer) writeStart(t *Token) {
	if t.Name == "img" && len(t.Links) > 0 && b.in.Mode == Safe {
		if t.ID != "" {
			b.writeString("<span")
			b.writeAnchor(t)
			b.writeString("></span>")
		}

		t.InPicture = b.stack.current() == "picture"
		b.place(t, 0)

		return
	}

	more := ""
	if b.in.Mode == Safe {
		switch t.Name {
		case "table":
			b.open(openElement{name: "div", ending: true}, ` class="table" tabindex="0"`)
		case "pre":
			more = ` tabindex="0"`
		}
	}

	b.writeString("<")
	b.writeString(t.Name)
	b.writeAnchor(t)
	b.writeLinks(t)
	b.writeString(t.MoreAttributes())
	b.writeString(more)
	b.writeString(">")
}

// open opens an element that the writer did not write.
func (b *balancer) open(e openElement, attributes string) {
	b.writeString("<" + e.name + attributes + ">")
	e.written = true
	b.push(e)
}

// place leaves a placeholder for a link of a token.
func (w *writer) place(t *Token, link int) {
	w.out.Links = append(w.out.Links, Placed{
		Offset: len(w.out.HTML),
		Mark:   -1,
		Token:  t,
		Link:   link,
	})
}

func (w *writer) writeAnchor(t *Token) {
	if t.ID == "" {
		return
	}

	start := len(w.out.HTML)
	w.writeString(` id="` + html.EscapeString(t.ID) + `"`)
	w.out.Anchors = append(w.out.Anchors, Anchor{
		ID:    t.ID,
		Start: start,
		End:   len(w.out.HTML),
		Token: t,
	})
}

// writeLinks writes the attribute that contains the addresses of an element, with a placeholder for each. For a link,
// the placeholder is that of the whole attribute, because it has none if its address is not allowed.
func (w *writer) writeLinks(t *Token) {
	if len(t.Links) == 0 {
		return
	}

	if t.Name == "a" {
		w.place(t, 0)
		return
	}

	name := "srcset"
	if t.Name == "img" {
		name = "src"
	}

	w.writeString(" " + name + `="`)
	for i := range t.Links {
		if i > 0 {
			w.writeString(", ")
		}

		w.place(t, i)
		if descriptor := t.Links[i].Descriptor; descriptor != "" {
			w.writeString(" " + descriptor)
		}
	}

	w.writeString(`"`)
}

// MoreAttributes returns the attributes of a tag other than its anchor and its addresses, each after a space.
func (t *Token) MoreAttributes() string {
	var text []byte
	for _, a := range t.Attributes {
		text = append(text, ' ')
		text = append(text, a.Name...)
		text = append(text, `="`...)
		text = append(text, html.EscapeString(a.Value)...)
		text = append(text, '"')
	}

	return string(text)
}
