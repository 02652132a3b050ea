// Package themes embeds the theme that signpost ships with: layouts, style, script and the words that stand on every page.
//
// A theme is a folder:
//
//	layouts/*.html           one a page type, inside base.html (html/template, see package render for what each receives)
//	layouts/partials/*.html  pieces that layouts share
//	assets/site.css          the style; what it imports is bundled with it
//	assets/site.ts           the script; what it imports is bundled with it
//	assets/search.ts         the script that searches, which pages load when somebody turns to the search box
//	assets/icon.svg          the picture in the browser's tab
//	strings.yaml             every word that layouts and script show
package themes

import (
	"embed"
	"io/fs"
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
