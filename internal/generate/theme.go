package generate

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"signpost/internal/bundle"
	"signpost/internal/config"
	"signpost/internal/csp"
	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/render"
	"signpost/internal/rules"
	"signpost/internal/site"
	"signpost/internal/strictyaml"
	"signpost/themes"
)

func isDefault(theme string) bool {
	return theme == config.DefaultTheme
}

// openTheme opens the theme in the settings. If it does not exist, openTheme reports a problem and returns the default
// theme.
func openTheme(o Options, cfg *config.Config) (fs.FS, []problem.Problem, error) {
	dir := o.ThemeDir(cfg)
	if dir == "" {
		return themes.Default(), nil, nil
	}

	folder, err := regular.OpenFolder(dir)
	if errors.Is(err, fs.ErrNotExist) {
		p := rules.WrongValue.At(problem.Place{File: o.configFile()}, suggestTheme(dir),
			"no theme %q: there is no folder %s", cfg.Theme, filepath.ToSlash(dir))
		return themes.Default(), []problem.Problem{p}, nil
	}

	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()

	return themes.Overlay(folder, filepath.ToSlash(dir))
}

// suggestTheme returns a hint for a missing theme folder.
func suggestTheme(dir string) string {
	const advice = "create the folder, or remove the key"
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return advice
	}

	names := []string{config.DefaultTheme}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}

	nearest, ok := strictyaml.Nearest(filepath.Base(dir), names)
	if !ok {
		return advice
	}

	return "did you mean " + nearest + "?"
}

// readLanguages returns the languages in the settings, with their theme strings. The language of the content folder is
// first; the others are sorted by tag.
func readLanguages(theme fs.FS, cfg *config.Config) (own site.Language, others []site.Language, err error) {
	if own, err = readLanguage(theme, cfg.Language); err != nil {
		return own, nil, err
	}

	for _, tag := range slices.Sorted(maps.Keys(cfg.Languages)) {
		other, err := readLanguage(theme, tag)
		if err != nil {
			return own, nil, err
		}

		others = append(others, other)
	}

	distinguish(others)

	return own, others, nil
}

// readLanguage returns a language with its theme strings. If these are English for want of a translation, the language
// still has its own name.
func readLanguage(theme fs.FS, tag string) (site.Language, error) {
	translated, _, ok := themes.ForLanguage(theme, tag)
	read, err := render.Language(translated, tag)
	if !ok {
		read.Name = cmp.Or(ownName(tag), read.Name)
	}

	return read, err
}

// ownName returns the name of a language in this language, "Türkçe" for tr, or nothing if it is unknown.
func ownName(tag string) string {
	return display.Self.Name(language.Make(tag))
}

// distinguish gives languages of the same name, such as the variants pt-BR and pt-PT, names of their own if it knows
// any.
func distinguish(languages []site.Language) {
	count := map[string]int{}
	for _, l := range languages {
		count[l.Name]++
	}

	for i, l := range languages {
		if count[l.Name] > 1 {
			languages[i].Name = cmp.Or(ownName(l.Tag), l.Name)
		}
	}
}

// compiledTheme is a theme in one language: bundled scripts and styles, and parsed layouts.
type compiledTheme struct {
	*bundle.Assets
	layouts *render.Theme
}

func compileTheme(theme fs.FS, tag string) (compiledTheme, error) {
	translated, _, _ := themes.ForLanguage(theme, tag)
	assets, err := bundle.Build(translated)
	if err != nil {
		return compiledTheme{}, err
	}

	layouts, err := render.ParseTheme(translated)

	return compiledTheme{assets, layouts}, err
}

// ThemeCache caches the compiled default theme between the builds of one process. A nil cache caches nothing.
type ThemeCache struct {
	mu         sync.Mutex
	byLanguage map[string]cachedTheme
}

// cachedTheme is a compiled theme with the brand that is in it.
type cachedTheme struct {
	compiledTheme
	brand string
}

// compile returns the compiled theme of a site for a language. It does not cache themes of a site, because their files
// may change.
func (c *ThemeCache) compile(r *Result, tag string) (compiledTheme, error) {
	if c == nil || !isDefault(r.Config.Theme) {
		return compileTheme(r.theme, tag)
	}

	c.mu.Lock()
	defer c.mu.Unlock()

	if cached, ok := c.byLanguage[tag]; ok && cached.brand == r.brand {
		return cached.compiledTheme, nil
	}

	compiled, err := compileTheme(r.theme, tag)
	if err != nil {
		return compiled, err
	}

	if c.byLanguage == nil {
		c.byLanguage = map[string]cachedTheme{}
	}

	c.byLanguage[tag] = cachedTheme{compiled, r.brand}

	return compiled, nil
}

// checkTheme returns the problems of a site's own theme in a folder. The default theme has none.
func checkTheme(theme fs.FS, dir string, policy *csp.Policy) ([]problem.Problem, error) {
	if dir == "" {
		return nil, nil
	}

	css, err := bundle.Entry(theme, "assets/site.css")
	if err != nil {
		return nil, err
	}

	files, err := readThemeFiles(dir)

	return rules.CheckTheme(&rules.Theme{
		CSS:    string(css),
		Files:  files,
		Policy: policy,
		Find:   func(property string) problem.Place { return findColour(files, property) },
	}), err
}

// readThemeFiles reads the layouts, styles and scripts in a theme folder.
func readThemeFiles(dir string) ([]rules.ThemeFile, error) {
	theme, err := regular.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	defer theme.Close()

	var files []rules.ThemeFile
	err = fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		isCode := slices.Contains([]string{".html", ".css", ".ts"}, path.Ext(name))
		if err != nil || d.IsDir() || !isCode {
			return err
		}

		text, err := theme.ReadFile(name)
		files = append(files, rules.ThemeFile{
			Name: path.Join(filepath.ToSlash(dir), name),
			Text: text,
		})

		return err
	})

	return files, err
}

// findColour returns the first place in the styles of a theme that sets a colour. Its File is empty if there is none.
func findColour(files []rules.ThemeFile, name string) problem.Place {
	pattern := regexp.MustCompile(`--` + regexp.QuoteMeta(name) + `\s*:`)
	for _, file := range files {
		match := pattern.FindIndex(file.Text)
		if path.Ext(file.Name) != ".css" || match == nil {
			continue
		}

		line := 1 + bytes.Count(file.Text[:match[0]], []byte("\n"))

		return problem.Place{File: file.Name, Line: line}
	}

	return problem.Place{}
}
