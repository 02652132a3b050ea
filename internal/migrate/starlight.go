package migrate

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/migrate/anchors"
	"signpost/internal/migrate/component"
	"signpost/internal/migrate/literal"
)

// starlight is Starlight, the documentation theme of Astro.
var starlight = Generator{
	Name: "starlight",
	Settings: []string{
		"astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts", "astro.config.cjs",
	},
	Signs:       []string{"@astrojs/starlight"},
	Read:        readStarlight,
	Arrange:     arrangeStarlight,
	Conversions: []Conversion{convertStarlight},
	Address:     starlightAddress,
	Anchors:     anchors.Starlight,
}

// starlightSettings are the settings that addresses and the menu depend on.
type starlightSettings struct {
	docs    *Docs
	files   bool   // build.format: "file"
	slashes string // "always", "never" or "ignore"
	sidebar []literal.Value
	locales []string // folders of other languages
}

func readStarlight(p *Project) error {
	s := &starlightSettings{slashes: "ignore"}
	p.Extra = s
	if p.Evidence == p.Base {
		p.AddDocs(Docs{Dir: p.Base, Skip: isStarlightPart})
		s.docs = p.Docs[0]
		return nil
	}

	m, err := readModule(p, p.Evidence)
	if err != nil {
		return err
	}

	config := m.Default
	options, _ := config.Find("starlight")
	p.Title = cmp.Or(options.Str("title"), options.Str("title", "en"))
	p.Description = options.Str("description")
	if site := config.Str("site"); site != "" {
		p.BaseURL = strings.TrimSuffix(site, "/") + "/" + strings.TrimPrefix(config.Str("base"), "/")
	}

	s.files = config.Str("build", "format") == "file"
	s.slashes = cmp.Or(config.Str("trailingSlash"), "ignore")
	s.sidebar = options.Elements("sidebar")
	r := starlightReader{p, s}
	r.readLocales(options)
	r.addFolders(config)
	for _, f := range config.Get("redirects").Fields {
		to := f.Value.Resolve()
		hostReader{p}.add(f.Name, cmp.Or(to.Str("destination"), to.Text), p.Evidence, f.Value.Line)
	}

	hostReader{p}.read()

	return nil
}

// starlightReader reads astro.config.mjs.
type starlightReader struct {
	*Project
	site *starlightSettings
}

func (p starlightReader) readLocales(options literal.Value) {
	main := options.Str("defaultLocale")
	for _, f := range options.Get("locales").Fields {
		lang := cmp.Or(f.Value.Get("lang").Text, f.Name)
		switch {
		case f.Name == "root" || f.Name == main && main != "":
			p.Language = lang
		default:
			p.site.locales = append(p.site.locales, f.Name)
		}
	}
}

// addFolders adds the pages, and the files that are published as they are.
func (p starlightReader) addFolders(config literal.Value) {
	source := p.join(cmp.Or(config.Str("srcDir"), "src"))
	docs := path.Join(source, "content", "docs")
	if !p.HasDir(docs) {
		docs = p.Base
	}

	before := len(p.Docs)
	p.AddDocs(Docs{Dir: docs, Skip: isStarlightPart})
	if len(p.Docs) > before {
		p.site.docs = p.Docs[before]
	}

	p.AddDocs(Docs{Dir: p.join(cmp.Or(config.Str("publicDir"), "public")), Static: true})
	for _, locale := range p.site.locales {
		if p.HasDir(path.Join(docs, locale)) {
			addLanguage(p.Project, locale)
		}
	}
}

// isStarlightPart reports whether a page is not published on its own.
func isStarlightPart(name string) bool {
	return isPage(name) && (strings.HasPrefix(name, "_") || strings.Contains(name, "/_") || stem(name) == "404")
}

// starlightSlug returns the ID of a page: its path, each part of it as a heading would be, without "index".
func starlightSlug(p *Page) string {
	if slug := p.Front.Get("slug"); slug != "" {
		return strings.Trim(slug, "/")
	}

	var parts []string
	for part := range strings.SplitSeq(stem(p.Name), "/") {
		parts = append(parts, anchors.GitHubSlug(part))
	}

	slug := strings.Join(parts, "/")
	if slug == "index" {
		return ""
	}

	return strings.TrimSuffix(slug, "/index")
}

func starlightAddress(p *Page) string {
	s, _ := p.Project.Extra.(*starlightSettings)
	if p.Front.Get("draft") == "true" {
		return ""
	}

	slug := joinPrefix(p.Docs.Prefix, starlightSlug(p))
	switch {
	case slug == "":
		return "/"
	case s.files:
		return "/" + slug + ".html"
	case s.slashes == "never":
		return "/" + slug
	}

	return "/" + slug + "/"
}

// convertStarlight converts a page.
func convertStarlight(p *Page) {
	insertAbove(p, heroOf(p))
	p.components(component.Dialect{
		JSX:        strings.HasSuffix(p.Source, ".mdx"),
		Markdoc:    strings.HasSuffix(p.Source, ".mdoc"),
		Directives: true,
	})
	p.replaceAddresses(func(address string) string {
		if address == "#_top" || address == "#_overview" {
			return path.Base(p.Source)
		}

		return importReader{p}.address(address)
	})

	if date := p.Front.Get("lastUpdated"); len(date) >= len("2006-01-02") {
		p.Front.Set("updated", date)
	}

	if p.Front.Get("pagefind") == "false" {
		p.Front.Set("robots", "noindex")
	}

	p.Front.Delete("slug", "order", "hero", "banner")
}

// heroOf returns what the front matter shows above the text: the banner and the hero of a splash page.
func heroOf(p *Page) []string {
	var parts []string
	if text := scalar(p.Front.mapping("banner"), "content"); text != "" {
		parts = append(parts, "<Aside>\n"+strings.TrimSpace(text)+"\n</Aside>")
	}

	hero := p.Front.mapping("hero")
	if title := scalar(hero, "title"); title != "" && title != p.Front.Get("title") {
		parts = append(parts, "**"+strings.TrimSpace(title)+"**")
	}

	parts = append(parts, scalar(hero, "tagline"))
	image := child(hero, "image")
	if source := cmp.Or(scalar(image, "file"), scalar(image, "light")); source != "" {
		parts = append(parts, "!["+scalar(image, "alt")+"]("+source+")")
	}

	var links []string
	for _, action := range child(hero, "actions").Content {
		if target := scalar(action, "link"); target != "" {
			links = append(links, "- ["+cmp.Or(scalar(action, "text"), target)+"]("+target+")")
		}
	}

	return append(parts, strings.Join(links, "\n"))
}

// insertAbove puts paragraphs above the text.
func insertAbove(p *Page, parts []string) {
	var kept []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}

	if len(kept) > 0 {
		p.Apply([]Edit{{0, 0, strings.Join(kept, "\n\n") + "\n\n"}})
	}
}

// starlightMenu reads the menu, for each language.
type starlightMenu struct {
	*Project
	bySlug map[string]*Page
	byDir  map[string][]*Page  // pages by the folder of their slug
	within map[string][]string // folders by the folder that contains them
	left   int                 // items that may still be read
}

func arrangeStarlight(p *Project) {
	s, _ := p.Extra.(*starlightSettings)
	m := &starlightMenu{
		Project: p,
		bySlug:  map[string]*Page{},
		byDir:   map[string][]*Page{},
		within:  map[string][]string{},
		left:    maxMenu,
	}
	for _, page := range p.pages {
		slug := starlightSlug(page)
		setFirst(m.bySlug, slug, page)
		dir := path.Dir(slug)
		if page.isIndex() {
			dir = slug
		}

		m.byDir[dir] = append(m.byDir[dir], page)
	}

	m.findFolders()
	m.fallBack(s)
	for _, locale := range append([]string{""}, s.locales...) {
		if len(s.sidebar) == 0 {
			m.addFolder(cmp.Or(locale, "."), 0)
			continue
		}

		m.addItems(s.sidebar, locale, 0)
	}
}

// fallBack redirects the addresses of pages that are not translated: Starlight shows the original there.
func (m *starlightMenu) fallBack(s *starlightSettings) {
	if len(s.locales)*len(m.bySlug) > maxMenu {
		m.Note(m.Evidence, 0, KindAddress, "there are too many untranslated pages to redirect in each language")
		return
	}

	for _, slug := range slices.Sorted(maps.Keys(m.bySlug)) {
		page := m.bySlug[slug]
		first, _, _ := strings.Cut(slug, "/")
		if page.Address == "" || slices.Contains(s.locales, first) {
			continue
		}

		for _, locale := range s.locales {
			if m.bySlug[joinPrefix(locale, slug)] == nil {
				redirect := Redirect{From: "/" + locale + page.Address, To: page.Address, File: m.Evidence}
				m.Redirects = append(m.Redirects, redirect)
			}
		}
	}
}

func (m *starlightMenu) addItems(items []literal.Value, locale string, level int) {
	if level > maxLevels {
		return
	}

	for _, v := range items {
		if m.left--; m.left < 0 {
			return
		}

		label := labelIn(v, locale)
		slug, isSlug := v.Text, v.Kind == literal.String
		if link := v.Str("link"); link != "" && strings.HasPrefix(link, "/") {
			slug, isSlug = link, true
		}

		if own := v.Get("slug"); own.Kind == literal.String {
			slug, isSlug = own.Text, true
		}

		if isSlug {
			m.addPage(joinPrefix(locale, strings.Trim(slug, "/")), label, level)
			continue
		}

		if label != "" {
			m.Navigation = append(m.Navigation, Entry{Title: label, Level: level})
			level++
		}

		if dir := v.Str("autogenerate", "directory"); dir != "" {
			m.addFolder(joinPrefix(locale, dir), level)
		}

		m.addItems(v.Elements("items"), locale, level)
		if label != "" {
			level--
		}
	}
}

// labelIn returns the label of an item in the language of a folder, such as pt-br. Translations have tags: pt-BR.
func labelIn(v literal.Value, locale string) string {
	language, region, _ := strings.Cut(locale, "-")
	tag := language + "-" + strings.ToUpper(region)

	return cmp.Or(v.Str("translations", locale), v.Str("translations", tag), v.Str("label"))
}

func (m *starlightMenu) addPage(slug, label string, level int) {
	if page := m.bySlug[slug]; page != nil {
		m.Navigation = append(m.Navigation, Entry{File: page.Source, Title: label, Level: level})
	}
}

// addFolder adds the pages of a folder, in the order of their front matter, then by name.
func (m *starlightMenu) addFolder(dir string, level int) {
	if m.left -= len(m.byDir[dir]) + 1; level > maxLevels || m.left < 0 {
		return
	}

	var items []menuItem
	for _, page := range m.byDir[dir] {
		item := menuItem{name: page.Name, order: sidebarOrder(page), page: page}
		if page.isIndex() {
			item.name = ""
		}

		items = append(items, item)
	}

	s, _ := m.Extra.(*starlightSettings)
	for _, sub := range m.within[dir] {
		if slices.Contains(s.locales, sub) && dir == "." {
			continue
		}

		items = append(items, menuItem{name: sub, order: m.orderOfFolder(sub)})
	}

	slices.SortStableFunc(items, func(a, b menuItem) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
	})

	for _, item := range items {
		if item.page == nil {
			m.addFolder(item.name, level+1)
			continue
		}

		m.Navigation = append(m.Navigation, Entry{File: item.page.Source, Level: level})
	}
}

// findFolders finds the folders in each folder, sorted.
func (m *starlightMenu) findFolders() {
	seen := map[string]bool{".": true, "": true}
	for dir := range m.byDir {
		for ; !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			m.within[path.Dir(dir)] = append(m.within[path.Dir(dir)], dir)
		}
	}

	for _, list := range m.within {
		slices.Sort(list)
	}
}

// orderOfFolder returns the lowest position of the pages in a folder, which is that of the folder.
func (m *starlightMenu) orderOfFolder(dir string) float64 {
	order := float64(noOrder)
	for _, page := range m.byDir[dir] {
		order = min(order, sidebarOrder(page))
	}

	return order
}

func sidebarOrder(p *Page) float64 {
	if n, err := strconv.ParseFloat(scalar(p.Front.mapping("sidebar"), "order"), 64); err == nil {
		return n
	}

	return noOrder
}
