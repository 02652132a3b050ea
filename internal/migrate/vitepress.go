package migrate

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/migrate/anchors"
	"signpost/internal/migrate/component"
	"signpost/internal/migrate/literal"
)

// vitepress is VitePress, and VuePress before it.
var vitepress = Generator{
	Name:        "vitepress",
	Settings:    vitepressConfigs(),
	Signs:       []string{"::: code-group", "<!--@include:", "<script setup", "{{ $frontmatter", "[[toc]]"},
	Read:        readVitePress,
	Arrange:     arrangeVitePress,
	Conversions: []Conversion{convertVitePress, convertEmoji},
	Address:     vitepressAddress,
	Anchors:     anchors.VitePress,
}

func vitepressConfigs() []string {
	var names []string
	for _, folder := range []string{".vitepress", "docs/.vitepress", ".vuepress", "docs/.vuepress"} {
		for _, end := range []string{".mts", ".ts", ".mjs", ".js", ".cjs"} {
			names = append(names, folder+"/config"+end, folder+"/config/index"+end)
		}
	}

	return names
}

// vitepressSettings are the settings that addresses and the menu depend on.
type vitepressSettings struct {
	docs     string
	clean    bool // cleanUrls
	vuepress bool // README.md is the page of its folder
	rewrites map[string]string
	patterns []rewrite
	config   literal.Value
}

// rewrite is a rule such as "packages/:pkg/src/:slug*" with its replacement "docs/:pkg/:slug*".
type rewrite struct {
	pattern    *regexp.Regexp
	parameters []string
	to         string
}

func readVitePress(p *Project) error {
	s := &vitepressSettings{docs: p.Base, rewrites: map[string]string{}}
	p.Extra = s
	if p.Evidence == p.Base {
		p.AddDocs(Docs{Dir: p.Base})
		return nil
	}

	m, err := readModule(p, p.Evidence)
	if err != nil {
		return err
	}

	config := m.Default
	s.config = config
	s.vuepress = strings.Contains(p.Evidence, ".vuepress")
	root, _, _ := strings.Cut(p.Evidence, ".vitepress/")
	root, _, _ = strings.Cut(root, ".vuepress/")
	s.docs = path.Join(root, config.Str("srcDir"))
	s.clean = config.Get("cleanUrls").Text == "true"
	p.Title = cmp.Or(config.Str("title"), config.Str("locales", "root", "title"))
	p.Description = cmp.Or(config.Str("description"), config.Str("locales", "root", "description"))
	p.Language = cmp.Or(config.Str("lang"), config.Str("locales", "root", "lang"))
	if host := config.Str("sitemap", "hostname"); host != "" {
		p.BaseURL = strings.TrimSuffix(host, "/") + "/"
		if base := strings.Trim(config.Str("base"), "/"); base != "" && !strings.HasSuffix(p.BaseURL, "/"+base+"/") {
			p.BaseURL += base + "/"
		}
	}

	r := vitepressReader{p, s}
	r.readRewrites()
	excluded := srcExclude(config)
	p.AddDocs(Docs{Dir: s.docs, Skip: func(name string) bool {
		return strings.HasPrefix(name, "public/") || isPage(name) &&
			slices.ContainsFunc(excluded, func(re *regexp.Regexp) bool { return re.MatchString(name) })
	}})
	public := path.Join(s.docs, "public")
	if s.vuepress {
		public = path.Join(root, ".vuepress/public")
	}

	p.AddDocs(Docs{Dir: public, Static: true})
	r.readLocales(config)
	hostReader{p}.read()

	return nil
}

// vitepressReader reads the settings.
type vitepressReader struct {
	*Project
	site *vitepressSettings
}

func (p vitepressReader) readLocales(config literal.Value) {
	for _, f := range config.Get("locales").Fields {
		name := strings.Trim(f.Name, "/")
		if name == "" || name == "root" {
			continue
		}

		if p.HasDir(path.Join(p.site.docs, name)) {
			addLanguage(p.Project, name)
			if title := f.Value.Str("title"); title != "" {
				p.Languages[name] = title
			}
		}
	}
}

// readRewrites reads the addresses of pages that are published elsewhere. Patterns with parameters are noted.
func (p vitepressReader) readRewrites() {
	s := p.site
	rewrites := s.config.Get("rewrites")
	for _, f := range rewrites.Fields {
		to := f.Value.Resolve().Text
		if !strings.ContainsAny(f.Name, ":*(") {
			s.rewrites[f.Name] = to
			continue
		}

		if r, ok := newRewrite(f.Name, to); ok {
			s.patterns = append(s.patterns, r)
		}
	}

	if rewrites.Kind == literal.Unknown && rewrites.Line > 0 {
		p.Note(p.Evidence, rewrites.Line, KindSettings, "rewrites is a function, which was not executed")
	}
}

// rewritten returns the name under which a page is published.
func (s *vitepressSettings) rewritten(name string) string {
	if to, ok := s.rewrites[name]; ok {
		return to
	}

	for _, r := range s.patterns {
		if to, ok := r.apply(name); ok {
			return to
		}
	}

	return name
}

var parameter = regexp.MustCompile(`:(\w+)(\([^)]*\))?(\*)?`)

func newRewrite(pattern, to string) (rewrite, bool) {
	var expression strings.Builder
	r := rewrite{to: to}
	at := 0
	for _, m := range parameter.FindAllStringSubmatchIndex(pattern, -1) {
		expression.WriteString(regexp.QuoteMeta(pattern[at:m[0]]))
		r.parameters = append(r.parameters, pattern[m[2]:m[3]])
		if m[6] >= 0 || m[4] >= 0 {
			expression.WriteString("(.*)")
		} else {
			expression.WriteString("([^/]+)")
		}

		at = m[1]
	}

	expression.WriteString(regexp.QuoteMeta(pattern[at:]))
	re, err := regexp.Compile("^" + expression.String() + "$")
	r.pattern = re

	return r, err == nil
}

func (r rewrite) apply(name string) (string, bool) {
	values := r.pattern.FindStringSubmatch(name)
	if values == nil {
		return "", false
	}

	to := r.to
	for i, parameter := range r.parameters {
		to = strings.ReplaceAll(to, ":"+parameter+"*", values[i+1])
		to = strings.ReplaceAll(to, ":"+parameter, values[i+1])
	}

	return to, true
}

// srcExclude returns a match for the pages that are not published, by patterns such as "**/README.md".
func srcExclude(config literal.Value) []*regexp.Regexp {
	var patterns []*regexp.Regexp
	for _, v := range config.Elements("srcExclude") {
		expression := regexp.QuoteMeta(strings.TrimPrefix(v.Text, "./"))
		expression = strings.ReplaceAll(expression, `\*\*/`, `(?:.*/)?`)
		expression = strings.ReplaceAll(expression, `\*\*`, `.*`)
		expression = strings.ReplaceAll(expression, `\*`, `[^/]*`)
		if re, err := regexp.Compile("^" + expression + "$"); err == nil {
			patterns = append(patterns, re)
		}
	}

	return patterns
}

func vitepressAddress(p *Page) string {
	s, _ := p.Project.Extra.(*vitepressSettings)
	name := joinPrefix(p.Docs.Prefix, stem(s.rewritten(p.Name)))
	base := path.Base(name)
	if base == "index" || base == "README" && s.vuepress {
		return "/" + withSlash(strings.TrimSuffix(name[:len(name)-len(base)], "/"))
	}

	if s.clean {
		return "/" + name
	}

	return "/" + name + ".html"
}

// arrangeVitePress reads the menu: a list, or one for each folder.
func arrangeVitePress(p *Project) {
	s, _ := p.Extra.(*vitepressSettings)
	byAddress := map[string]*Page{}
	for _, page := range p.pages {
		setFirst(byAddress, keyOf(page.Address), page)
	}

	m := &vitepressMenu{p, byAddress, maxMenu}
	m.addTheme(s.config.Get("themeConfig"))
	for _, f := range s.config.Get("locales").Fields {
		m.addTheme(f.Value.Get("themeConfig"))
	}

	for _, f := range s.config.Get("themeConfig", "locales").Fields {
		m.addTheme(f.Value)
	}
}

type vitepressMenu struct {
	*Project
	byAddress map[string]*Page
	left      int // items that may still be read
}

func (m *vitepressMenu) addTheme(theme literal.Value) {
	sidebar := theme.Get("sidebar")
	m.addItems(sidebar, "", 0)
	for _, f := range sidebar.Fields {
		v := f.Value.Resolve()
		if v.Kind == literal.List {
			m.addItems(v, prefixOf(f.Name), 0)
			continue
		}

		m.addItems(v.Get("items"), cmp.Or(v.Str("base"), prefixOf(f.Name)), 0)
	}
}

// prefixOf returns the folder that relative links in a menu of VuePress refer to.
func prefixOf(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}

	return ""
}

func (m *vitepressMenu) addItems(list literal.Value, base string, level int) {
	if level > maxLevels {
		return
	}

	for _, v := range list.Elements() {
		if m.left--; m.left < 0 {
			return
		}

		if v.Kind == literal.String || v.Kind == literal.List { // VuePress: "page", or ["page", "Title"]
			name, title := v.Text, ""
			if items := v.Elements(); len(items) > 1 {
				name, title = items[0].Text, items[1].Text
			}

			m.addPage(name, base, title, level)
			continue
		}

		title := cmp.Or(v.Str("text"), v.Str("title"))
		inner := cmp.Or(v.Str("base"), base)
		if link := cmp.Or(v.Str("link"), v.Str("path")); link != "" {
			m.addPage(link, inner, title, level)
		} else {
			m.Navigation = append(m.Navigation, Entry{Title: title, Level: level})
		}

		m.addItems(v.Get("items"), inner, level+1)
		m.addItems(v.Get("children"), inner, level+1)
	}
}

func (m *vitepressMenu) addPage(link, base, title string, level int) {
	candidates := []string{link}
	if base != "" {
		candidates = []string{base + link, path.Join(base, link), link}
	}

	for _, address := range candidates {
		address = strings.TrimSuffix(strings.TrimSuffix(address, ".md"), "/README")
		if page := m.byAddress[keyOf(address)]; page != nil {
			m.Navigation = append(m.Navigation, Entry{File: page.Source, Title: title, Level: level})
			return
		}
	}
}

// convertVitePress converts a page.
func convertVitePress(p *Page) {
	v := vitepressPage{p}
	v.includeParts()
	v.includeSnippets()
	v.removeContents()
	v.addHome()
	p.components(component.Dialect{Vue: true, Directives: true})
	p.replaceAddresses(importReader{p}.address)
	if date := p.Front.Get("lastUpdated"); len(date) >= len("2006-01-02") {
		p.Front.Set("updated", date)
	}
}
