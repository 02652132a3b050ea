// Package themes embeds the theme that signpost ships with: layouts, style, script and the words that stand on every page. A site may
// lay a theme of its own over it: see [Over] and docs/theming.md.
//
// A theme is a folder:
//
//	layouts/*.html           one a page type, inside base.html (html/template, see package render for what each receives)
//	layouts/partials/*.html  pieces that layouts share
//	assets/site.css          the style; what it imports is bundled with it
//	assets/site.ts           the script; what it imports is bundled with it
//	assets/lists.ts          the script of pages that are lists: search, error codes, page not found
//	assets/search.ts         the script that searches, which pages load when somebody turns to the search box
//	assets/icon.svg          the picture in the browser's tab
//	strings.yaml             every word that layouts and script show, in English
//	strings.cy.yaml          the same in Welsh; and so on, named after the language
//
// A new word is a field of text in internal/render/text.go too, which has the words that layouts reach as .Text, and stands in
// strings.yaml and strings.cy.yaml; what the script is to say comes to it in a data- attribute of a layout.
package themes

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed all:default
var files embed.FS

// Default is the theme in themes/default, rooted there.
func Default() fs.FS {
	theme, err := fs.Sub(files, "default")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return theme
}

const words = "strings.yaml"

// In is a theme in a language: its words are those of strings.TAG.yaml. A language in a form of its own, as en-GB, has the words of the
// language; ok is false where there are none, and the words are English.
func In(theme fs.FS, tag string) (spoken fs.FS, ok bool) {
	base, _, _ := strings.Cut(tag, "-")
	for _, name := range []string{tag, base} {
		file := "strings." + name + ".yaml"
		if _, err := fs.Stat(theme, file); err == nil {
			return translated{theme, file}, true
		}
	}
	return theme, base == "en"
}

// Languages lists the languages that the default theme has words in.
func Languages() []string {
	list := []string{"en"}
	files, err := fs.Glob(Default(), "strings.*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant and valid
	}
	for _, file := range files {
		list = append(list, strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "strings."), ".yaml"))
	}
	return list
}

// translated is a theme whose words are read from another file.
type translated struct {
	fs.FS
	words string
}

// Open implements fs.FS.
func (t translated) Open(name string) (fs.File, error) {
	if name == words {
		name = t.words
	}
	return t.FS.Open(name)
}
