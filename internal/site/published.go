package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"signpost/internal/filename"
	"signpost/internal/library"
)

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

	if p, ok := f.findUntranslated(from, name); ok {
		return p, true
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

// usualBases are common names of folders that other programs publish documentation in, or read it from.
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

// findUntranslated returns the page in the first language that a link in an article of another one means. Starlight and
// Docusaurus show it at the address of its translation as long as there is none.
func (f *finder) findUntranslated(from *library.Article, name string) (page, bool) {
	language, _, _ := strings.Cut(from.File, "/")
	if isSource(name) || !isLanguageTag(strings.ToLower(language)) {
		return page{}, false
	}

	for _, key := range f.keysFor(from, name) {
		if original, ok := strings.CutPrefix(key, language+"/"); ok {
			if p, ok := f.pages().lookup(original); ok {
				return p, true
			}
		}
	}

	return page{}, false
}

// Least numbers of words in the name of a page that is hardly a coincidence: in a link, and in one whose folder must be
// part of this site.
const (
	clearWords  = 3
	clearInside = 2
)

// findFlat returns the only page with the name of an HTML file, which no folder of the content contains: some programs
// publish all pages in one folder. If the link names a folder, it may be that of another site.
func (f *finder) findFlat(from *library.Article, name string) (page, bool) {
	key := fold(keyOf(name))
	isHTML := isPageName(name) && !isSource(name)
	if !isHTML || key == "" {
		return page{}, false
	}

	least := clearWords
	if file := fileOf(from, name); path.Dir(file) != "." && !strings.HasPrefix(file, "../") {
		least = clearInside
	}

	words := strings.Count(path.Base(key), "-") + 1
	if strings.Contains(name, "/") && words < least {
		return page{}, false
	}

	return f.findNamed(from, path.Base(key))
}

// findNamed returns the only page in the language of an article that has a folded name.
func (f *finder) findNamed(from *library.Article, name string) (page, bool) {
	p := f.pages().names[f.site.editionOf(from.Path).Home.Path+name]
	return p, p.address != ""
}

// findTitled returns the only page in the language of an article with a title, or a page without an address.
func (f *finder) findTitled(from *library.Article, title string) (page, bool) {
	title = fold(strings.TrimSpace(title))
	if title == "" {
		return page{}, false
	}

	p := f.titles()[f.site.editionOf(from.Path).Home.Path+title]

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
	switch {
	case !ok && mainParts[strings.ToLower(u.Fragment)]:
		return path, true, true
	case !ok:
		return exact, false, false
	}

	return path + "#" + (&url.URL{Fragment: id}).EscapedFragment(), true, true
}

// mainParts are the IDs that other programs give to the content of a page.
var mainParts = words("content maincontent main-content main")

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
