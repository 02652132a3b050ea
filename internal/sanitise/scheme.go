package sanitise

import (
	"slices"
	"strings"
)

// forbiddenSchemes run a script, show content that is not checked, or open files of the reader.
var forbiddenSchemes = []string{"javascript", "vbscript", "data", "file", "blob", "filesystem"}

// ForbiddenScheme returns the scheme of an address if no link may have it, as browsers read the address: without white
// space and control characters at its start, without line breaks and tabs in it, and in any case. Schemes that contain
// another address, such as view-source, do not hide it.
func ForbiddenScheme(address string) (scheme string, ok bool) {
	address = strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	address = strings.ToLower(breaks.Replace(address))
	for {
		scheme, address, ok = strings.Cut(address, ":")
		if !ok || !isScheme(scheme) {
			return "", false
		}

		if slices.Contains(forbiddenSchemes, scheme) {
			return scheme, true
		}
	}
}

var breaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// isScheme reports whether a text in lower case has the form of a scheme.
func isScheme(text string) bool {
	for i := range len(text) {
		c := text[i]
		isLetter := c >= 'a' && c <= 'z'
		isOther := c >= '0' && c <= '9' || strings.IndexByte("+-.", c) >= 0
		if !isLetter && (i == 0 || !isOther) {
			return false
		}
	}

	return text != ""
}
