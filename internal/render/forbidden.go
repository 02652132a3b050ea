package render

import (
	"bytes"
	"unicode/utf8"
)

// ReplaceForbidden replaces the characters that HTML does not allow, controls and noncharacters, by U+FFFD. They come
// from the texts of writers: as they are, as escapes in YAML ("\x01"), or as references (&#1;).
func ReplaceForbidden(page *bytes.Buffer) {
	if bytes.IndexFunc(page.Bytes(), isForbidden) < 0 {
		return
	}

	clean := bytes.Map(func(r rune) rune {
		if isForbidden(r) {
			return utf8.RuneError
		}

		return r
	}, page.Bytes())
	page.Reset()
	page.Write(clean)
}

func isForbidden(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t', r == '\r', r == '\f':
		return false
	case r < 0xa0, r >= 0xfdd0 && r <= 0xfdef:
		return true
	}

	return r&0xfffe == 0xfffe
}
