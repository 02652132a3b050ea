package site

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/strictyaml"
)

// finder finds pages by address or file, and suggests one if there is none.
type finder struct {
	in     *input
	site   *Site
	files  listing
	hidden map[string]*library.Article // by file
	others *otherAudience
	hints  *hints
	tables *fileTables
	labels map[string]markdown.Labels // by language

	shortLinks map[string]bool // addresses of all codes

	// For links as other programs published them. The index is made when the first one needs it.
	pages    func() *pageIndex
	titles   func() map[string]page // by edition and folded title; an empty page if several have it
	headings headingIndexes
	bases    map[string]bool
	roots    func() []string // the first parts of all addresses and files
	base     *url.URL        // of the site, or nil
}

func newFinder(in *input, s *Site, files listing, hidden map[string]*library.Article) *finder {
	f := &finder{
		in:         in,
		site:       s,
		files:      files,
		hidden:     hidden,
		hints:      newHints(s, files),
		tables:     newFileTables(files),
		labels:     in.labels(),
		shortLinks: map[string]bool{},
		bases:      basesOf(in),
		pages: sync.OnceValue(func() *pageIndex {
			return newPageIndex(s)
		}),
		titles: sync.OnceValue(func() map[string]page {
			return newTitleIndex(s)
		}),
		roots: sync.OnceValue(func() []string {
			return newRoots(s, files)
		}),
	}

	f.others = newOtherAudience(f)
	if base, err := url.Parse(in.source.Config.BaseURL); err == nil && base.Host != "" {
		f.base = base
	}

	for _, entry := range s.Registry.Codes {
		f.shortLinks[codes.Path(entry.Code)] = true
	}

	return f
}

// newRoots returns the first parts of all addresses and files.
func newRoots(s *Site, files listing) []string {
	roots := map[string]bool{}
	for _, name := range reserved {
		roots[name] = true
	}

	add := func(name string) {
		first, _, _ := strings.Cut(strings.TrimPrefix(name, "/"), "/")
		roots[first] = true
	}

	for address := range s.pages {
		add(address)
	}

	for _, file := range files.articles {
		add(file)
	}

	for file := range files.others {
		add(file)
	}

	for _, former := range s.FormerPages {
		add(former.Path)
	}

	return slices.Sorted(maps.Keys(roots))
}

// exists reports whether an address is the current address of a page or heading.
func (f *finder) exists(address string) bool {
	page, _, isHeading := strings.Cut(address, "#")
	if isHeading {
		_, ok := f.site.Find(address)
		return ok
	}

	if _, isFile := f.fileAt(page); isFile {
		return true
	}

	return f.site.pages[page] != nil || f.isGenerated(page)
}

// isOutside reports whether a path from the root of the host leads to another site: its first folder is neither one of
// this site nor similar to one. It never does if the site occupies the whole host.
func (f *finder) isOutside(from *library.Article, name string) bool {
	occupiesHost := f.base != nil && f.base.Path == "/"
	parts := strings.Split(strings.Trim(name, "/"), "/")
	if occupiesHost || !strings.HasPrefix(name, "/") || len(parts) < minTail || f.areBases(parts[:1]) {
		return false
	}

	tail := f.site.editionOf(from.Path).Home.Path + fold(keyOf(name))
	if _, exists := f.pages().tails[tail]; exists { // several pages end like this
		return false
	}

	isMeant := func(root string) bool { return root == parts[0] || isTypo(parts[0], root) }

	return !slices.ContainsFunc(f.roots(), isMeant)
}

// isTypo reports whether a name of a folder is probably a misspelled form of another one.
func isTypo(name, other string) bool {
	const (
		minLength = 4 // shorter names are similar by chance
		maxSlips  = 2
	)

	isLong := min(len(name), len(other)) >= minLength

	return isLong && strictyaml.Distance(name, other, maxSlips+1) <= maxSlips
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
	if strings.EqualFold(path.Ext(name), ".md") {
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

	return address, nil, f.isGenerated(address) || isBooklet(f.site, address)
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
	return keyOf(fileOf(from, name)) + ".md"
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
	hidden := f.hiddenAt(from, name)
	switch {
	case hidden != nil && hidden.Draft:
		return fmt.Sprintf("%s is a draft: remove %q when it is ready, or remove the link",
			f.in.name(hidden.File), hidden.HidingLine())
	case hidden != nil:
		return f.in.name(hidden.File) + " is not published today: see publish and expire in its front matter"
	case isMarkdown(name) && f.files.others[fileOf(from, name)]:
		return f.in.name(fileOf(from, name)) + " is not read as an article: rename it to end in .md"
	case strings.Contains(name, "@"):
		return "if it is an address for email, write mailto:" + name
	case isHost(name):
		return "if it is another site, write https://" + name
	case isOtherFile(name):
		return f.suggestFile(from, name, relativePaths)
	}

	if p, ok := f.pages().lookup(f.keysFor(from, name)...); ok && p.article != nil { // the file was renamed
		return fmt.Sprintf("did you mean %s?", f.in.name(p.article.File))
	}

	if !f.hints.maySearch(from) {
		return "check the path: " + relativePaths
	}

	if file, ok := f.hints.page(f.site.editionOf(from.Path), path.Base(keyOf(name))); ok {
		return fmt.Sprintf("did you mean %s?", f.in.name(file))
	}

	if isPageName(name) || strings.HasPrefix(name, "/") {
		return "check the path: " + relativePaths
	}

	return "link to a file that ends in .md, or to an address that begins with /"
}

// hosts are the endings of hosts that no file is likely to have.
var hosts = words("app biz cloud co com de dev edu eu fr gov info int io net org tech uk wales")

// isHost reports whether a path in a link begins with a host, without a scheme.
func isHost(name string) bool {
	host, _, _ := strings.Cut(name, "/")
	ending := strings.TrimPrefix(path.Ext(host), ".")
	isName := len(host) > len(ending)+1 && !strings.HasPrefix(host, ".")

	return isName && (hosts[ending] || strings.HasPrefix(host, "www."))
}

// isOtherFile reports whether a path in a link names a file that is not an article: it has the ending of one.
func isOtherFile(name string) bool {
	ext := path.Ext(name)
	hasLetter := strings.ContainsFunc(ext, unicode.IsLetter)

	return hasLetter && len(ext) <= maxEnding && !isPageName(name)
}

// maxEnding is the greatest length of the ending of a file, with its dot.
const maxEnding = 6

// isPageName reports whether a path has the ending of a page or an article.
func isPageName(name string) bool {
	return slices.Contains(pageEndings, strings.ToLower(path.Ext(name)))
}

// suggestFile returns a hint for a missing file: a similar one, or advice.
func (f *finder) suggestFile(from *library.Article, missing, advice string) string {
	var file string
	ok := f.hints.maySearch(from)
	if ok {
		file, ok = f.hints.otherFile(path.Base(missing))
	}

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
func (f *finder) suggestAnchor(from *library.Article, fragment string, a *library.Article) string {
	ids := f.hints.anchors(a)
	if f.hints.maySearch(from) {
		if near, ok := ids.nearest(fragment, strictyaml.Tolerance(fragment)); ok {
			return fmt.Sprintf("did you mean #%s?", near)
		}
	}

	if len(ids.labels) == 0 {
		return "the page has no headings to link to; link to the page itself"
	}

	const most = 8

	return "its headings are #" + strings.Join(ids.labels[:min(len(ids.labels), most)], ", #")
}
