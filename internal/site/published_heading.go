package site

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"signpost/internal/article"
	"signpost/internal/library"
)

// headingIndexes are the indexes of articles to whose headings links of other programs lead. Each is made when the
// first such link needs it. The zero value is empty.
type headingIndexes struct {
	mu        sync.Mutex
	byArticle map[*library.Article]*headingIndex
}

// of returns the index of an article. It may be called at the same time.
func (x *headingIndexes) of(a *library.Article) *headingIndex {
	x.mu.Lock()
	defer x.mu.Unlock()

	if x.byArticle == nil {
		x.byArticle = map[*library.Article]*headingIndex{}
	}

	index, ok := x.byArticle[a]
	if !ok {
		index = newHeadingIndex(new(library.Reader).Outline(a))
		x.byArticle[a] = index
	}

	return index
}

// headingIndex finds the headings of an article by the fragments that other programs made of them.
type headingIndex struct {
	// byFold are the headings with a folded ID or title, in their order, or else the elements with a folded ID.
	byFold map[string][]namedHeading
}

// namedHeading is a heading with one of its names: its title, or an ID.
type namedHeading struct {
	id   string
	slug string // of the name
}

func newHeadingIndex(outline []article.Heading) *headingIndex {
	x := &headingIndex{byFold: map[string][]namedHeading{}}
	for _, h := range outline {
		if h.ID == "" {
			continue
		}

		for _, name := range append([]string{h.ID, h.Title}, h.Aliases...) {
			x.add(name, h.ID)
		}
	}

	headings := x.byFold
	x.byFold = map[string][]namedHeading{}
	for _, h := range outline {
		for _, id := range h.Anchors {
			x.add(id, id)
		}
	}

	maps.Copy(x.byFold, headings) // which are more likely to be meant

	return x
}

// add adds a name of the heading or the element with an ID.
func (x *headingIndex) add(name, id string) {
	h := namedHeading{id: id, slug: article.Slug(name)}
	for _, folded := range []string{foldAnchor(name), foldToASCII(name)} {
		known := x.byFold[folded]
		if folded != "" && (len(known) == 0 || known[len(known)-1].id != id) {
			x.byFold[folded] = append(known, h)
		}
	}
}

// numbered matches the fragment of a further heading with the same text: name-1, name_1.
var numbered = regexp.MustCompile(`^(.+)[-_]([1-9][0-9]{0,3})$`)

// find returns the ID of the only heading that a fragment can mean. All programs number further headings with the
// same text from 1.
func (x *headingIndex) find(fragment string) (id string, ok bool) {
	fragment = slugIn(fragment)
	id, ok = x.nth(fragment, 0)
	m := numbered.FindStringSubmatch(fragment)
	if m == nil {
		return id, ok
	}

	n, _ := strconv.Atoi(m[2]) // at most four digits
	other, isNumbered := x.nth(m[1], n)
	switch {
	case !isNumbered:
		return id, ok
	case ok && id != other:
		return "", false
	}

	return other, true
}

// afterID matches a number at the start of a fragment of GitBook, which may not begin with a digit.
var afterID = regexp.MustCompile(`^id-([0-9].*)$`)

// slugIn returns the slug of a heading in a fragment, without what GitHub and GitBook put before it, and without the
// ending of the page if a writer put that after it.
func slugIn(fragment string) string {
	fragment = strings.TrimPrefix(fragment, "user-content-")
	if isPageName(fragment) {
		fragment = strings.TrimSuffix(fragment, path.Ext(fragment))
	}

	return afterID.ReplaceAllString(fragment, "$1")
}

// nth returns the ID of one of the headings with a name, which must have the same words.
func (x *headingIndex) nth(name string, n int) (id string, ok bool) {
	list := x.byFold[foldAnchor(name)]
	slug := article.Slug(name)
	isSame := func(h namedHeading) bool { return h.slug == slug }
	if slices.ContainsFunc(list, isSame) {
		list = slices.DeleteFunc(slices.Clone(list), func(h namedHeading) bool { return !isSame(h) })
	}

	if n >= len(list) || slices.ContainsFunc(list, func(h namedHeading) bool { return h.slug != list[0].slug }) {
		return "", false
	}

	return list[n].id, true
}

// foldAnchor returns the letters and digits of a text in lower case and without accents, which is what the slugs of
// most programs have in common.
func foldAnchor(text string) string {
	return keepRunes(norm.NFKD.String(strings.ToLower(text)), func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}

// foldToASCII returns the ASCII letters and digits of a text, from the first letter on, as kramdown does.
func foldToASCII(text string) string {
	folded := keepRunes(strings.ToLower(text), func(r rune) bool {
		return r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
	})
	return strings.TrimLeftFunc(folded, unicode.IsDigit)
}

func keepRunes(text string, keep func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if keep(r) {
			return r
		}
		return -1
	}, text)
}
