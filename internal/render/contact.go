package render

import (
	"html/template"
	"net/url"
	"strings"

	"signpost/internal/config"
	"signpost/internal/site"
)

// contact lists how a reader can get in touch.
type contact struct {
	Ways []contactMethod
}

// contactMethod is one of them. Its address is a template.URL because html/template accepts mailto: but not tel:.
type contactMethod struct {
	Address template.URL
	Title   string
}

func (p *printer) contactPage() *plainPage {
	text := p.strings.Contact
	f := p.frame(p.edition.AddressOf(site.ContactPath), text.Title, text.Description)

	f.Trail = p.trail(f.linker, nil)
	f.Contact = p.strings.contact(p.config.Contact, p.config.Title)

	return &plainPage{f}
}

// contact returns the methods in the settings. The subject of emails contains the heading of the page.
func (t *themeStrings) contact(cfg config.Contact, heading string) contact {
	var c contact
	add := func(address, title string) {
		c.Ways = append(c.Ways, contactMethod{template.URL(address), title})
	}

	text := t.Contact
	if web, err := url.Parse(cfg.URL); err == nil && isWeb(web.Scheme) {
		add(web.String(), text.Page)
	}

	if cfg.Email != "" {
		subject := fill(text.Subject, "title", heading)
		add(mailto(cfg.Email, subject), fill(text.Email, "email", cfg.Email))
	}

	if cfg.Phone != "" {
		add("tel:"+dialled(cfg.Phone), fill(text.Phone, "phone", cfg.Phone))
	}

	return c
}

func isWeb(scheme string) bool {
	return scheme == "https" || scheme == "http"
}

func mailto(email, subject string) string {
	return "mailto:" + url.PathEscape(email) + "?subject=" + url.PathEscape(subject)
}

// dialled returns a telephone number's digits and plus signs.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}

		return -1
	}, phone)
}
