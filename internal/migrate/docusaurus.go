package migrate

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/migrate/anchors"
	"signpost/internal/migrate/component"
	"signpost/internal/migrate/literal"
)

// docusaurus is Docusaurus 2 and 3.
var docusaurus = Generator{
	Name: "docusaurus",
	Settings: []string{
		"docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.mts",
		"docusaurus.config.cjs", "docusaurus.config.cts",
	},
	Signs:       []string{"@theme/", "@docusaurus/", "@site/", "useBaseUrl("},
	Read:        readDocusaurus,
	Arrange:     arrangeDocusaurus,
	Conversions: []Conversion{convertDocusaurus, convertEmoji},
	Address:     docusaurusAddress,
	Anchors:     anchors.GitHub,
}

// docusaurusSettings are the settings that addresses and conversions depend on.
type docusaurusSettings struct {
	slashes string // "true", "false" or "" for trailingSlash
	format  string // "mdx", "md" or "detect"
	html    bool   // addresses that end in .html led to the pages, too
	folders map[*Docs]*docusaurusFolder
}

// docusaurusFolder is a folder that a plugin publishes.
type docusaurusFolder struct {
	docs     *Docs
	kind     string // "docs", "blog" or "pages"
	sidebar  string // file of the menu, or ""
	prefixes bool   // numbers at the beginning of names are for the order
	locale   string // of a translation
	locales  []string
}

// cleanName returns the name of a page without numbers.
func (f *docusaurusFolder) cleanName(p *Page) string {
	name, _ := f.withoutNumber(path.Base(p.Name))

	return joinPrefix(f.folderOf(p.Name), name)
}

// fallBack redirects the addresses of pages that are not translated: Docusaurus shows the original there.
func (f *docusaurusFolder) fallBack(p *Project) {
	for _, page := range p.pages {
		if page.Docs != f.docs || f.locale != "" || page.Address == "" {
			continue
		}

		for _, locale := range f.locales {
			redirect := Redirect{From: "/" + locale + page.Address, To: page.Address, File: p.Evidence}
			p.Redirects = append(p.Redirects, redirect)
		}
	}
}

func readDocusaurus(p *Project) error {
	s := &docusaurusSettings{format: "mdx", folders: map[*Docs]*docusaurusFolder{}}
	p.Extra = s
	r := docusaurusReader{Project: p, site: s}
	if p.Evidence == p.Base {
		r.addFolder("docs", p.Base, "", literal.Value{})
		return nil
	}

	m, err := readModule(p, p.Evidence)
	if err != nil {
		return err
	}

	config := m.Default
	p.Title = config.Str("title")
	p.Description = config.Str("tagline")
	if url := config.Str("url"); url != "" && !strings.Contains(url, "localhost") {
		p.BaseURL = strings.TrimSuffix(url, "/") + "/" + strings.TrimPrefix(config.Str("baseUrl"), "/")
	}

	p.Language = config.Str("i18n", "defaultLocale")
	s.slashes = config.Get("trailingSlash").Text
	s.format = cmp.Or(config.Str("markdown", "format"), "mdx")
	r.readLocales(config)
	r.readPlugins(config)
	static := []string{"static"}
	if list := config.Elements("staticDirectories"); len(list) > 0 {
		static = nil
		for _, v := range list {
			static = append(static, v.Text)
		}
	}

	for _, dir := range static {
		p.AddDocs(Docs{Dir: p.join(dir), Static: true})
	}

	hostReader{p}.read()

	return nil
}

// docusaurusReader reads docusaurus.config.js.
type docusaurusReader struct {
	*Project
	site    *docusaurusSettings
	locales []string // besides the default one
}

func (r *docusaurusReader) readLocales(config literal.Value) {
	for _, v := range config.Elements("i18n", "locales") {
		if v.Kind == literal.String && v.Text != r.Language {
			r.locales = append(r.locales, v.Text)
		}
	}
}

// readPlugins reads presets and plugins. The classic preset contains the plugins for docs, the blog and pages.
func (r *docusaurusReader) readPlugins(config literal.Value) {
	for _, preset := range config.Elements("presets") {
		name, options := nameAndOptions(preset)
		if !strings.Contains(name, "classic") && options.Get("docs").Kind == literal.Unknown {
			continue
		}

		r.readDocs(options, "docs", "docs", "docs")
		r.readDocs(options, "blog", "blog", "blog")
		r.readDocs(options, "pages", "src/pages", "")
	}

	for _, plugin := range config.Elements("plugins") {
		name, options := nameAndOptions(plugin)
		switch {
		case strings.HasSuffix(name, "content-docs"):
			r.addDocs("docs", options, "docs", "docs")
		case strings.HasSuffix(name, "content-blog"):
			r.addDocs("blog", options, "blog", "blog")
		case strings.HasSuffix(name, "content-pages"):
			r.addDocs("pages", options, "src/pages", "")
		case strings.HasSuffix(name, "client-redirects"):
			r.readRedirects(options)
		}
	}
}

// nameAndOptions returns the parts of ["name", {options}] or "name".
func nameAndOptions(v literal.Value) (string, literal.Value) {
	items := v.Elements()
	switch {
	case v.Kind == literal.String:
		return v.Text, literal.Value{}
	case len(items) == 0:
		return "", literal.Value{}
	}

	name := items[0].Text
	if items[0].Kind == literal.Call && len(items[0].Items) > 0 {
		name = items[0].Items[0].Text // require.resolve("name")
	}

	if len(items) > 1 {
		return name, items[1]
	}

	return name, literal.Value{}
}

func (r *docusaurusReader) readDocs(options literal.Value, key, dir, route string) {
	if !options.IsFalse(key) {
		r.addDocs(key, options.Get(key), dir, route)
	}
}

// addDocs adds the folder of a plugin, with its versions and translations.
func (r *docusaurusReader) addDocs(kind string, options literal.Value, dir, route string) {
	dir = cmp.Or(options.Str("path"), dir)
	if v := options.Get("routeBasePath"); v.Kind == literal.String {
		route = v.Text
	}

	if !r.HasDir(r.join(dir)) {
		return
	}

	if kind != "docs" {
		r.addFolder(kind, r.join(dir), route, options)
		return
	}

	id := options.Str("id")
	current, versions := r.versions(id, options)
	original := &docusaurusFolder{}
	if current != "-" {
		original = r.addFolder(kind, r.join(dir), joinPrefix(route, current), options)
	}

	for _, v := range versions {
		r.addFolder(kind, r.join(v.dir), joinPrefix(route, v.path), options)
	}

	plugin := "docusaurus-plugin-content-docs"
	if id != "" && id != "default" {
		plugin += "-" + id
	}

	for _, locale := range r.locales {
		translated := r.join(path.Join("i18n", locale, plugin, "current"))
		if !r.HasDir(translated) || current == "-" {
			continue
		}

		original.locales = append(original.locales, locale)
		f := r.addFolder(kind, translated, joinPrefix(locale, joinPrefix(route, current)), options)
		f.locale = locale
		addLanguage(r.Project, locale)
	}
}

func addLanguage(p *Project, tag string) {
	if p.Languages == nil {
		p.Languages = map[string]string{}
	}

	p.Languages[tag] = p.Title
}

// version is a version of the docs besides the current one.
type version struct{ dir, path string }

// versions returns the path of the current version, or "-" if it is not published, and the other versions.
func (r *docusaurusReader) versions(id string, options literal.Value) (current string, list []version) {
	file, folder := "versions.json", "versioned_docs"
	if id != "" && id != "default" {
		file, folder = id+"_"+file, id+"_"+folder
	}

	var names []string
	isDisabled := options.Get("disableVersioning").Text == "true"
	if isDisabled || !r.Exists(r.join(file)) || r.ReadJSON(r.join(file), &names) != nil {
		return options.Str("versions", "current", "path"), nil
	}

	last := cmp.Or(options.Str("lastVersion"), append(names, "current")[0])
	for _, name := range names {
		v := version{dir: path.Join(folder, "version-"+name), path: name}
		if name == last {
			v.path = ""
		}

		if own := options.Get("versions", name, "path"); own.Kind == literal.String {
			v.path = own.Text
		}

		if r.HasDir(r.join(v.dir)) {
			list = append(list, v)
		}
	}

	switch own := options.Get("versions", "current", "path"); {
	case options.IsFalse("includeCurrentVersion"):
		return "-", list
	case own.Kind == literal.String:
		return own.Text, list
	case last == "current":
		return "", list
	}

	return "next", list
}

// addFolder adds a folder of pages that exists.
func (r *docusaurusReader) addFolder(kind, dir, prefix string, options literal.Value) *docusaurusFolder {
	before := len(r.Docs)
	r.AddDocs(Docs{Dir: dir, Prefix: prefix, Skip: isDocusaurusPart})
	if len(r.Docs) == before {
		return &docusaurusFolder{}
	}

	sidebar := options.Get("sidebarPath")
	name := sidebar.Text
	if sidebar.Kind == literal.Call && len(sidebar.Items) > 0 {
		name = sidebar.Items[0].Text
	}

	d := r.Docs[before]
	f := &docusaurusFolder{
		docs:     d,
		kind:     kind,
		prefixes: !options.IsFalse("numberPrefixParser"),
	}
	if name != "" {
		f.sidebar = moduleFile(r.Project, r.join(name))
	}

	r.site.folders[d] = f

	return f
}

// isDocusaurusPart reports whether a page is not published on its own: its name or that of a folder begins with an
// underscore, or it is a test.
func isDocusaurusPart(name string) bool {
	if !isPage(name) {
		return false
	}

	return strings.HasPrefix(name, "_") || strings.Contains(name, "/_") || strings.Contains(name, "__tests__/") ||
		strings.Contains(path.Base(name), ".test.")
}

func (r *docusaurusReader) readRedirects(options literal.Value) {
	for _, v := range options.Elements("redirects") {
		froms := v.Elements("from")
		if from := v.Get("from"); from.Kind == literal.String {
			froms = []literal.Value{from}
		}

		for _, from := range froms {
			redirect := Redirect{From: from.Text, To: v.Str("to"), File: r.Evidence, Line: v.Line}
			r.Redirects = append(r.Redirects, redirect)
		}
	}

	for _, v := range options.Elements("fromExtensions") {
		r.site.html = r.site.html || v.Text == "html"
	}

	if options.Get("createRedirects").Line > 0 {
		line := options.Get("createRedirects").Line
		r.Note(r.Evidence, line, KindSettings, "createRedirects is a function, which was not executed")
	}
}

// convertDocusaurus converts a page.
func convertDocusaurus(p *Page) {
	s, _ := p.Project.Extra.(*docusaurusSettings)
	format := s.format
	if own := child(p.Front.mapping("mdx"), "format").Value; own != "" {
		format = own
	}

	isMDX := format == "mdx" || format == "detect" && strings.HasSuffix(p.Source, ".mdx")
	p.components(component.Dialect{JSX: isMDX, Directives: true})
	p.replaceAddresses(func(address string) string { return docusaurusLink(p, address) })
	if p.Front.Get("unlisted") == "true" {
		p.Front.Set("robots", "noindex")
	}

	nameItems(p, "tags", "label")
	nameItems(p, "authors", "name")
	if date := scalar(p.Front.mapping("last_update"), "date"); date != "" {
		p.Front.Set("updated", date)
	}

	p.Front.Delete("id", "slug")
}

// nameItems replaces the items of a list in front matter that are mappings by one of their values.
func nameItems(p *Page, key, name string) {
	n := p.Front.Node(key)
	if n == nil || n.Kind != yaml.SequenceNode {
		return
	}

	for i, item := range n.Content {
		if value := child(item, name); value.Kind == yaml.ScalarNode {
			n.Content[i] = value
		}
	}
}

// docusaurusLink returns the address of a file relative to the page. Files are looked for next to the page, then in the
// folder of the docs, then in that of the project.
func docusaurusLink(p *Page, address string) string {
	address = importReader{p}.address(address)
	name, rest := splitAddress(address)
	if !isPage(name) || scheme.MatchString(name) || p.Project.Exists(path.Join(path.Dir(p.Source), name)) {
		return address
	}

	for _, dir := range []string{p.Docs.Dir, p.Project.Base} {
		if file := path.Join(dir, name); p.Project.Exists(file) {
			return relativeSource(p.Source, file) + rest
		}
	}

	return address
}

// arrangeDocusaurus reads the menus, and adds the pages that Docusaurus generates for groups.
func arrangeDocusaurus(p *Project) {
	s, _ := p.Extra.(*docusaurusSettings)
	for _, d := range slices.Clone(p.Docs) {
		f := s.folders[d]
		if f == nil || f.kind != "docs" {
			continue
		}

		m := newDocusaurusMenu(p, f)
		m.read()
		p.Navigation = append(p.Navigation, m.entries...)
		f.fallBack(p)
	}

	for _, page := range p.pages {
		if f := s.folders[page.Docs]; f != nil && f.kind == "docs" {
			page.Name = f.cleanName(page)
		}
	}

	if !s.html {
		return
	}

	for _, page := range p.pages {
		if page.Address != "" && !strings.HasSuffix(page.Address, "/") {
			redirect := Redirect{From: page.Address + ".html", To: page.Address, File: p.Evidence}
			p.Redirects = append(p.Redirects, redirect)
		}
	}
}
