package migrate

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/filename"
)

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// rewriteLinks makes the links of all pages lead to the new files, and collects the files that are in use.
func (p *Project) rewriteLinks(result *Import) {
	for _, page := range p.pages {
		page.cleanFront()
		page.rewriteLinks()
	}

	for source, target := range p.index.used {
		if err := p.canCopy(source); err != nil {
			p.Note(source, 0, KindFile, "%v", err)
			continue
		}

		result.Files[path.Join("content", target)] = File{Copy: source}
		if isPicture(source) {
			result.Pictures++
		} else {
			result.Attachments++
		}
	}
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp":
		return true
	}

	return false
}

func (p *Page) rewriteLinks() {
	var edits []Edit
	for _, d := range destinations(p.Text, FindCode(p.Text)) {
		if address, ok := p.newLink(d.text, p.placeOf(d.from).file); ok && address != d.text {
			edits = append(edits, Edit{d.from, d.to, address})
		}
	}

	p.Apply(edits)
}

// newLink returns the address of a link on the new site. ok is false if it leads somewhere else or nowhere.
// from is the file that contains it: the page, or one that it includes.
func (p *Page) newLink(address, from string) (string, bool) {
	written := p.Project.withoutHost(address)
	if scheme.MatchString(written) || strings.HasPrefix(written, "//") || written == "" || written[0] == '#' {
		return "", false
	}

	name, rest := splitAddress(written)
	page := p.findPage(name)
	if page == nil && from != p.Source {
		page = p.pageInFile(path.Join(path.Dir(from), name))
	}

	if page != nil {
		_, fragment, hasFragment := strings.Cut(rest, "#")
		link := escapeDestination(p.relative(page.Target))
		if hasFragment && fragment != "" {
			link += "#" + fragment
		}

		return link, true
	}

	if a := p.findAsset(name, from); a != nil {
		return escapeDestination(p.relative(p.Project.index.use(a))) + rest, true
	}

	return p.Project.onHost(written)
}

// onHost returns the full address of a link to another site on the same host, which begins with a slash.
func (p *Project) onHost(address string) (string, bool) {
	u, err := url.Parse(p.BaseURL)
	if err != nil || u.Host == "" || p.basePath() == "" || !strings.HasPrefix(address, "/") {
		return "", false
	}

	return u.Scheme + "://" + u.Host + address, true
}

// splitAddress cuts an address into its decoded path, and its query and fragment.
func splitAddress(address string) (name, rest string) {
	at := strings.IndexAny(address, "?#")
	if at < 0 {
		at = len(address)
	}

	return decoded(address[:at]), address[at:]
}

// escapeDestination returns a path in the form that Markdown takes for the address of a link.
func escapeDestination(name string) string {
	u := url.URL{Path: name}
	escaped := strings.TrimPrefix(u.EscapedPath(), "./")
	return strings.NewReplacer("(", "%28", ")", "%29", "'", "%27", "*", "%2A").Replace(escaped)
}

// relative returns the path from the page to a file in the content folder.
func (p *Page) relative(target string) string {
	return filename.Relative(p.Target, target)
}

// findPage returns the page that a path in the page leads to: the name of a file, or a published address.
func (p *Page) findPage(name string) *Page {
	if page := p.pageInFile(p.sourcePath(name)); page != nil {
		return page
	}

	x := &p.Project.index
	if strings.HasPrefix(name, "/") {
		if page := p.Project.follow(name); page != nil {
			return page
		}

		return p.pageInFile(path.Join(p.Docs.Dir, name))
	}

	if p.Address == "" {
		return nil
	}

	address := path.Join(p.addressDir(), name)
	if page := x.byAddress[keyOf(address)]; page != nil {
		return page
	}

	return p.Project.follow(address)
}

// sourcePath returns the file that a path names, relative to the file of the page or to its documentation folder.
func (p *Page) sourcePath(name string) string {
	if strings.HasPrefix(name, "/") {
		return path.Join(p.Docs.Dir, name)
	}

	return path.Join(path.Dir(p.Source), name)
}

// addressDir returns the folder that relative addresses on the published page referred to.
func (p *Page) addressDir() string {
	if strings.HasSuffix(p.Address, "/") {
		return p.Address
	}

	return path.Dir(p.Address)
}

// pageInFile returns the page of a file, whose extension may be missing, or of a folder.
func (p *Page) pageInFile(name string) *Page {
	x := &p.Project.index
	if page := x.bySource[name]; page != nil {
		return page
	}

	key := strings.ToLower(name)
	for _, end := range []string{"", ".md", ".mdx", ".html", ".htm"} {
		if rest, ok := strings.CutSuffix(key, end); ok {
			if page := x.byStem[rest]; page != nil {
				return page
			}
		}
	}

	for _, index := range []string{"index", "_index", "readme"} {
		if page := x.byStem[path.Join(key, index)]; page != nil {
			return page
		}
	}

	return nil
}

// findAsset returns the file that a path in the page leads to.
func (p *Page) findAsset(name, from string) *asset {
	x := &p.Project.index
	source := p.sourcePath(name)
	for _, source := range []string{source, path.Join(path.Dir(from), name)} {
		if a := x.assets[source]; a != nil {
			return a
		}

		if a := x.assetFold[strings.ToLower(source)]; a != nil {
			return a
		}
	}

	published := name
	if !strings.HasPrefix(name, "/") {
		published = path.Join(p.addressDir(), name)
	}

	if a := x.atRoot[strings.ToLower(strings.Trim(path.Clean("/"+published), "/"))]; a != nil {
		return a
	}

	if !strings.HasPrefix(name, "/") && mayPublish(source) && p.Project.Exists(source) {
		return x.addAsset(source)
	}

	if generator := p.Project.Generator.Name; generator == plainName || generator == obsidian.Name {
		return x.nearest(path.Base(name), p.Source)
	}

	return nil
}

// nearest returns the file with a name that has the most folders in common with a page, or nil if there are several. It
// is for Obsidian, which finds files by name, and for generators that are not known, which may gather pictures in one
// folder.
func (x *index) nearest(name, page string) *asset {
	const most = 50
	candidates := x.byBase[strings.ToLower(name)]
	if len(candidates) > most {
		return nil
	}

	var best *asset
	common := -1
	for _, a := range candidates {
		switch n := commonFolders(a.source, page); {
		case n > common:
			best, common = a, n
		case n == common:
			best = nil
		}
	}

	return best
}

// commonFolders counts the folders at the beginning of both names.
func commonFolders(a, b string) int {
	n := 0
	for {
		first, restA, okA := strings.Cut(a, "/")
		other, restB, okB := strings.Cut(b, "/")
		if !okA || !okB || first != other {
			return n
		}

		n++
		a, b = restA, restB
	}
}

// attachments are the endings of files that are published although they are outside of the documentation folder.
var attachments = []string{
	".pdf", ".csv", ".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".mp4", ".webm", ".mp3", ".ogg", ".wav",
}

// mayPublish reports whether a file outside of the documentation folder may be published: a picture or a document in
// a folder that is not hidden.
func mayPublish(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".gitbook" {
			return false
		}
	}

	return isPicture(name) || slices.Contains(attachments, strings.ToLower(path.Ext(name)))
}

// addAsset adds a file of the project that is outside of its documentation folders.
func (x *index) addAsset(source string) *asset {
	a := &asset{source: source, name: source, docs: &Docs{Dir: ".", Prefix: "files"}}
	x.assets[source] = a

	return a
}

// use returns the place of a file in the content folder.
func (x *index) use(a *asset) string {
	if target, ok := x.used[a.source]; ok {
		return target
	}

	dir := cleanPath(joinPrefix(a.docs.Prefix, path.Dir(a.name)))
	if first, rest, _ := strings.Cut(dir, "/"); isReserved(".", first) {
		dir = path.Join(first+"-docs", rest)
	}

	extension := path.Ext(a.name)
	base := path.Join(dir, cleanName(stem(path.Base(a.name))))
	target := unusedName(base, cleanExtension(extension), x.taken)
	x.used[a.source] = target

	return target
}

// unusedName returns a name that is not taken, and takes it.
func unusedName(base, extension string, taken map[string]bool) string {
	name := base + extension
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = base + "-" + strconv.Itoa(n) + extension
	}

	taken[strings.ToLower(name)] = true

	return name
}

// cleanExtension returns the ending of a file without what a system cannot store.
func cleanExtension(extension string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}

		return -1
	}, extension)
}
