package generate

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
	"signpost/themes"
)

// checkSettings reports settings that do not match the content or the theme.
func checkSettings(r *Result, o Options) ([]problem.Problem, error) {
	c := settingsChecker{Result: r, file: o.configFile()}
	c.collections()
	c.links()
	c.logo()
	c.languages()

	if !o.Lint {
		return c.problems, nil
	}

	found, err := checkTheme(r.theme, o.ThemeDir(r.Config), r.Config.Policy())
	for i := range found {
		if found[i].File == "" {
			found[i].File = c.file // the brand sets the colour
		}
	}

	return append(c.problems, found...), err
}

// settingsChecker compares settings with the site.
type settingsChecker struct {
	*Result
	file     string
	problems []problem.Problem
}

func (c *settingsChecker) report(rule problem.Rule, hint, format string, args ...any) {
	place := problem.Place{File: c.file}
	p := rule.At(place, hint, format, args...)

	c.problems = append(c.problems, p)
}

// collections reports collections without articles.
func (c *settingsChecker) collections() {
	for _, name := range c.Config.Collections {
		address := "/" + strings.Trim(name, "/") + "/"
		exists := slices.ContainsFunc(c.Site.First().Collections, func(s *site.Collection) bool {
			return s.Path == address
		})

		if !exists {
			c.report(rules.WrongValue,
				"use the names of folders that contain articles",
				"no folder of the collection %q contains an article", name)
		}
	}
}

// links reports links on every page that do not lead to a page.
func (c *settingsChecker) links() {
	for _, e := range c.Config.Editions() {
		for key, link := range e.OnEveryPage() {
			if strings.HasPrefix(link.URL, "/") && !c.Site.Exists(link.URL) {
				c.report(rules.DeadPage,
					"use the address of an article, such as /smartcards/outage/, or the complete URL of another page",
					"no page at %q, to which the %s links", link.URL, key)
			}
		}
	}
}

// logo reports missing pictures. Package site reports those that cannot be shown.
func (c *settingsChecker) logo() {
	for _, name := range c.Config.Logo.Files() {
		if c.Site.Picture(name) != nil {
			c.logoSize(name)
			continue
		}

		isReported := func(p problem.Problem) bool {
			return p.Rule == rules.BadPicture.ID && p.File == path.Join(filepath.ToSlash(c.contentDir), name)
		}

		_, err := c.readContent(name)
		if errors.Is(err, fs.ErrNotExist) || !slices.ContainsFunc(c.Problems, isReported) {
			c.report(rules.DeadPicture,
				"use the name of a picture in the content folder, such as logo.svg",
				"the logo %q does not exist", name)
		}
	}
}

// logoSize reports a logo that is too large for every page.
func (c *settingsChecker) logoSize(name string) {
	data, err := c.readContent(name)
	if err == nil && len(data) > limit.Brand {
		c.report(rules.WrongValue, "use a smaller file: every page loads it",
			"the logo %q has %d KB; the limit is %d KB", name, len(data)>>10, limit.Brand>>10)
	}
}

// languages reports languages without theme strings, whose pages would have English buttons, and languages without
// articles.
func (c *settingsChecker) languages() {
	if tag := c.Config.Language; tag != "" {
		c.themeStrings(tag, "")
	}

	for _, tag := range slices.Sorted(maps.Keys(c.Config.Languages)) {
		c.themeStrings(tag, "remove it, or ")
		hasArticles := slices.ContainsFunc(c.Site.Editions, func(e *site.Edition) bool {
			return e.Language.Tag == tag && !isEmpty(e)
		})

		if !hasArticles {
			c.report(rules.WrongValue,
				"write articles in the folder "+c.contentDir+"/"+tag+", or remove the language",
				"there are no articles in the language %q", tag)
		}
	}
}

// isEmpty reports whether an edition has no articles.
func isEmpty(e *site.Edition) bool {
	return e.Home.Index == nil && len(e.Articles) == 0
}

// themeStrings reports a language in which the theme does not have all strings; alternative begins the hint.
func (c *settingsChecker) themeStrings(tag, alternative string) {
	_, missing, ok := themes.ForLanguage(c.theme, tag)
	if ok && len(missing) == 0 {
		return
	}

	theme := "NAME"
	if dir := c.Config.Theme; !isDefault(dir) {
		theme = dir
	}

	if ok {
		c.report(rules.MissingTranslation,
			"translate them in themes/"+theme+"/strings."+tag+".yaml: "+shortList(missing),
			"strings of the theme are missing in the language %q; they are shown in English", tag)

		return
	}

	hint := alternative + "translate the theme strings: signpost new theme " + theme + " strings." + tag +
		".yaml creates the file; the theme has strings in " + strings.Join(themes.Languages(), ", ")

	c.report(rules.MissingTranslation, hint,
		"the theme has no strings in the language %q; they are shown in English", tag)
}

// shortList returns the first items of a list.
func shortList(items []string) string {
	const limit = 5
	if len(items) > limit {
		items = append(slices.Clone(items[:limit]), "...")
	}

	return strings.Join(items, ", ")
}
