package migrate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/migrate/anchors"
)

// docfx is docfx, as Microsoft Learn uses it.
var docfx = Generator{
	Name:     "docfx",
	Settings: []string{"docfx.json"},
	Signs:    []string{"[!INCLUDE", "\nms.date:", "[!div class", "\nms.topic:"},
	Read:     readDocFX,
	Arrange:  addDocFXPages,
	Address:  docfxAddress,
	Anchors:  anchors.DocFX,
	Conversions: []Conversion{
		convertDocFXIncludes,
		convertDocFXBlocks,
		convertFences,
		convertDocFXInline,
		escapeVariables,
	},
}

// docfxSettings are the settings in docfx.json.
type docfxSettings struct {
	Build struct {
		Content        any
		GlobalMetadata map[string]any
		Dest           string
		Sitemap        struct{ BaseURL string }
	}
}

// docfxLearn is set if pages were published without ".html", as on Microsoft Learn.
type docfxState struct {
	learn bool
}

func readDocFX(p *Project) error {
	var s docfxSettings
	if p.Evidence != p.Base {
		if err := p.ReadJSON(p.Evidence, &s); err != nil {
			p.Note(p.Evidence, 0, KindSettings, "%v", err)
		}
	}

	p.Title, _ = s.Build.GlobalMetadata["_appTitle"].(string)
	p.BaseURL = s.Build.Sitemap.BaseURL
	state := &docfxState{}
	p.Extra = state

	excluded := docfxExcluded(s.Build.Content)
	p.AddDocs(Docs{Dir: p.Base, Skip: func(name string) bool {
		first, _, _ := strings.Cut(name, "/")
		isBuilt := first == "obj" || first == "_site"
		return isPage(name) && (strings.Contains("/"+name, "/includes/") || isBuilt || excluded(name))
	}})

	r := docfxReader{p}
	for dir := p.Base; ; dir = path.Dir(dir) {
		r.readRedirections(path.Join(dir, ".openpublishing.redirection.json"), state)
		if dir == "." {
			break
		}
	}

	if address := learnURL(s.Build.GlobalMetadata); address != "" {
		p.BaseURL, state.learn = address, true
	}

	r.readTOC(path.Join(p.Base, "toc.yml"), 0)

	return nil
}

// docfxExcluded returns a function that reports whether no group of files contains a page: the groups that could
// contain it exclude it.
func docfxExcluded(content any) func(name string) bool {
	type group struct {
		src     string
		exclude []*regexp.Regexp
	}

	var groups []group
	list, _ := content.([]any)
	for _, item := range list {
		fields, _ := item.(map[string]any)
		src, _ := fields["src"].(string)
		g := group{src: path.Clean("/" + src)[1:]}
		patterns, _ := fields["exclude"].([]any)
		for _, pattern := range patterns {
			if text, ok := pattern.(string); ok && len(text) < maxPattern {
				g.exclude = append(g.exclude, docfxGlob(text))
			}
		}

		groups = append(groups, g)
	}

	return func(name string) bool {
		excluded := false
		for _, g := range groups {
			inside, ok := name, true
			if g.src != "" {
				inside, ok = strings.CutPrefix(name, g.src+"/")
			}

			if !ok {
				continue
			}

			if !slices.ContainsFunc(g.exclude, func(e *regexp.Regexp) bool { return e.MatchString(inside) }) {
				return false
			}

			excluded = true
		}

		return excluded
	}
}

// maxPattern limits the length of patterns for files.
const maxPattern = 200

// docfxGlob returns an expression for a pattern with asterisks: two stand for any folders.
func docfxGlob(pattern string) *regexp.Regexp {
	text := regexp.QuoteMeta(pattern)
	for _, r := range []struct{ from, to string }{
		{`\*\*/`, `(?:.*/)?`},
		{`\*\*`, `.*`},
		{`\*`, `[^/]*`},
		{`\?`, `[^/]`},
	} {
		text = strings.ReplaceAll(text, r.from, r.to)
	}

	return regexp.MustCompile("(?i)^" + text + "$")
}

// learnURL returns the address of documentation on Microsoft Learn, which is above that of its breadcrumbs, or "".
func learnURL(metadata map[string]any) string {
	breadcrumbs, _ := metadata["breadcrumb_path"].(string)
	base, _, ok := strings.Cut(breadcrumbs, "/breadcrumb")
	if !ok || !strings.HasPrefix(base, "/") {
		return ""
	}

	return "https://learn.microsoft.com" + base + "/"
}

// docfxReader reads the files next to docfx.json.
type docfxReader struct {
	*Project
}

// redirections are the redirects of Microsoft Learn.
type redirections struct {
	Redirections []struct {
		SourcePath         string `json:"source_path"`
		SourcePathFromRoot string `json:"source_path_from_root"`
		RedirectURL        string `json:"redirect_url"`
	}
}

func (p docfxReader) readRedirections(name string, state *docfxState) {
	var r redirections
	if !p.Exists(name) {
		return
	}

	state.learn = true
	if err := p.ReadJSON(name, &r); err != nil {
		p.Note(name, 0, KindSettings, "%v", err)
		return
	}

	for _, one := range r.Redirections {
		from := path.Join(path.Dir(name), one.SourcePath+one.SourcePathFromRoot)
		inside, ok := cutFolder(from, p.Base)
		if !ok {
			continue
		}

		p.Redirects = append(p.Redirects, Redirect{From: "/" + stem(inside), To: one.RedirectURL, File: name})
	}
}

// cutFolder returns a name relative to a folder that contains it, whatever the case.
func cutFolder(name, dir string) (string, bool) {
	if dir == "." {
		return name, true
	}

	if hasPrefixFold(name, dir+"/") {
		return name[len(dir)+1:], true
	}

	return "", false
}

// readTOC reads the menu in a toc.yml, which may name others.
func (p docfxReader) readTOC(name string, level int) {
	n, err := p.ReadYAML(name)
	if err != nil || level > maxLevels {
		return
	}

	if items := child(n, "items"); items.Kind == yaml.SequenceNode {
		n = items
	}

	p.readTOCItems(name, n, level)
}

func (p docfxReader) readTOCItems(name string, n *yaml.Node, level int) {
	if n.Kind != yaml.SequenceNode || level > maxLevels {
		return
	}

	for _, item := range n.Content {
		href, _ := splitAddress(scalar(item, "href"))
		title := scalar(item, "name")
		switch {
		case isDocFXPage(href):
			p.Navigation = append(p.Navigation, Entry{path.Join(path.Dir(name), href), title, level})
		case title != "":
			p.Navigation = append(p.Navigation, Entry{Title: title, Level: level})
		}

		if strings.HasSuffix(href, "toc.yml") || strings.HasSuffix(href, "/") {
			p.readTOC(path.Join(path.Dir(name), strings.TrimSuffix(href, "toc.yml"), "toc.yml"), level+1)
		}

		p.readTOCItems(name, child(item, "items"), level+1)
	}
}

// isDocFXPage reports whether an item of a menu is a page here: Markdown, or YAML that is not another menu.
func isDocFXPage(href string) bool {
	isYAML := strings.HasSuffix(href, ".yml") && path.Base(href) != "toc.yml"
	return (isPage(href) || isYAML) && !scheme.MatchString(href)
}

func docfxAddress(p *Page) string {
	state, _ := p.Project.Extra.(*docfxState)
	address := htmlFileAddress(p)
	if state != nil && state.learn {
		return strings.TrimSuffix(address, ".html")
	}

	return address
}
