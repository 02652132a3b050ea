package render

import (
	"html/template"
	"net/url"
	"strings"

	"signpost/internal/site"
)

// contact is how a reader who is still stuck gets in touch.
type contact struct {
	Ways []way
}

// way is one of them. Its address is a template.URL because html/template knows mailto: and refuses tel:.
type way struct {
	Address template.URL
	Title   string
}

// contactPage adds the page on how to get in touch, where there is a way.
func (p *printer) contactPage() {
	if len(p.contact("").Ways) == 0 {
		return
	}
	own := p.site.Own(site.ContactPath)
	p.add("contact", own, func() any {
		f := p.frame(own, p.text.Contact.Title, p.text.Contact.Description)
		f.Trail = p.trail(f.place, nil)
		f.Contact = p.contact(p.config.Title)
		return &plainPage{f}
	})
}

// contact lists the ways that config.yaml gives. An email's subject names the page that the reader was stuck on.
func (p *printer) contact(page string) contact {
	var c contact
	add := func(address, title string) {
		c.Ways = append(c.Ways, way{template.URL(address), title})
	}
	given, words := p.config.Contact, p.text.Contact
	if web, err := url.Parse(given.URL); err == nil && (web.Scheme == "https" || web.Scheme == "http") {
		add(web.String(), words.Page)
	}
	if given.Email != "" {
		add(mailto(given.Email, fill(words.Subject, "title", page)), fill(words.Email, "email", given.Email))
	}
	if given.Phone != "" {
		add("tel:"+dialled(given.Phone), fill(words.Phone, "phone", given.Phone))
	}
	return c
}

func mailto(email, subject string) string {
	return "mailto:" + url.PathEscape(email) + "?subject=" + url.PathEscape(subject)
}

// dialled leaves of a telephone number what is dialled.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}
