package article

import (
	"path"
	"strings"
	"unicode"

	"signpost/internal/rules"
)

// setPath sets the address of the article.
func (p *parser) setPath() {
	slug := p.article.Slug
	name := nameOf(p.article.File)
	switch {
	case slug != "" && (slug != Slug(slug) || p.article.Index):
		hint := `use lower-case letters, digits and hyphens, as in "add-a-role"; an index.md has no slug`
		p.reportLine(rules.BadSlug, p.article.LineOf("slug"), hint, "the slug %q is not valid in an address", slug)
		slug = ""
	case slug == "" && name == "_index":
		p.report(rules.BadSlug, -1, "rename it to index.md", "_index.md does not describe its folder")
	case slug == "" && !p.article.Index && Slug(name) == "":
		p.report(rules.BadSlug, -1, "give the file a name with letters or digits, or its front matter a slug",
			"the name of the file is not valid in an address")
	}

	p.article.Path = addressOf(p.article.File, slug)
}

func isIndex(file string) bool {
	return nameOf(file) == "index"
}

// nameOf returns the name of a file without its extension.
func nameOf(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// addressOf returns the address of the article in file: the slug of each folder and its own.
func addressOf(file, slug string) string {
	folder := FolderPath(path.Dir(file))
	if isIndex(file) {
		return folder
	}

	if slug == "" {
		slug = Slug(nameOf(file))
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
		p += Slug(part) + "/"
	}

	return p
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
