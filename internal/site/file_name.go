package site

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// devices are names that Windows reserves, with any extension.
var devices = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true,
	"com9": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true,
	"lpt8": true, "lpt9": true,
}

// unusableName says why some systems cannot store a file under its path. It returns "" if all can. The text follows
// "the name".
func unusableName(file string) string {
	for part := range strings.SplitSeq(file, "/") {
		if why := unusablePart(part); why != "" {
			return why
		}
	}

	return ""
}

func unusablePart(name string) string {
	const forbidden = `<>:"|?*\`
	stem, _, _ := strings.Cut(name, ".")

	switch {
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "contains a control character"
	case strings.ContainsAny(name, forbidden):
		return "contains a character that Windows cannot store: one of " + forbidden
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "ends in a dot or a space, which Windows cannot store"
	case devices[strings.ToLower(strings.TrimRight(stem, " "))]:
		return "contains " + stem + ", which Windows reserves for a device"
	}

	return ""
}
