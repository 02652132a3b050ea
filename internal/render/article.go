package render

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"
	"time"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/site"
)

// articlePage is what layouts/article.html receives.
type articlePage struct {
	frame
	Contents  []link
	Sections  []section
	Signed    bool   // there is an author or a date to show
	Authors   string // "Written by Ann and Ben"
	Updated   *day
	Reviewed  *day
	Feedback  *feedback
	MoreTitle string
	More      []link // the other articles of the collection
}

// section is a heading with the text below it. Level 1 is the text before the first heading, and has no heading of its own.
type section struct {
	Level   int
	ID      string
	Aliases []string
	Code    codes.Code
	Heading template.HTML
	Body    template.HTML
}

// day is a date for machines and for readers.
type day struct {
	Machine, Reader string
}

// feedback is the question at the end of an article. With an endpoint the script sends the answer; Yes and No are emails.
type feedback struct {
	Endpoint, Page string
	Yes, No        string
}

func (p *printer) articles() error {
	for _, c := range p.everyCollection() {
		for _, a := range c.Articles {
			if err := p.write("article", a.Path, p.article(c, a)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *printer) article(c *site.Collection, a *article.Article) articlePage {
	f := p.frame(a.Path, a.Title, cmp.Or(a.Description, a.Sections[0].Summary))
	f.Lead = a.Description
	f.Trail = p.trail(f.place, c)
	if p.titles[a.Title] > 1 {
		f.Title = fill(p.text.Title, "heading", fill(p.text.Title, "heading", a.Title, "site", c.Title), "site", f.Site)
	}
	page := articlePage{
		frame:     f,
		Contents:  contents(a),
		Sections:  sections(a, f.place),
		Authors:   p.authors(a.Authors),
		Updated:   p.day(a.Updated.Time),
		Reviewed:  p.day(a.Reviewed.Time),
		Feedback:  p.feedback(a),
		MoreTitle: fill(p.text.Article.More, "collection", c.Title),
		More:      more(f.place, c, a),
	}
	page.Signed = page.Authors != "" || page.Updated != nil || page.Reviewed != nil
	return page
}

// sections puts the article's own HTML into sections, its links written for the page that they stand in.
func sections(a *article.Article, from place) []section {
	list := make([]section, len(a.Sections))
	for i := range a.Sections {
		s := &a.Sections[i]
		list[i] = section{
			Level:   s.Level,
			ID:      s.ID,
			Aliases: s.Aliases,
			Code:    s.Code,
			Heading: template.HTML(s.Heading.Append(nil, from.Address)),
			Body:    template.HTML(s.Body.Append(nil, from.Address)),
		}
	}
	return list
}

// contents lists the sections of the article's first level; a single one needs no list.
func contents(a *article.Article) []link {
	var list []link
	for _, s := range a.Sections {
		if s.Level == 2 {
			list = append(list, link{"#" + s.ID, s.Title})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

func more(from place, c *site.Collection, a *article.Article) []link {
	var list []link
	for _, other := range c.Articles {
		if other != a {
			list = append(list, link{from.Address(other.Path), other.Title})
		}
	}
	return list
}

func (p *printer) authors(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return fill(p.text.Article.Authors, "authors", names[0])
	default:
		list := strings.Join(names[:n-1], ", ") + " " + p.text.And + " " + names[n-1]
		return fill(p.text.Article.Authors, "authors", list)
	}
}

func (p *printer) day(t time.Time) *day {
	if t.IsZero() {
		return nil
	}
	return &day{
		Machine: t.Format(time.DateOnly),
		Reader:  fmt.Sprintf("%d %s %d", t.Day(), p.text.Months[t.Month()-1], t.Year()),
	}
}

func (p *printer) feedback(a *article.Article) *feedback {
	given, words := p.config.Feedback, p.text.Feedback
	if given.Endpoint == "" && given.Email == "" {
		return nil
	}
	f := &feedback{Endpoint: given.Endpoint, Page: a.Path}
	if given.Email != "" {
		f.Yes = mailto(given.Email, fill(words.Subject, "answer", words.Answer, "title", a.Title))
		f.No = mailto(given.Email, fill(words.Subject, "answer", words.Deny, "title", a.Title))
	}
	return f
}
