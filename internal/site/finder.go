package site

import (
	"fmt"
	"path"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/strictyaml"
)

// finder finds pages by address or file, and suggests one if there is none.
type finder struct {
	in     *input
	site   *Site
	files  listing
	hidden map[string]*library.Article // by file
	hints  *hints

	shortLinks map[string]bool // addresses of all codes
}

func newFinder(in *input, s *Site, files listing, hidden map[string]*library.Article) *finder {
	f := &finder{
		in:         in,
		site:       s,
		files:      files,
		hidden:     hidden,
		hints:      newHints(s, files),
		shortLinks: map[string]bool{},
	}

	for _, entry := range s.Registry.Codes {
		f.shortLinks[codes.Path(entry.Code)] = true
	}

	return f
}

// exists reports whether an address is the current address of a page or heading.
func (f *finder) exists(address string) bool {
	page, _, isHeading := strings.Cut(address, "#")
	if isHeading {
		_, ok := f.site.Find(address)
		return ok
	}

	return f.site.pages[page] != nil || f.isGenerated(page)
}

// isGenerated reports whether an address is that of a page that is not an article.
func (f *finder) isGenerated(address string) bool {
	e := f.site.editionOf(address)
	switch {
	case e.relative(address) == ContactPath:
		return f.in.source.Config.Contact != config.Contact{}
	case inEveryLanguage[e.relative(address)]:
		return true
	case f.site.folders[address] != nil:
		return true
	}

	return f.shortLinks[address]
}

// findPage returns the page at a path in a link: the address of a page, or the path of an article's file. For pages
// that are not articles, a is nil.
func (f *finder) findPage(from *library.Article, name string) (address string, a *library.Article, ok bool) {
	if strings.HasSuffix(name, ".md") {
		if a, ok = f.site.files[fileOf(from, name)]; ok {
			address = a.Path
		}
		return address, a, ok
	}

	if !strings.HasPrefix(name, "/") {
		return "", nil, false
	}

	address = strings.TrimSuffix(name, "/") + "/"
	if a, ok = f.site.pages[address]; ok {
		return address, a, true
	}

	return address, nil, f.isGenerated(address)
}

// fileOf returns the file of a path in a link, which is relative to the article or, with a leading slash, to the
// content folder.
func fileOf(from *library.Article, name string) string {
	if strings.HasPrefix(name, "/") {
		return strings.TrimPrefix(path.Clean(name), "/")
	}
	return path.Join(path.Dir(from.File), name)
}

// missingFile returns the file that a link without a page means. It need not exist, but may be one that could not be
// read.
func missingFile(from *library.Article, name string) string {
	return strings.TrimSuffix(fileOf(from, name), ".md") + ".md"
}

// pageName returns the name of a page in problems: its file, if it has one.
func (f *finder) pageName(a *library.Article, address string) string {
	if a == nil {
		return address
	}
	return f.in.name(a.File)
}

// relativePaths explains paths in links.
const relativePaths = "it is relative to the article, or to the content folder if it begins with /"

// suggestPage returns a hint for a link without a page: why there is none, or a similar file in the same language.
func (f *finder) suggestPage(from *library.Article, name string) string {
	if !strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "/") {
		return f.suggestRelative(from, name)
	}

	hidden := f.hidden[fileOf(from, name)]
	if hidden != nil && hidden.Draft {
		return f.in.name(hidden.File) + ` is a draft: remove "draft: true" when it is ready, or remove the link`
	}

	if hidden != nil {
		return f.in.name(hidden.File) + " is not published today: see publish and expire in its front matter"
	}

	if file, ok := f.hints.page(f.site.editionOf(from.Path), path.Base(name)); ok {
		return fmt.Sprintf("did you mean %s?", f.in.name(file))
	}

	return "check the path: " + relativePaths
}

// suggestRelative returns a hint for a relative link that does not end in .md: the file that it means, if there is one.
func (f *finder) suggestRelative(from *library.Article, name string) string {
	stem := strings.TrimSuffix(name, "/")
	if isMarkdown(stem) {
		stem = strings.TrimSuffix(stem, path.Ext(stem))
	}

	for _, file := range []string{stem + ".md", stem + "/index.md"} {
		if f.site.files[fileOf(from, file)] != nil {
			return fmt.Sprintf("link to the file (%s), or to an address that begins with /", file)
		}
	}

	if file, ok := f.hints.page(f.site.editionOf(from.Path), path.Base(stem)); ok {
		return fmt.Sprintf("did you mean %s? Link to a file, or to an address that begins with /", f.in.name(file))
	}

	return "link to a file that ends in .md, or to an address that begins with /"
}

// suggestFile returns a hint for a missing file: a similar one, or advice.
func (f *finder) suggestFile(missing, advice string) string {
	file, ok := f.hints.otherFile(path.Base(missing))
	if !ok {
		return "add the file, or correct the path: " + advice
	}

	hint := "did you mean " + f.in.name(file) + "?"
	got, want := path.Base(missing), path.Base(file)
	if got != want && strings.EqualFold(got, want) {
		hint += " Upper and lower case differ"
	}

	return hint
}

// suggestAnchor returns a hint for a missing heading.
func (f *finder) suggestAnchor(fragment string, a *library.Article) string {
	ids := f.hints.anchors(a)
	if near, ok := ids.nearest(fragment, strictyaml.Tolerance(fragment)); ok {
		return fmt.Sprintf("did you mean #%s?", near)
	}

	if len(ids.labels) == 0 {
		return "the page has no headings to link to; link to the page itself"
	}

	const most = 8

	return "its headings are #" + strings.Join(ids.labels[:min(len(ids.labels), most)], ", #")
}
