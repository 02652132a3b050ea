package render

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"signpost/internal/library"
	"signpost/internal/site"
)

// allPage is what layouts/all.html receives: all articles from A to Z.
type allPage struct {
	frame
	Letters []letter
	// Long is set if the page has links to the letters.
	Long bool
}

// letter lists the articles whose titles begin with one letter.
type letter struct {
	Title    string
	Articles []entry
}

// longList is the number of articles above which a list needs links to its letters.
const longList = 30

func (p *printer) allPage() *allPage {
	f := p.frame(p.edition.AddressOf(site.AZPath), p.strings.All.Title, p.strings.All.Description)
	f.HasLists = true
	f.Trail = p.trail(f.linker, nil)

	var articles []*library.Article
	for _, c := range allCollections(p.edition) {
		articles = append(articles, p.site.Findable(c.Listed())...)
	}

	sortByTitle(articles)

	return &allPage{
		frame:   f,
		Letters: p.strings.letters(f.linker, articles),
		Long:    len(articles) > longList,
	}
}

// letters divides sorted articles by the first letters of their titles.
func (t *themeStrings) letters(l linker, articles []*library.Article) []letter {
	var list []letter
	for i, e := range entries(l, articles) {
		title := t.initial(articles[i].Title)
		if len(list) == 0 || list[len(list)-1].Title != title {
			list = append(list, letter{Title: title})
		}

		last := &list[len(list)-1]
		last.Articles = append(last.Articles, e)
	}

	return list
}

// sortByTitle sorts articles by their titles, without regard to case and accents.
func sortByTitle(articles []*library.Article) {
	titles := make(map[*library.Article]string, len(articles))
	for _, a := range articles {
		titles[a] = foldTitle(a.Title)
	}

	slices.SortFunc(articles, func(a, b *library.Article) int {
		return cmp.Or(
			cmp.Compare(titles[a], titles[b]),
			cmp.Compare(a.Path, b.Path),
		)
	})
}

// foldTitle removes case and accents.
func foldTitle(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}

		return unicode.ToLower(r)
	}, norm.NFKD.String(title))
}

// initial returns the letter under which a title is listed.
func (t *themeStrings) initial(title string) string {
	first, _ := utf8.DecodeRuneInString(foldTitle(title))
	if !unicode.IsLetter(first) {
		return t.All.Other
	}

	return string(unicode.ToUpper(first))
}
