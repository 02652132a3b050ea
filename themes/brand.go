package themes

import (
	"io/fs"
	"maps"
)

const (
	tokensFile = "assets/css/tokens.css"
	iconFile   = "assets/icon.svg"
)

// Tokens returns the style sheet with the colours of a theme.
func Tokens(theme fs.FS) (string, error) {
	css, err := fs.ReadFile(theme, tokensFile)
	return string(css), err
}

// WithBrand returns a theme with css after its own colours, and with files for css to load. The icon replaces that of
// the theme if it is not nil.
func WithBrand(theme fs.FS, css string, files map[string][]byte, icon []byte) (fs.FS, error) {
	tokens, err := Tokens(theme)
	if err != nil {
		return nil, err
	}

	o := overlay{FS: theme, files: map[string][]byte{}}
	if own, ok := theme.(overlay); ok {
		o.FS = own.FS
		maps.Copy(o.files, own.files)
	}

	maps.Copy(o.files, files)
	o.files[tokensFile] = []byte(tokens + css)
	if icon != nil {
		o.files[iconFile] = icon
	}

	return o, nil
}
