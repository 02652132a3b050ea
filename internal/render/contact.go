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
	// Email is the address for emails, and Form that of the form with {page}, {code} and {language}. They may be empty.
	Email, Form string
}

// subject is what a reader writes about.
type subject struct {
	heading  string
	page     string // URL, or empty
	language string
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
	f.Contact = p.strings.contact(p.config.Contact, subject{heading: p.config.Title, language: p.language()})
	f.HasLists = true
	f.Lists = true

	return &plainPage{f}
}

// contactAddress returns the address of the contact page, or nothing if there is none.
func (f *frame) contactAddress() string {
	if len(f.Contact.Ways) == 0 {
		return ""
	}

	return f.Own(site.ContactPath)
}

// contact returns the methods in the settings. Emails contain the heading and the URL of the page, and lines to fill
// in.
func (t *themeStrings) contact(cfg config.Contact, about subject) contact {
	c := contact{Email: cfg.Email}
	add := func(address, title string) {
		c.Ways = append(c.Ways, contactMethod{template.URL(address), title})
	}

	text := t.Contact
	if web, err := url.Parse(cfg.URL); err == nil && isWeb(web.Scheme) {
		c.Form = web.String()
		web.RawQuery = fill(web.RawQuery,
			"page", url.QueryEscape(about.page), "code", "", "language", url.QueryEscape(about.language))
		add(web.String(), text.Page)
	}

	if cfg.Email != "" {
		address := mailto(cfg.Email, fill(text.Subject, "title", about.heading))
		add(address+"&body="+url.PathEscape(t.mailBody(about.page)), fill(text.Email, "email", cfg.Email))
	}

	if cfg.Phone != "" {
		add("tel:"+dialled(cfg.Phone), fill(text.Phone, "phone", cfg.Phone))
	}

	return c
}

// mailBody returns the lines of an email that the reader fills in. page is the URL of the page, or empty.
func (t *themeStrings) mailBody(page string) string {
	var lines []string
	if page != "" {
		lines = append(lines, t.Script.MailPage+" "+page)
	}

	lines = append(lines, t.Script.MailSeen, "", t.Script.MailTried, "")

	return strings.Join(lines, "\r\n")
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
