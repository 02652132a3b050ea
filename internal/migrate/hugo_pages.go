package migrate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// arrangeHugo finds the language, the settings and the address of each page, which depend on other pages.
func arrangeHugo(p *Project) {
	a := hugoArranger{p, p.Extra.(*hugoSite)}
	a.readSuffixes()
	a.indexSections()
	a.cascade()
	a.removeResources()
	a.setAddresses()
	a.showListed()
	a.indexNames()
	a.readMenu()
	a.noteOthers()
}

type hugoArranger struct {
	*Project
	site *hugoSite
}

// languageSuffix matches the language in the name of a file: start.fr.md.
var languageSuffix = regexp.MustCompile(`^(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)$`)

// readSuffixes moves pages with a language in their name to the folder of that language.
func (a hugoArranger) readSuffixes() {
	folders := map[[2]string]*Docs{}
	for _, page := range a.pages {
		m := languageSuffix.FindStringSubmatch(stem(page.Name))
		if m == nil {
			continue
		}

		language := strings.ToLower(m[2])
		_, isOther := a.Languages[language]
		if language != a.site.language && !isOther {
			continue
		}

		page.Name = m[1] + path.Ext(page.Name)
		key := [2]string{page.Docs.Dir, language}
		if folders[key] == nil {
			folders[key] = &Docs{Dir: page.Docs.Dir, Prefix: page.Docs.Prefix}
			if isOther {
				folders[key].Prefix = joinPrefix(language, page.Docs.Prefix)
			}

			a.site.folders[folders[key]] = language
		}

		page.Docs = folders[key]
	}
}

func (a hugoArranger) language(page *Page) string { return a.site.folders[page.Docs] }

// logical returns the path of a page without language, extension and the name of a bundle: "docs/start".
func (a hugoArranger) logical(page *Page) string {
	prefix := page.Docs.Prefix
	if _, ok := a.Languages[a.language(page)]; ok {
		prefix = strings.TrimPrefix(strings.TrimPrefix(prefix, a.language(page)), "/")
	}

	name := joinPrefix(prefix, stem(page.Name))
	if base := path.Base(name); base == "index" || base == "_index" {
		return strings.Trim(name[:len(name)-len(base)], "/")
	}

	return name
}

// isSection reports whether a page describes a folder of pages, and not only itself with its pictures.
func isSection(page *Page) bool { return path.Base(stem(page.Name)) == "_index" }

// isBundle reports whether a page has the pictures in its folder to itself.
func isBundle(page *Page) bool { return path.Base(stem(page.Name)) == "index" }

func (a hugoArranger) indexSections() {
	a.site.sections = map[string]*Page{}
	for _, page := range a.pages {
		if isSection(page) {
			setFirst(a.site.sections, a.language(page)+"/"+a.logical(page), page)
		}
	}
}

// cascade gives pages the values of the folders above, as far as they matter here.
func (a hugoArranger) cascade() {
	fromSite := cascadesOf(a.site.config.get("cascade"))
	found := map[*Page][]hugoCascade{}
	for _, page := range a.site.sections {
		if n := page.Front.Node("cascade"); n != nil {
			var v any
			if n.Decode(&v) == nil {
				found[page] = cascadesOf(lowerKeys(v, 0))
			}
		}
	}

	for _, page := range a.pages {
		name := a.logical(page)
		dir := name
		if !isSection(page) {
			dir = path.Dir(name)
		}

		for {
			if section := a.site.sections[a.language(page)+"/"+strings.Trim(dir, "./")]; section != nil {
				applyCascades(page, found[section], name)
			}

			if dir == "." || dir == "" || dir == "/" {
				break
			}

			dir = path.Dir(dir)
		}

		applyCascades(page, fromSite, name)
	}

	for page := range found {
		page.Front.Delete("cascade")
	}
}

// hugoCascade are values for pages below.
type hugoCascade struct {
	values map[string]any
	kinds  string
	paths  *regexp.Regexp // or nil
}

func cascadesOf(v any) []hugoCascade {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}

	var cascades []hugoCascade
	for _, item := range list {
		m := asMap(item)
		target := values(asMap(m["target"]))
		if target == nil {
			target = values(asMap(m["_target"]))
		}

		c := hugoCascade{values: m, kinds: target.text("kind")}
		if pattern := target.text("path"); pattern != "" {
			c.paths = globExpression(pattern)
		}

		cascades = append(cascades, c)
	}

	return cascades
}

// cascaded are the keys that decide whether and how a page is shown.
var cascaded = []string{"build", "_build", "draft", "title", "description", "expirydate", "publishdate", "weight"}

func applyCascades(page *Page, list []hugoCascade, name string) {
	kind := "page"
	if isSection(page) {
		kind = "section"
	}

	for _, c := range list {
		if c.kinds != "" && !strings.Contains(c.kinds, kind) || c.paths != nil && !c.paths.MatchString("/"+name) {
			continue
		}

		for _, key := range cascaded {
			if value, ok := c.values[key]; ok && page.Front.Node(key) == nil {
				page.Front.Set(key, value)
			}
		}
	}
}

// globExpression returns an expression for patterns of paths such as "/docs/**" and "{/a/**,/b/*}".
func globExpression(pattern string) *regexp.Regexp {
	var alternatives []string
	for one := range strings.SplitSeq(strings.Trim(pattern, "{}"), ",") {
		quoted := regexp.QuoteMeta(strings.TrimSpace(one))
		quoted = strings.ReplaceAll(quoted, `\*\*`, `.*`)
		alternatives = append(alternatives, strings.ReplaceAll(quoted, `\*`, `[^/]*`))
	}

	return regexp.MustCompile("^(?:" + strings.Join(alternatives, "|") + ")$")
}

// removeResources leaves out Markdown that is not a page of its own: what is in the folder of a bundle, and what is
// only there for other pages to include.
func (a hugoArranger) removeResources() {
	bundles := map[string]bool{}
	for _, page := range a.pages {
		if isBundle(page) {
			bundles[page.Docs.Dir+"/"+path.Dir(page.Name)] = true
		}
	}

	a.pages = slices.DeleteFunc(a.pages, func(page *Page) bool {
		if page.Front.Get("headless") == "true" {
			return true
		}

		build := buildOf(page)
		if build("render") == "never" && build("list") == "never" {
			return true
		}

		for dir := path.Dir(page.Name); dir != "."; dir = path.Dir(dir) {
			isOwn := isBundle(page) && dir == path.Dir(page.Name)
			if bundles[page.Docs.Dir+"/"+dir] && !isOwn {
				return true
			}
		}

		return false
	})
}

// buildOf returns the settings for the publication of a page. true and false are always and never.
func buildOf(page *Page) func(string) string {
	n := page.Front.mapping("build")
	if len(n.Content) == 0 {
		n = page.Front.mapping("_build")
	}

	return func(key string) string {
		switch v := scalar(n, key); v {
		case "false":
			return "never"
		case "true", "":
			return "always"
		default:
			return v
		}
	}
}

func (a hugoArranger) setAddresses() {
	for _, page := range a.pages {
		if buildOf(page)("render") != "never" {
			page.Address = a.address(page)
		}

		page.Front.Delete("slug", "url", "permalink", "build", "_build")
		if title := page.Front.Get("linktitle"); title != "" && page.Front.Get("title") == "" {
			page.Front.Set("title", title)
		}
	}

	taken := map[string]bool{}
	for _, page := range a.pages {
		taken[keyOf(page.Address)] = page.Address != ""
	}

	for _, page := range a.pages {
		a.setAliases(page, taken)
	}
}

// setAliases completes earlier addresses, which may be relative to the folder of the page. A page is stronger than an
// alias, and the first alias is stronger than others.
func (a hugoArranger) setAliases(page *Page, taken map[string]bool) {
	aliases := page.Front.List("aliases")
	if len(aliases) == 0 {
		return
	}

	var free []string
	for _, alias := range aliases {
		if !strings.HasPrefix(alias, "/") {
			alias = path.Join(path.Dir(path.Clean("/"+page.Address)), alias)
		} else if prefix := a.site.prefixes[a.language(page)]; !strings.HasPrefix(alias, prefix+"/") {
			alias = prefix + alias
		}
		if path.Ext(alias) == "" && !strings.HasSuffix(alias, "/") {
			alias += "/"
		}

		if key := keyOf(alias); !taken[key] {
			taken[key] = true
			free = append(free, alias)
		}
	}

	page.Front.Delete("aliases")
	if len(free) > 0 {
		slices.Sort(free)
		page.Front.Set("aliases", free)
	}
}

// showListed puts pages that have no address of their own, but are listed, into the page of their folder: a glossary,
// for example, of which each term is a file.
func (a hugoArranger) showListed() {
	lists := map[*Page][]*Page{}
	a.pages = slices.DeleteFunc(a.pages, func(page *Page) bool {
		if page.Address != "" || isSection(page) {
			return false
		}

		section := a.site.sections[a.language(page)+"/"+strings.Trim(path.Dir(a.logical(page)), ".")]
		if section == nil || section.Address == "" {
			return false
		}

		lists[section] = append(lists[section], page)

		return true
	})

	for section, list := range lists {
		slices.SortFunc(list, func(a, b *Page) int { return strings.Compare(a.Name, b.Name) })
		appendPages(section, list)
	}
}

// appendPages adds other pages as sections.
func appendPages(p *Page, list []*Page) {
	lines := p.textLines()
	for _, page := range list {
		at := page.lines[0]
		lines = append(lines, textLine{"", at}, textLine{"## " + page.title(), at}, textLine{"", at})
		lines = append(lines, trimBlank(page.textLines())...)
	}

	p.setLines(append(lines, textLine{"", lines[len(lines)-1].at}))
}

// indexNames prepares the search for pages by name: "start.md" in a shortcode can be in any folder.
func (a hugoArranger) indexNames() {
	s := a.site
	s.names, s.terms = map[string]*Page{}, map[string]*Page{}
	for _, page := range a.pages {
		key := a.language(page) + "/" + strings.ToLower(path.Base(a.logical(page)))
		if _, taken := s.names[key]; taken {
			s.names[key] = nil
		} else {
			s.names[key] = page
		}

		if path.Base(a.logical(page)) == "glossary" {
			s.glossary = page
		}
	}
}

// readMenu reads the main menu.
func (a hugoArranger) readMenu() {
	menus := asMap(a.site.config.get("menus"))
	if menus == nil {
		menus = asMap(a.site.config.get("menu"))
	}

	name := "main"
	for _, other := range []string{"docs", "global", "sidebar"} {
		if menus[name] == nil {
			name = other
		}
	}

	items := values(menus).list(name)
	slices.SortStableFunc(items, func(x, y any) int {
		return weightOf(x) - weightOf(y)
	})

	for _, item := range items {
		v := values(asMap(item))
		ref := strings.Trim(v.text("pageref"), "/")
		if ref == "" {
			ref = strings.Trim(a.withoutHost(v.text("url")), "/")
		}

		if page := a.site.sections[a.site.language+"/"+ref]; page != nil && ref != "" {
			a.Navigation = append(a.Navigation, Entry{File: page.Source, Title: v.text("name")})
		}
	}
}

func weightOf(item any) int {
	n := 0
	for _, r := range values(asMap(item)).text("weight") {
		if r < '0' || r > '9' || n > 1<<20 {
			return n
		}

		n = 10*n + int(r-'0')
	}

	return n
}

// noteOthers notes published pages without Markdown.
func (a hugoArranger) noteOthers() {
	for _, f := range a.files {
		if path.Base(f.source) == "_content.gotmpl" {
			a.Note(f.source, 0, KindFile, "this template makes pages from data; export or write these")
		}
	}

	disabled := a.site.config.texts("disablekinds")
	if slices.Contains(disabled, "term") || slices.Contains(disabled, "taxonomy") {
		return
	}

	taxonomies := map[string]any{"tag": "tags", "category": "categories"}
	if own := asMap(a.site.config.get("taxonomies")); own != nil {
		taxonomies = own
	}

	for _, one := range sortedKeys(taxonomies) {
		plural := textOfValue(taxonomies[one])
		for _, page := range a.pages {
			if n := page.Front.Node(plural); n != nil && (len(n.Content) > 0 || n.Kind == yaml.ScalarNode) {
				a.Note(a.Evidence, 0, KindList, "the pages below /%s/, which list articles", plural)
				break
			}
		}
	}
}
