// Package themes embeds the default theme of signpost: layouts, styles, scripts and the theme strings that appear on
// every page. A site can override its files: see [Overlay] and docs/theming.md.
//
// A theme is a folder:
//
//	layouts/*.html           one layout for each page type, inserted into base.html; package render documents the data
//	layouts/partials/*.html  parts that layouts share
//	assets/site.css          the styles, bundled with their imports
//	assets/site.ts           the script of every page, bundled with its imports
//	assets/lists.ts          the script of list pages: search, error codes, page not found
//	assets/search.ts         the search, loaded when the reader focuses the search box
//	assets/icon.svg          the icon of the browser tab
//	strings.yaml             every text of layouts and scripts, in English
//	strings.cy.yaml          the same in Welsh; other languages accordingly
//
// To add a theme string, add it to strings.yaml and strings.cy.yaml, and a field to themeStrings in
// internal/render/strings.go, which layouts use as .Text. Scripts import the strings of the group "script" from
// strings.yaml; bundling inserts those of the page's language.
package themes

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed all:default
var files embed.FS

// Default returns the default theme.
func Default() fs.FS {
	theme, err := fs.Sub(files, "default")
	if err != nil {
		panic(err) // the name is a valid constant
	}

	return theme
}

// stringsFile contains the theme strings in English.
const stringsFile = "strings.yaml"

// ForLanguage returns the theme with the strings of a language, from strings.TAG.yaml. A variant such as cy-GB uses the
// strings of its base language. If there are none, the strings are English, and ok is false unless the language is.
func ForLanguage(theme fs.FS, tag string) (translated fs.FS, ok bool) {
	base, _, _ := strings.Cut(tag, "-")
	for _, name := range []string{tag, base} {
		file := "strings." + name + ".yaml"
		if exists(theme, file) {
			return translation{theme, file}, true
		}
	}

	return theme, base == "en"
}

// Languages returns the languages of the default theme's strings.
func Languages() []string {
	list := []string{"en"}
	files, err := fs.Glob(Default(), "strings.*.yaml")
	if err != nil {
		panic(err) // the pattern is a valid constant
	}

	for _, file := range files {
		tag := strings.TrimPrefix(path.Base(file), "strings.")
		list = append(list, strings.TrimSuffix(tag, ".yaml"))
	}

	return list
}

// translation is a theme whose strings are in another file.
type translation struct {
	fs.FS
	file string
}

// Open opens the file with the translated strings in place of strings.yaml.
func (t translation) Open(name string) (fs.File, error) {
	if name == stringsFile {
		name = t.file
	}

	return t.FS.Open(name)
}
