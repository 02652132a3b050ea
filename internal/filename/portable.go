package filename

import (
	"path"
	"strings"
	"unicode"
)

// suggested is the greatest length in bytes of a name that [Portable] shortens.
const suggested = 100

// Portable returns a name that is similar to the given one and that every system can store. A name that every system
// can store stays as it is.
func Portable(name string) string {
	if check(name) == "" {
		return name
	}

	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune(forbidden+"/", r) {
			return '-'
		}

		return r
	}, strings.ToValidUTF8(name, "-"))

	stem, extension := splitExtension(strings.TrimRight(name, ". "))
	stem = strings.TrimRight(strings.TrimLeft(stem, "- "), "- .")
	if IsDevice(stem) {
		device, rest, _ := strings.Cut(stem, ".")
		stem = strings.TrimRight(strings.TrimRight(device, " ")+"-1."+rest, ".")
	}

	if len(stem)+len(extension) > longest {
		stem = Shorten(stem, suggested-len(extension))
	}

	if stem == "" {
		stem = "file"
	}

	return stem + extension
}

// splitExtension divides a name before its extension. A long ending is part of the name.
func splitExtension(name string) (stem, extension string) {
	const most = 12
	extension = path.Ext(name)
	if len(extension) > most || len(extension) == len(name) {
		return name, ""
	}

	return strings.TrimSuffix(name, extension), extension
}

// Shorten cuts a text to at most n bytes, between characters, and after a word if there is one near the end.
func Shorten(text string, n int) string {
	if len(text) <= n {
		return text
	}

	for n > 0 && text[n]&0xc0 == 0x80 {
		n--
	}

	cut := text[:n]
	if at := strings.LastIndexAny(cut, " -_"); at > n/2 && !strings.ContainsRune(" -_", rune(text[n])) {
		cut = cut[:at]
	}

	return strings.TrimRight(cut, " -_.")
}
