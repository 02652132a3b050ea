package migrate

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/article"
	"signpost/internal/filename"
)

// assignTargets names the file of each page in the content folder. Pages stay in the folders in which they were
// written, below the prefix at which these were published, so that most addresses stay the same.
func (p *Project) assignTargets() {
	slices.SortFunc(p.pages, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(indexRank(a), indexRank(b)), cmp.Compare(a.Source, b.Source))
	})

	t := targets{
		folders: map[string]string{},
		taken:   map[string]bool{},
		next:    map[string]int{},
	}

	for _, page := range p.pages {
		t.addFolder(page.dir())
	}

	for _, page := range p.pages {
		page.Target = t.assign(page)
	}

	slices.SortFunc(p.pages, func(a, b *Page) int {
		return cmp.Compare(a.Source, b.Source)
	})
}

// indexRank orders the pages that describe a folder before all others, the best name first.
func indexRank(p *Page) int {
	rank := slices.Index([]string{"index", "_index", "readme"}, strings.ToLower(path.Base(stem(p.Name))))
	if rank < 0 {
		return 3
	}

	return rank
}

// dir returns the folder of a page in the content folder.
func (p *Page) dir() string {
	dir := cleanPath(joinPrefix(p.Docs.Prefix, path.Dir(p.Name)))
	if first, rest, _ := strings.Cut(dir, "/"); isReserved(".", first) {
		dir = path.Join(first+"-docs", rest)
	}

	return path.Join(".", dir)
}

// targets assigns names that are not in use.
type targets struct {
	folders map[string]string // with pages, by address
	taken   map[string]bool   // addresses
	next    map[string]int    // number to try next for each address
}

// addFolder adds a folder and those above it. Of several with the same address, the first one takes in all pages.
func (t *targets) addFolder(dir string) string {
	if dir == "." {
		return dir
	}

	name := path.Join(t.addFolder(path.Dir(dir)), path.Base(dir))
	key := fold(name)
	if first, ok := t.folders[key]; ok {
		return first
	}

	t.folders[key] = name

	return name
}

func (t *targets) assign(page *Page) string {
	dir := t.addFolder(page.dir())
	name := cleanName(stem(path.Base(page.Name)))
	if last, ok := page.publishedName(dir); ok {
		name = last
	}

	name = splitCase(page, dir, name)
	beside := path.Join(dir, name)
	switch {
	case page.isIndex() && t.take(path.Join(dir, "index")):
		return path.Join(dir, "index.md")
	case t.isFolder(page.Address) && t.take(path.Join(t.folderAt(page.Address), "index")):
		return path.Join(t.folderAt(page.Address), "index.md")
	case t.folders[fold(beside)] != "" && t.take(path.Join(t.folders[fold(beside)], "index")):
		return path.Join(t.folders[fold(beside)], "index.md")
	}

	return t.unused(dir, name) + ".md"
}

// isFolder reports whether an address is that of a folder with pages.
func (t *targets) isFolder(address string) bool {
	return address != "" && t.folderAt(address) != ""
}

func (t *targets) folderAt(address string) string {
	name := strings.Trim(trimAddress(address), "/")
	if name == "" {
		return "."
	}

	return t.folders[fold(name)]
}

// publishedName returns the last part of the address of a page that was published next to the others in its folder
// under a name of its own.
func (p *Page) publishedName(dir string) (string, bool) {
	address := trimAddress(p.Address)
	last := path.Base(address)
	if address == "/" || p.isIndex() || last != article.Slug(last) || last != cleanName(last) {
		return "", false
	}

	return last, path.Join(path.Dir(address), "/") == path.Clean(article.FolderPath(dir))
}

// splitCase returns the name of a file with hyphens between its words if the address of the page would otherwise differ
// from the published one only in case: not every system can store a page and a redirect at such addresses.
func splitCase(p *Page, dir, name string) string {
	published := trimAddress(decoded(p.Address))
	address := trimAddress(newAddress(path.Join(dir, name) + ".md"))
	if p.Address == "" || p.isIndex() || published == address || !strings.EqualFold(published, address) {
		return name
	}

	return wordStart.ReplaceAllString(name, "$1-$2")
}

// wordStart matches the boundary between two words of a name such as CheatSheet.
var wordStart = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// take takes an address unless it is in use.
func (t *targets) take(name string) bool {
	key := fold(name)
	if t.taken[key] {
		return false
	}

	t.taken[key] = true

	return true
}

// unused returns the name of a file without extension whose address is not in use.
func (t *targets) unused(dir, name string) string {
	key := fold(path.Join(dir, name))
	if isReserved(dir, name) {
		t.next[key] = max(t.next[key], 1)
	}

	for {
		candidate := path.Join(dir, name)
		if n := t.next[key]; n > 0 {
			candidate += "-" + strconv.Itoa(n+1)
		}

		t.next[key]++
		base := path.Base(candidate)
		if base != "index" && t.folders[fold(candidate)] == "" && t.take(candidate) {
			return candidate
		}
	}
}

// fold returns the address of a file or a folder, which decides whether two collide.
func fold(name string) string {
	return article.FolderPath(name)
}

// reserved are the names at the root of a site that belong to signpost itself.
var reserved = []string{"e", "errors", "search", "a-z", "contact", "assets"}

func isReserved(dir, name string) bool {
	return dir == "." && slices.Contains(reserved, article.Slug(name))
}

// cleanPath cleans each part of a path.
func cleanPath(name string) string {
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		if part != "" && part != "." {
			parts = append(parts, cleanName(part))
		}
	}

	return path.Join(parts...)
}

// cleanName returns a name that every system can store and that makes an address.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\/`, r) {
			return '-'
		}

		return r
	}, name)

	name = strings.Trim(name, " .")
	if article.Slug(name) == "" || strings.HasPrefix(name, "_") && article.Slug(name) != "" {
		name = cmp.Or(article.Slug(name), "page")
	}

	if filename.IsDevice(name) {
		name += "-page"
	}

	return truncate(name, 120)
}

// truncate shortens a text to at most n bytes, at the end of a character.
func truncate(text string, n int) string {
	if len(text) <= n {
		return text
	}

	for n > 0 && text[n]&0xc0 == 0x80 {
		n--
	}

	return text[:n]
}
