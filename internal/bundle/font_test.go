package bundle

import (
	"path"
	"strings"
	"testing"
)

// A font of a theme is a file with a hash in its name, next to the style sheet that loads it.
func TestFonts(t *testing.T) {
	const font = "wOF2\x00\xff\xfe binary"
	assets := build(t, map[string]string{
		"assets/site.css":       "@import './own/a.css';",
		"assets/own/a.css":      `@font-face { font-family: Own; src: url("own.woff2") format("woff2") }`,
		"assets/own/own.woff2":  font,
		"assets/own/rest.woff2": "unused",
	})

	var fonts []File
	var style string
	for _, f := range assets.Files {
		switch {
		case path.Ext(f.Path) == fontExtension:
			fonts = append(fonts, f)
		case "/"+f.Path == assets.Style:
			style = string(f.Data)
		}
	}

	if len(fonts) != 1 || string(fonts[0].Data) != font || !strings.HasPrefix(fonts[0].Path, "assets/own-") {
		t.Fatalf("fonts are %q", fonts)
	}

	if address := "./" + path.Base(fonts[0].Path); !strings.Contains(style, address) {
		t.Errorf("the style sheet does not load %s:\n%s", address, style)
	}
}
