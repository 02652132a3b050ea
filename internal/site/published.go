package site

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"signpost/internal/article"
	"signpost/internal/filename"
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

// findPublished returns the page that a path in a link meant where another program published it. The path is relative
// to the article's file or to its address: whichever leads to a page, preferably the file.
func (f *finder) findPublished(from *library.Article, name string) (page, bool) {
	if f.hiddenAt(from, name) != nil {
		return page{}, false
	}

	keys := f.keysFor(from, name)
	if p, ok := f.pages().lookup(keys...); ok {
		isGone := p.earlier != "" && isSource(name)
		return p, !isGone
	}

	for _, key := range keys {
		if address := "/" + key + "/"; f.isGenerated(address) {
			return page{address: address}, true
		}
	}

	if strings.HasPrefix(name, "/") {
		return f.findFromRoot(from, keyOf(name))
	}

	if above, ok := strings.CutPrefix(fileOf(from, name), "../"); ok {
		return f.findFromRoot(from, keyOf(above))
	}

	return f.findFlat(from, name)
}

// keysFor returns the keys that a path in a link can mean.
func (f *finder) keysFor(from *library.Article, name string) []string {
	if strings.HasPrefix(name, "/") {
		keys := []string{keyOf(name)}
		if folder := f.site.editionOf(from.Path).folder(); folder != "" {
			keys = append(keys, keyOf(folder+name))
		}

		return keys
	}

	var keys []string
	if file := fileOf(from, name); file != ".." && !strings.HasPrefix(file, "../") {
		keys = append(keys, keyOf(file))
	}

	if isSource(name) {
		if !strings.HasPrefix(name, ".") && keyOf(name) != "" { // some programs also look in the content folder
			keys = append(keys, keyOf(name))
		}

		return keys
	}

	for _, address := range []string{fileKey(from), from.Path} {
		keys = append(keys, keyOf(path.Join("/", address, name)))
	}

	return slices.Compact(keys)
}

// isSource reports whether a path is that of a Markdown file, not of a page.
func isSource(name string) bool {
	return isMarkdown(name) || strings.EqualFold(path.Ext(name), ".md")
}

// hiddenAt returns the draft, or the article of another day, that a path in a link means, or nil.
func (f *finder) hiddenAt(from *library.Article, name string) *library.Article {
	if len(f.hidden) == 0 {
		return nil
	}

	file := fileOf(from, name)
	key := keyOf(file)
	for _, file := range []string{file, key + ".md", key + "/index.md"} {
		if a := f.hidden[file]; a != nil {
			return a
		}
	}

	return nil
}

// maxBase is the greatest number of folders of a base path.
const maxBase = 3

// usualBases are folders in which other programs publish documentation, or keep it.
var usualBases = words("content current doc docs documentation handbook help kb latest main manual master next " +
	"stable v1 v2 v3 wiki")

// findFromRoot returns the page of a link from the root of a site that was published below a base path, or from a
// folder of the content. The first folder must not exist here: the page may have been deleted from it.
func (f *finder) findFromRoot(from *library.Article, key string) (page, bool) {
	parts := strings.Split(key, "/")
	if _, exists := f.pages().lookup(parts[0]); exists {
		return page{}, false
	}

	found := slices.Concat(f.belowBase(parts), f.inFolders(from, parts))
	if len(found) == 0 {
		p := f.pages().tails[f.site.editionOf(from.Path).Home.Path+fold(key)]
		return p, p.address != ""
	}

	isOther := func(p page) bool { return p != found[0] }

	return found[0], !slices.ContainsFunc(found, isOther)
}

// belowBase returns the pages of a key without a base path at its start. Unless the base path is a usual one, the name
// of a file is not enough.
func (f *finder) belowBase(parts []string) []page {
	var found []page
	for i := 1; i <= min(len(parts), maxBase); i++ {
		if tail := len(parts) - i; tail < minTail && !f.areBases(parts[:i]) {
			continue
		}

		if p, ok := f.pages().lookup(strings.Join(parts[i:], "/")); ok {
			found = append(found, p)
		}
	}

	return found
}

// maxFolders is the greatest number of folders that can be the root of a site.
const maxFolders = 8

// inFolders returns the pages of a key in the folders that contain an article. One of these may have been the root.
func (f *finder) inFolders(from *library.Article, parts []string) []page {
	folders := strings.Split(from.File, "/")
	folders = folders[:min(len(folders)-1, maxFolders)]
	var found []page
	for i := range folders {
		if len(parts) < minTail && !f.areBases(folders[:i+1]) {
			continue
		}

		key := strings.Join(slices.Concat(folders[:i+1], parts), "/")
		if p, ok := f.pages().lookup(key); ok {
			found = append(found, p)
		}
	}

	return found
}

// clearWords is the number of words from which the name of a page is not found on another site by chance.
const clearWords = 3

// findFlat returns the only page with the name of an HTML file, which no folder of the content contains: some programs
// publish all pages in one folder. If the link names a folder, it may be that of another site.
func (f *finder) findFlat(from *library.Article, name string) (page, bool) {
	key := fold(keyOf(name))
	isHTML := isPageName(name) && !isSource(name)
	if !isHTML || key == "" {
		return page{}, false
	}

	if strings.Contains(name, "/") && strings.Count(path.Base(key), "-") < clearWords-1 {
		return page{}, false
	}

	return f.findNamed(from, path.Base(key))
}

// findNamed returns the only page in the language of an article that has a folded name.
func (f *finder) findNamed(from *library.Article, name string) (page, bool) {
	p := f.pages().names[f.site.editionOf(from.Path).Home.Path+name]
	return p, p.address != ""
}

// areBases reports whether folders are known to be a base path.
func (f *finder) areBases(folders []string) bool {
	for _, folder := range folders {
		folder = strings.ToLower(folder)
		isBase := usualBases[folder] || f.bases[folder] || isLanguageTag(folder)
		if !isBase {
			return false
		}
	}

	return true
}

// basesOf returns the names that are base paths of this site: the content folder, and the folders of its URL.
func basesOf(in *input) map[string]bool {
	bases := words(strings.ToLower(path.Base(in.source.Dir)))
	if u, err := url.Parse(in.source.Config.BaseURL); err == nil {
		for part := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
			bases[part] = true
		}
	}

	return bases
}

// isLanguageTag reports whether a folder looks like that of a language: en, pt-br, zh-hans.
func isLanguageTag(folder string) bool {
	language, region, hasRegion := strings.Cut(folder, "-")
	return len(language) == 2 && (!hasRegion || len(region) == 2 || len(region) == 4)
}

// words returns the set of the words of a text.
func words(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}

	return set
}

// findOwn returns the path in a link that begins with the URL of this site.
func (f *finder) findOwn(u *url.URL) (name string, ok bool) {
	base := f.base
	if base == nil || !strings.EqualFold(u.Host, base.Host) || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}

	if u.Path+"/" == base.Path {
		return "/", true
	}

	rest, ok := strings.CutPrefix(u.Path, base.Path)

	return "/" + rest, ok
}

// findHeading returns the address of the heading that the fragment of a link means, or of the page if there is none.
// isOther is set if the fragment is not an ID of the page.
func (f *finder) findHeading(p page, u *url.URL) (address string, isOther, ok bool) {
	if u.Fragment == "" {
		return p.address, false, true
	}

	path, _, _ := strings.Cut(p.address, "#")
	exact := path + "#" + u.EscapedFragment()
	if to, moved := f.movedHeading(p.earlier, u.Fragment); moved {
		return to, true, true
	}

	if p.article != nil && p.article.SectionOf(u.Fragment) >= 0 || u.Fragment == topOfPage {
		return exact, false, true
	}

	if to, moved := f.movedHeading(path, u.Fragment); moved {
		return to, true, true
	}

	if p.article == nil {
		return exact, false, false
	}

	id, ok := f.headings.of(p.article).find(u.Fragment)
	if !ok {
		return exact, false, false
	}

	return path + "#" + (&url.URL{Fragment: id}).EscapedFragment(), true, true
}

// topOfPage is a fragment that leads to the top of every page.
const topOfPage = "top"

// movedHeading returns where a heading went that was published on a page.
func (f *finder) movedHeading(path, fragment string) (address string, ok bool) {
	if path == "" || len(f.site.FormerPages)+len(f.site.FormerHeadings) == 0 {
		return "", false
	}

	address, ok = f.pages().moved[path+"#"+fragment]

	return address, ok
}

// linkTo returns what a link in an article to an address should be: the file, relative to the article, if the page has
// one.
func (f *finder) linkTo(from *library.Article, address string) string {
	path, fragment, isHeading := strings.Cut(address, "#")
	to := path
	switch a := f.site.pages[path]; {
	case a == from && isHeading:
		to = ""
	case a != nil:
		to = relativeFile(from.File, a.File)
	}

	if isHeading {
		to += "#" + fragment
	}

	return to
}

// relativeFile returns the escaped path of a file for a link in another one.
func relativeFile(from, to string) string {
	return (&url.URL{Path: filename.Relative(from, to)}).String()
}
