package site

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"signpost/internal/article"
	"signpost/internal/library"
)

// page is where a link leads: an article, or a page without one, such as that of a folder without index.md.
type page struct {
	address string // may have a fragment if it is the new place of an earlier address
	article *library.Article

	// earlier is the earlier address that a link contains, or empty.
	earlier string
}

// pageIndex finds pages by the paths that links of other programs contain: x, x/, x.html, ../folder/, /docs/x. A key is
// such a path from the content folder, without the end that differs between programs.
type pageIndex struct {
	exact  map[string]page // by key
	folded map[string]page // by folded key; an empty page if several share it
	tails  map[string]page // by the last parts of a folded key, within a language; an empty page if several share it
	names  map[string]page // by the last part of a folded key, in the same way

	// moved are the new addresses of headings, by their earlier ones.
	moved map[string]string
}

// Numbers of parts of a tail. The name of a file alone is not enough: /login may be a page of another program.
const (
	minTail = 2
	maxTail = 6
)

// newPageIndex indexes all pages by their files and addresses, and by the addresses that they had before.
func newPageIndex(s *Site) *pageIndex {
	x := &pageIndex{
		exact:  map[string]page{},
		folded: map[string]page{},
		tails:  map[string]page{},
		names:  map[string]page{},
		moved:  map[string]string{},
	}

	files := slices.Sorted(maps.Keys(s.files))
	for _, file := range files {
		a := s.files[file]
		p := page{address: a.Path, article: a}
		x.add(fileKey(a), p)
		x.addTails(s.editionOf(a.Path), fileKey(a), p)
	}

	for _, file := range files {
		x.addForeignID(s, s.files[file])
	}

	x.addFolders(s, files)
	for _, address := range slices.Sorted(maps.Keys(s.pages)) {
		x.add(keyOf(address), page{address: address, article: s.pages[address]})
	}

	x.addFormer(s)

	return x
}

// newTitleIndex indexes articles by their titles.
func newTitleIndex(s *Site) map[string]page {
	titles := map[string]page{}
	for _, a := range s.files {
		addUnique(titles, s.editionOf(a.Path).Home.Path+fold(a.Title), page{address: a.Path, article: a})
	}

	return titles
}

// addForeignID adds the name that another program gives to an article: in its folder, and as a name. Other articles
// come first.
func (x *pageIndex) addForeignID(s *Site, a *library.Article) {
	id := fold(a.ForeignID)
	if id == "" || strings.ContainsAny(id, "/.#") {
		return
	}

	p := page{address: a.Path, article: a}
	x.add(keyOf(path.Join(path.Dir(a.File), a.ForeignID)), p)

	name := s.editionOf(a.Path).Home.Path + id
	if other, taken := x.names[name]; !taken || other.article != nil && other.article.ForeignID != "" {
		addUnique(x.names, name, p)
	}
}

// addFolders adds the folders of files.
func (x *pageIndex) addFolders(s *Site, files []string) {
	known := map[string]bool{}
	for _, file := range files {
		for dir := path.Dir(file); !known[dir]; dir = path.Dir(dir) {
			known[dir] = true
			if c := s.folders[article.FolderPath(dir)]; c != nil {
				x.add(strings.TrimPrefix(dir, "."), page{address: c.Path, article: c.Index})
			}
		}
	}
}

// addFormer adds the earlier addresses of pages and headings.
func (x *pageIndex) addFormer(s *Site) {
	for _, former := range s.FormerPages {
		if former.To != "" {
			to, _, _ := strings.Cut(former.To, "#")
			x.add(keyOf(former.Path), page{address: former.To, article: s.pages[to], earlier: former.Path})
		}

		x.addMoved(former.Path, former.Headings)
	}

	for address, headings := range s.FormerHeadings {
		x.addMoved(address, headings)
	}
}

func (x *pageIndex) addMoved(address string, headings []FormerHeading) {
	for _, h := range headings {
		if h.To != "" {
			x.moved[address+"#"+h.ID] = h.To
		}
	}
}

// add adds a page, unless another page has the key: that one is more likely to be meant.
func (x *pageIndex) add(key string, p page) {
	if _, ok := x.exact[key]; !ok {
		x.exact[key] = p
		addUnique(x.folded, fold(key), p)
	}
}

// addTails adds the ends of a key, and its name.
func (x *pageIndex) addTails(e *Edition, key string, p page) {
	tail := fold(strings.TrimPrefix(key, e.folder()))
	addUnique(x.names, e.Home.Path+path.Base(tail), p)
	parts := strings.Split(tail, "/")
	for i := max(1, len(parts)-maxTail); i <= len(parts)-minTail; i++ {
		addUnique(x.tails, e.Home.Path+strings.Join(parts[i:], "/"), p)
	}
}

// addUnique adds a page, or replaces it with an empty one if another page has the key.
func addUnique(pages map[string]page, key string, p page) {
	first, ok := pages[key]
	switch {
	case !ok:
		pages[key] = p
	case first.address != p.address:
		pages[key] = page{}
	}
}

// lookup returns the page with one of the keys, preferring earlier keys, and those in the same case before others.
func (x *pageIndex) lookup(keys ...string) (page, bool) {
	for _, key := range keys {
		if p, ok := x.exact[key]; ok {
			return p, true
		}
	}

	for _, key := range keys {
		if p := x.folded[fold(key)]; p.address != "" {
			return p, true
		}
	}

	return page{}, false
}

// fileKey returns the key of an article: that of its folder for the page of a folder.
func fileKey(a *library.Article) string {
	if a.Index {
		return strings.TrimPrefix(path.Dir(a.File), ".")
	}

	return keyOf(a.File)
}

// pageEndings are the endings of pages and of the files from which programs make them.
var pageEndings = []string{".md", ".mdx", ".markdown", ".mdown", ".mkd", ".html", ".htm"}

// folderPages are the names of files that programs publish at the address of their folder.
var folderPages = []string{"index", "_index", "readme"}

// keyOf returns the key of a file or an address from the content folder: "a/b" for "a/b.md", "/a/b/", "a/b.html" and
// "a/b/index.html".
func keyOf(name string) string {
	name = path.Clean("/" + name)
	if isPageName(name) {
		name = strings.TrimSuffix(name, path.Ext(name))
	}

	folder, last := path.Split(name)
	if slices.Contains(folderPages, strings.ToLower(last)) {
		name = folder
	}

	return strings.Trim(name, "/")
}

// fold returns a key without what programs change in addresses: upper case, and the characters between words.
func fold(key string) string {
	if isFolded(key) {
		return key
	}

	key = norm.NFC.String(strings.ToLower(key))

	return gaps.ReplaceAllString(key, "-")
}

var gaps = regexp.MustCompile(`[-_\s\p{Z}]+`)

// isFolded reports whether fold would not change a key, as for most keys.
func isFolded(key string) bool {
	for i := range len(key) {
		switch c := key[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '/':
		case c == '-' && (i == 0 || key[i-1] != '-'):
		default:
			return false
		}
	}

	return true
}
