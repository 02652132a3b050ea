package migrate

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/anchors"
)

// hugo is Hugo, with the shortcodes of the themes that documentation uses.
var hugo = Generator{
	Name: "hugo",
	Settings: []string{
		"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json",
		"config/_default/hugo.toml", "config/_default/hugo.yaml", "config/_default/hugo.yml",
		"config/_default/hugo.json",
		"config/_default/config.toml", "config/_default/config.yaml", "config/_default/config.yml",
	},
	Weak: []string{
		"archetypes/default.md", "content/_index.md", "content/en/_index.md", "content/docs/_index.md", "config.toml",
	},
	Signs:       []string{"{{< ", "{{% ", "\n+++\n"},
	Read:        readHugo,
	Arrange:     arrangeHugo,
	Address:     func(*Page) string { return "" }, // known after the settings of folders, see arrangeHugo
	Anchors:     anchors.Hugo,
	Conversions: []Conversion{convertHugo},
}

// hugoSite contains the settings of Hugo.
type hugoSite struct {
	config values

	language string            // the default one
	folders  map[*Docs]string  // language of each documentation folder
	prefixes map[string]string // of the addresses in a language: "/fr"

	sections map[string]*Page // those that describe a folder, by language and folder
	names    map[string]*Page // by base name, nil if several pages have it
	terms    map[string]*Page // of the glossary, by title in lower case
	glossary *Page
	layouts  map[string]*hugoLayout
}

func readHugo(p *Project) error {
	s := &hugoSite{
		config:   values{},
		folders:  map[*Docs]string{},
		prefixes: map[string]string{},
		layouts:  map[string]*hugoLayout{},
	}
	p.Extra = s
	r := hugoReader{p, s}
	r.readConfig()

	config := s.config
	p.Title = config.text("title")
	p.Description = cmp.Or(config.text("params", "description"), config.text("description"))
	if url := config.text("baseurl"); scheme.MatchString(url) && !strings.Contains(url, "localhost") {
		p.BaseURL = url
	}

	s.language = cmp.Or(config.text("defaultcontentlanguage"), "en")
	p.Language = cmp.Or(
		config.text("languages", s.language, "locale"), config.text("languages", s.language, "languagecode"),
		config.text("locale"), config.text("languagecode"), config.text("defaultcontentlanguage"))
	p.Title = cmp.Or(p.Title, config.text("languages", s.language, "title"))

	switch config.text("markup", "goldmark", "parser", "autoheadingidtype") {
	case "github-ascii":
		p.Anchors = anchors.HugoASCII
	case "blackfriday":
		p.Anchors = anchors.Blackfriday
	}

	r.addFolders()
	hostReader{p}.read()

	return nil
}

// hugoReader reads the settings of Hugo.
type hugoReader struct {
	*Project
	site *hugoSite
}

// readConfig merges the settings: the file next to the content, and the folder with a file for each key, of which the
// values for the published site are in "production".
func (r hugoReader) readConfig() {
	for _, name := range []string{"hugo", "config"} {
		if r.readFirstOf(r.join(name), "") {
			break
		}
	}

	for _, environment := range []string{"_default", "production"} {
		dir := r.join(path.Join("config", environment))
		for _, file := range r.filesIn(dir) {
			key := strings.ToLower(stem(path.Base(file)))
			if key == "hugo" || key == "config" {
				key = ""
			}

			r.merge(file, key)
		}
	}
}

// readFirstOf reads the first settings file with a name.
func (r hugoReader) readFirstOf(name, key string) bool {
	for _, end := range []string{".toml", ".yaml", ".yml", ".json"} {
		if r.Exists(name + end) {
			r.merge(name+end, key)
			return true
		}
	}

	return false
}

// merge adds the settings of a file. key is the name of the table that they belong to: "params", "menus.en".
func (r hugoReader) merge(file, key string) {
	var raw map[string]any
	var err error
	switch path.Ext(file) {
	case ".toml":
		err = r.ReadTOML(file, &raw)
	case ".json":
		err = r.ReadJSON(file, &raw)
	case ".yaml", ".yml":
		raw, err = readYAMLMap(r.Project, file)
	default:
		return
	}
	if err != nil {
		r.Note(file, 0, KindSettings, "it could not be read: %v", err)
		return
	}

	settings := lowered(raw)
	for part := range partsBackwards(key) {
		settings = values{part: map[string]any(settings)}
	}

	mergeValues(r.site.config, settings, 0)
}

// partsBackwards yields the parts of "menus.en", the last one first. The part after a dot is a language.
func partsBackwards(key string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if key == "" {
			return
		}

		name, language, ok := strings.Cut(key, ".")
		if !yield(name) || !ok {
			return
		}

		_ = yield(language) && yield("languages")
	}
}

// addFolders adds the folders with content and with files that are published as they are.
func (r hugoReader) addFolders() {
	s := r.site
	r.readLanguages()
	before := len(r.Docs)
	for _, m := range s.config.list("module", "mounts") {
		r.addMount(values(asMap(m)))
	}

	content := cmp.Or(s.config.text("contentdir"), "content")
	languages := asMap(s.config.get("languages"))
	for _, tag := range sortedKeys(languages) {
		if dir := s.config.text("languages", tag, "contentdir"); dir != "" {
			r.addContent(dir, "", tag)
		}
	}

	if len(r.Docs) == before || !slices.ContainsFunc(r.Docs, s.isDefault) {
		if !r.HasDir(r.join(content)) && (r.Evidence == r.Base || len(languages) == 0) {
			content = "."
		}

		r.addContent(content, "", s.language)
	}

	static := s.config.texts("staticdir")
	if len(static) == 0 {
		static = []string{"static"}
	}

	for _, dir := range append(static, cmp.Or(s.config.text("assetdir"), "assets")) {
		r.AddDocs(Docs{Dir: r.join(dir), Static: true})
	}

	for _, theme := range s.config.texts("theme") {
		r.AddDocs(Docs{Dir: r.join(path.Join("themes", theme, "static")), Static: true})
	}
}

// isDefault reports whether a folder has the content in the default language.
func (s *hugoSite) isDefault(d *Docs) bool { return s.folders[d] == s.language }

// readLanguages finds the languages besides the default one.
func (r hugoReader) readLanguages() {
	s := r.site
	if r.Languages == nil {
		r.Languages = map[string]string{}
	}

	inFolder := s.config.text("defaultcontentlanguageinsubdir") == "true"
	languages := asMap(s.config.get("languages"))
	for _, tag := range sortedKeys(languages) {
		isOff := s.config.text("languages", tag, "disabled") == "true"
		if isOff || slices.Contains(s.config.texts("disablelanguages"), tag) {
			continue
		}

		if tag != s.language || inFolder {
			s.prefixes[tag] = "/" + tag
		}
		if tag != s.language {
			r.Languages[tag] = cmp.Or(s.config.text("languages", tag, "title"), r.Title)
		}
	}
}

// addContent adds a folder with pages in a language.
func (r hugoReader) addContent(dir, below, language string) {
	prefix := below
	if _, ok := r.Languages[language]; ok {
		prefix = joinPrefix(language, below)
	}

	before := len(r.Docs)
	r.AddDocs(Docs{Dir: r.join(dir), Prefix: prefix, Skip: skipHugo})
	for _, d := range r.Docs[before:] {
		r.site.folders[d] = language
	}
}

// skipHugo leaves out files that are not content: those for tests and for editors.
func skipHugo(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.Contains("/"+name, "/node_modules/")
}

// addMount adds the source of a mount that is content or published as it is.
func (r hugoReader) addMount(m values) {
	source, target := m.text("source"), m.text("target")
	if source == "" || strings.HasPrefix(source, "..") || !r.HasDir(r.join(source)) {
		return
	}

	component, below, _ := strings.Cut(target, "/")
	language := m.text("lang")
	if list := m.texts("sites", "matrix", "languages"); len(list) == 1 {
		language = list[0]
	}

	switch component {
	case "content":
		r.addContent(source, below, cmp.Or(language, r.site.language))
	case "static", "assets":
		r.AddDocs(Docs{Dir: r.join(source), Prefix: below, Static: true})
	}
}
