package migrate

import (
	"cmp"
	"encoding/csv"
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/anchors"
)

// jekyll is Jekyll, as on GitHub Pages, with the plugins and themes that documentation uses.
var jekyll = Generator{
	Name:        "jekyll",
	Settings:    []string{"_config.yml", "_config.yaml", "_config.toml"},
	Signs:       []string{"{% include ", "{{ site.", "{: .", "{% link ", "{% highlight"},
	Read:        readJekyll,
	Arrange:     arrangeJekyll,
	Address:     func(*Page) string { return "" }, // known after the defaults, see arrangeJekyll
	Anchors:     anchors.Jekyll,
	Conversions: []Conversion{convertJekyll},
}

// jekyllSite contains the settings of Jekyll.
type jekyllSite struct {
	config      values
	source      string
	collections []string
	data        map[string]any // values of _data, by path
	headings    anchors.Rule
	parents     map[string]*Page // by title
}

func readJekyll(p *Project) error {
	s := &jekyllSite{config: values{}, data: map[string]any{}, parents: map[string]*Page{}}
	p.Extra = s
	var raw map[string]any
	var err error
	switch {
	case p.Evidence == p.Base:
	case strings.HasSuffix(p.Evidence, ".toml"):
		err = p.ReadTOML(p.Evidence, &raw)
	default:
		raw, err = readYAMLMap(p, p.Evidence)
	}
	if err != nil {
		p.Note(p.Evidence, 0, KindSettings, "it could not be read: %v", err)
	}

	s.config = raw
	p.Title = cmp.Or(s.config.text("title"), s.config.text("name"))
	p.Description = oneParagraph(s.config.text("description"))
	p.Language = cmp.Or(s.config.text("lang"), s.config.text("locale"))
	p.BaseURL = s.baseURL(p)
	s.headings = anchors.Jekyll
	switch {
	case strings.Contains(strings.ToLower(s.config.text("markdown")), "commonmark"):
		s.headings = anchors.GitHub
	case s.config.text("kramdown", "input") == "kramdown":
		s.headings = anchors.Kramdown
	}

	p.Anchors = s.headings
	s.source = p.join(s.config.text("source"))
	s.readCollections()
	s.readData(p)
	p.AddDocs(Docs{Dir: s.source, Skip: s.skip})

	return nil
}

func oneParagraph(text string) string { return strings.Join(strings.Fields(text), " ") }

// baseURL returns the address of the site. GitHub Pages derives it from the repository if the settings do not name it.
func (s *jekyllSite) baseURL(p *Project) string {
	base := strings.Trim(s.config.text("baseurl"), "/")
	url := strings.TrimSuffix(s.config.text("url"), "/")
	if url == "" {
		if domain, err := p.Read(p.join("CNAME")); err == nil && strings.TrimSpace(domain) != "" {
			url = "https://" + strings.TrimSpace(domain)
		}
	}

	if owner, name, ok := strings.Cut(s.config.text("repository"), "/"); ok && url == "" {
		url = "https://" + strings.ToLower(owner) + ".github.io"
		base = cmp.Or(base, name)
	}

	if !scheme.MatchString(url) || strings.Contains(url, "localhost") {
		return ""
	}

	return url + "/" + withSlash(base)
}

func (s *jekyllSite) readCollections() {
	s.collections = s.config.texts("collections")
	s.collections = append(s.collections, sortedKeys(asMap(s.config.get("collections")))...)
}

// ignored are files that Jekyll does not publish, and those of repositories that are not part of a site.
var ignored = []string{
	"Gemfile", "Gemfile.lock", "node_modules", "vendor", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md",
	"PULL_REQUEST_TEMPLATE.md", "ISSUE_TEMPLATE.md",
}

// skip reports whether Jekyll leaves a file out: names that begin with an underscore have a meaning of their own.
func (s *jekyllSite) skip(name string) bool {
	if slices.ContainsFunc(s.config.texts("include"), func(p string) bool { return matchesPath(p, name) }) {
		return false
	}

	exclude := slices.Concat(ignored, s.config.texts("exclude"))
	if slices.ContainsFunc(exclude, func(p string) bool { return matchesPath(p, name) }) {
		return true
	}

	collections := strings.Trim(s.config.text("collections_dir"), "/")
	name = strings.TrimPrefix(strings.TrimPrefix(name, collections), "/")
	for part := range strings.SplitSeq(name, "/") {
		own := strings.TrimPrefix(part, "_")
		if strings.HasPrefix(part, ".") && part != ".well-known" || strings.HasSuffix(part, "~") {
			return true
		}

		if own != part && own != "posts" && own != "drafts" && !slices.Contains(s.collections, own) {
			return true
		}
	}

	return false
}

// matchesPath reports whether a name is that of a pattern or inside a folder of that name.
func matchesPath(pattern, name string) bool {
	pattern = strings.Trim(strings.TrimPrefix(pattern, "./"), "/")
	for at := name; at != "." && at != "/"; at = path.Dir(at) {
		if ok, _ := path.Match(pattern, at); ok {
			return true
		}
	}

	return false
}

// Limits of data files.
const (
	maxDataFiles  = 500
	maxDataLevels = 4
)

// readData reads the files in _data, each of which is a value below its name.
func (s *jekyllSite) readData(p *Project) {
	dir := path.Join(s.source, cmp.Or(s.config.text("data_dir"), "_data"))
	left := maxDataFiles
	s.data = dataIn(p, dir, maxDataLevels, &left)
}

func dataIn(p *Project, dir string, levels int, left *int) map[string]any {
	data := map[string]any{}
	if levels == 0 || !p.HasDir(dir) {
		return data
	}

	for _, folder := range p.folders(dir) {
		data[path.Base(folder)] = dataIn(p, folder, levels-1, left)
	}

	for _, file := range p.filesIn(dir) {
		if *left--; *left < 0 {
			break
		}

		if v, ok := dataFile(p, file); ok {
			data[stem(path.Base(file))] = v
		}
	}

	return data
}

func dataFile(p *Project, name string) (any, bool) {
	var v any
	switch path.Ext(name) {
	case ".yml", ".yaml":
		n, err := p.ReadYAML(name)
		if err != nil || hasAlias(n) {
			return nil, false
		}

		err = n.Decode(&v)

		return v, err == nil
	case ".json":
		err := p.ReadJSON(name, &v)
		return v, err == nil
	case ".csv", ".tsv":
		return readCSV(p, name)
	}

	return nil, false
}

// readCSV reads a table whose first row names the columns.
func readCSV(p *Project, name string) (any, bool) {
	src, err := p.Read(name)
	if err != nil {
		return nil, false
	}

	r := csv.NewReader(strings.NewReader(src))
	if path.Ext(name) == ".tsv" {
		r.Comma = '\t'
	}

	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, false
	}

	var list []any
	for _, row := range rows[1:] {
		item := map[string]any{}
		for i, value := range row {
			item[rows[0][i]] = value
		}

		list = append(list, item)
	}

	return list, true
}
