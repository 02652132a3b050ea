package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"signpost/internal/library"
	"signpost/internal/site"
)

// homePage is what layouts/home.html receives.
type homePage struct {
	frame
	body
	Common      []codeLink // the errors that people look for most
	Collections []card
	Articles    []entry // those that stand in no collection
}

// collectionPage is what layouts/collection.html receives.
type collectionPage struct {
	frame
	body
	Articles    []entry
	Collections []card
	Empty       bool
}

// allPage is what layouts/all.html receives.
type allPage struct {
	frame
	Letters []letter
	Long    bool // it is worth while to lead to each letter
}

// longList is how many articles make a list that nobody reads through.
const longList = 30

// searchPage is what layouts/search.html receives.
type searchPage struct {
	frame
	Topics []topic
}

// topic is a collection that may be searched by itself, and what the address of the search page calls it.
type topic struct{ Name, Title string }

// plainPage is what layouts/contact.html and layouts/missing.html receive.
type plainPage struct {
	frame
}

// entry is an article in a list.
type entry struct {
	Address, Title, Description string
}

// card is a collection in a list.
type card struct {
	Address, Title, Description, Count string
	Icon                               string // address of a drawing, or empty
}

// letter is the articles whose titles begin with it.
type letter struct {
	Title    string
	Articles []entry
}

func (p *printer) home() {
	p.add("home", p.site.Home.Path, func() any { return p.homePage() })
}

func (p *printer) homePage() *homePage {
	f := p.withSearch(p.frame(p.site.Home.Path, p.text.Landing.Title, p.config.Description))
	f.Lead = p.config.Description
	home := p.site.Home
	page := &homePage{frame: f, Common: p.common(f.place), Articles: entries(f.place, p.withoutStatement(home.Articles)), Collections: p.cards(f.place, home)}
	page.body = body{article: home.Index, from: f.place}
	return page
}

// withoutStatement leaves out the accessibility statement, which the footer links to: nobody comes for it first.
func (p *printer) withoutStatement(articles []*library.Article) []*library.Article {
	statement := p.site.Own(site.StatementPath)
	return slices.DeleteFunc(slices.Clone(articles), func(a *library.Article) bool { return a.Path == statement })
}

func (p *printer) collections() {
	for _, c := range p.site.Collections {
		p.add("collection", c.Path, func() any { return p.collection(c) })
	}
}

func (p *printer) collection(c *site.Collection) *collectionPage {
	f := p.frame(c.Path, c.Title, cmp.Or(c.Description, fill(p.text.Collection.Description, "title", c.Title)))
	f.Lead = c.Description
	if c.HasFeed() && p.config.BaseURL != "" && !p.assets.Disk {
		f.Feed = site.FeedName
	}
	f.Trail = p.trail(f.place, c.Parent)
	page := &collectionPage{frame: f, Articles: entries(f.place, c.Articles), Collections: p.cards(f.place, c)}
	page.body = body{article: c.Index, from: f.place}
	page.Empty = len(page.Articles) == 0 && len(page.Collections) == 0
	return page
}

func (p *printer) lists() {
	p.add("all", p.site.Own(site.AZPath), func() any { return p.everything() })
	p.add("search", p.site.Own(site.SearchPath), func() any {
		f := p.withSearch(p.frame(p.site.Own(site.SearchPath), p.text.Search.Title, p.text.Search.Description))
		f.Lists = true
		page := &searchPage{frame: f}
		for _, c := range p.site.Home.Collections {
			page.Topics = append(page.Topics, topic{strings.Trim(c.Path, "/"), c.Title})
		}
		return page
	})
}

func (p *printer) missing() {
	p.add("missing", "/404.html", func() any {
		f := p.withSearch(p.frame("/404.html", p.text.Missing.Title, p.text.Missing.Description))
		f.base, f.Canonical, f.OnPaper, f.Lists = p.basePath(), "", "", true
		return &plainPage{f}
	})
}

// everything lists every article from A to Z.
func (p *printer) everything() *allPage {
	f := p.frame(p.site.Own(site.AZPath), p.text.All.Title, p.text.All.Description)
	f.Trail = p.trail(f.place, nil)
	var sorted []*library.Article
	for _, c := range p.everyCollection() {
		sorted = append(sorted, c.Articles...)
	}
	titles := make(map[*library.Article]string, len(sorted))
	for _, a := range sorted {
		titles[a] = folded(a.Title)
	}
	slices.SortFunc(sorted, func(a, b *library.Article) int {
		return cmp.Or(cmp.Compare(titles[a], titles[b]), cmp.Compare(a.Path, b.Path))
	})
	page := &allPage{frame: f, Long: len(sorted) > longList}
	for i, e := range entries(f.place, sorted) {
		title := p.initial(sorted[i].Title)
		if n := len(page.Letters); n == 0 || page.Letters[n-1].Title != title {
			page.Letters = append(page.Letters, letter{Title: title})
		}
		last := &page.Letters[len(page.Letters)-1]
		last.Articles = append(last.Articles, e)
	}
	return page
}

// folded makes titles sort as people expect, whatever their capitals and accents.
func folded(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(title))
}

// initial is the letter that a title stands under.
func (p *printer) initial(title string) string {
	first, _ := utf8.DecodeRuneInString(folded(title))
	if !unicode.IsLetter(first) {
		return p.text.All.Other
	}
	return string(unicode.ToUpper(first))
}

// everyCollection lists all collections, the content folder itself first.
func (p *printer) everyCollection() []*site.Collection {
	return append([]*site.Collection{p.site.Home}, p.site.Collections...)
}

// trail is the breadcrumb that ends with c.
func (p *printer) trail(from place, c *site.Collection) linkList {
	list := linkList{{from.Address(p.site.Home.Path), p.text.Home}}
	var above linkList
	for ; c != nil && c != p.site.Home; c = c.Parent {
		above = append(above, link{from.Address(c.Path), c.Title})
	}
	slices.Reverse(above)
	return append(list, above...)
}

func entries(from place, articles []*library.Article) []entry {
	list := make([]entry, len(articles))
	for i, a := range articles {
		list[i] = entry{from.Address(a.Path), a.Title, a.Description}
	}
	return list
}

// cards lists the collections directly below parent, in the order in which the site shows them.
func (p *printer) cards(from place, parent *site.Collection) []card {
	var list []card
	for _, c := range p.site.Collections {
		if c.Parent == parent {
			shown := card{from.Address(c.Path), c.Title, c.Description, p.count(c), ""}
			if c.Icon != nil {
				shown.Icon = from.Address(c.Icon.Path)
			}
			list = append(list, shown)
		}
	}
	return list
}

func (p *printer) count(c *site.Collection) string {
	if n := size(c); n != 1 {
		return fill(p.text.Landing.ManyArticles, "count", strconv.Itoa(n))
	}
	return p.text.Landing.OneArticle
}

// size counts the articles of a collection and of those below it.
func size(c *site.Collection) int {
	n := len(c.Articles)
	for _, below := range c.Collections {
		n += size(below)
	}
	return n
}

// countTitles finds the articles that share a title, so that their pages can be told apart.
func (p *printer) countTitles() map[string]int {
	titles := map[string]int{}
	for _, c := range p.everyCollection() {
		titles[c.Title]++
		for _, a := range c.Articles {
			titles[a.Title]++
		}
	}
	for _, fixed := range []string{p.text.Landing.Title, p.text.Search.Title, p.text.Codes.Title, p.text.All.Title, p.text.Contact.Title, p.text.Missing.Title} {
		titles[fixed]++
	}
	return titles
}
