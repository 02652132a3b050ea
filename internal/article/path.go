package article

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"signpost/internal/rules"
)

// indexNames are the names of the file that is the page of its folder, the preferred one first.
var indexNames = []string{"index", "_index", "readme"}

// IndexRank returns the position of a file among those that could be the page of its folder: the lowest is preferred.
// ok is false if the file is an article of its own.
func IndexRank(file string) (rank int, ok bool) {
	rank = slices.Index(indexNames, strings.ToLower(nameOf(file)))
	return rank, rank >= 0
}

// Folder returns the folder that the article belongs to, or whose page it is: "guides" for guides/install.md, for
// guides/index.md, and for guides.md if that is an index. "." is the content folder.
func (m *Metadata) Folder() string {
	if _, isNamed := IndexRank(m.File); m.Index && !isNamed {
		return Stem(m.File)
	}

	return path.Dir(m.File)
}

// Stem returns the path of a file without its extension.
func Stem(file string) string {
	return strings.TrimSuffix(file, path.Ext(file))
}

// nameOf returns the name of a file without its extension.
func nameOf(file string) string {
	return Stem(path.Base(file))
}

// setPath sets the address of the article.
//
// A slug of another program may contain what our addresses do not, or be a path. Its last part then becomes the slug,
// and the page is also found at the address that it had there.
func (p *parser) setPath() {
	a := p.article
	slug := Slug(path.Base(a.Slug))
	hasName := slug != "" || strings.Trim(a.Slug, "/") == ""
	if !hasName || slices.Contains(strings.Split(a.Slug, "/"), "..") {
		p.reportLine(rules.BadSlug, a.LineOf("slug"), `use letters, digits and hyphens, as in "add-a-role"`,
			"the slug %q is not valid in an address", a.Slug)
	}

	a.Path = addressOf(a.File, slug)

	if a.Slug != slug || a.Index && slug != "" {
		a.FormerSlugs = append(a.FormerSlugs, formerSlug(a))
	}
}

// formerSlug returns the address at which other programs show a page with the slug of the article.
func formerSlug(a *Article) string {
	slug := strings.Trim(a.Slug, "/") + "/"
	if strings.HasPrefix(a.Slug, "/") {
		return "/" + slug
	}

	return FolderPath(path.Dir(a.File)) + slug
}

// addressOf returns the address of the article in file: the slug of each folder and its own.
func addressOf(file, slug string) string {
	folder := FolderPath(path.Dir(file))
	if _, isIndex := IndexRank(file); isIndex {
		return folder
	}

	if slug == "" {
		slug = slugOfName(nameOf(file))
	}

	return folder + slug + "/"
}

// FolderPath returns the address of a folder of the content folder. "." is the content folder itself.
func FolderPath(dir string) string {
	if dir == "." {
		return "/"
	}

	p := "/"
	for part := range strings.SplitSeq(dir, "/") {
		p += slugOfName(part) + "/"
	}

	return p
}

// slugOfName returns the slug of the name of a file or folder. A name without letters and digits becomes the numbers of
// its first characters: "!" becomes "u21".
func slugOfName(name string) string {
	if slug := Slug(name); slug != "" {
		return slug
	}

	const most = 16
	var numbers []string
	for _, r := range name {
		if len(numbers) < most {
			numbers = append(numbers, fmt.Sprintf("u%x", r))
		}
	}

	return strings.Join(numbers, "-")
}

// titleOf returns a title for an article that has none: the name of its file, or of the folder whose page it is.
func titleOf(file string) string {
	_, isIndex := IndexRank(file)
	dir := path.Dir(file)
	switch {
	case isIndex && dir == ".":
		return "Home"
	case isIndex:
		return Humanise(path.Base(dir))
	}

	return Humanise(nameOf(file))
}

// Humanise turns the name of a file or folder into a title: "smart-cards" becomes "Smart cards". A date such as
// "2025-05" stays as it is.
func Humanise(name string) string {
	if strings.Trim(name, "0123456789-") == "" {
		return name
	}

	words := strings.FieldsFunc(name, func(r rune) bool {
		return r == '-' || r == '_' || r == ' '
	})

	if len(words) == 0 {
		return name
	}

	title := []rune(strings.Join(words, " "))

	return strings.ToUpper(string(title[0])) + string(title[1:])
}

// Slug returns text in the form that addresses use: lower-case letters of any script, digits and single hyphens.
//
// Published addresses depend on it, so its results must never change.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}

			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
	}

	return b.String()
}
