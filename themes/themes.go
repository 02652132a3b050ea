// Package themes embeds the default theme of signpost: layouts, styles, scripts and the theme strings that appear on
// every page. A site can override its files: see [Overlay] and docs/theming.md.
//
// A theme is a folder:
//
//	layouts/*.html           one layout for each page type, inserted into base.html; package render documents the data
//	layouts/partials/*.html  parts that layouts share
//	assets/site.css          the styles, bundled with their imports
//	assets/lists.css         the styles of pages that consist of lists
//	assets/booklet.css       the styles of booklets
//	assets/site.ts           the script of every page, bundled with its imports
//	assets/lists.ts          the script of list pages: search, error codes, page not found
//	assets/search.ts         the search, loaded when the reader focuses the search box
//	assets/later.ts          what pages need only after a click, loaded then
//	assets/icon.svg          the icon of the browser tab
//	strings.yaml             every text of layouts and scripts, in English
//	strings.cy.yaml          the same in Welsh; other languages accordingly
//
// To add a theme string, add it to strings.yaml and all strings.TAG.yaml, and a field to themeStrings in
// internal/render/strings.go, which layouts use as .Text. Scripts import the strings of the group "script" from
// strings.yaml; bundling inserts those of the page's language.
package themes

import (
	"embed"
	"io/fs"
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
