// Package filename knows which names and types of files a site can publish on every system.
package filename

import (
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the length in bytes of the longest name that all file systems accept.
const longest = 255

// devices are names that Windows reserves, with any extension.
var devices = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com0": true, "com1": true, "com2": true, "com3": true, "com4": true,
	"com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt0": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true,
	"lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
	"com¹": true, "com²": true, "com³": true, "lpt¹": true, "lpt²": true, "lpt³": true,
}

// Check returns why some systems cannot store a file with a slash-separated path, or "" if all can. The text follows
// "the name".
func Check(file string) string {
	for name := range strings.SplitSeq(file, "/") {
		if why := check(name); why != "" {
			return why
		}
	}

	return ""
}

func check(name string) string {
	const forbidden = `<>:"|?*\`

	switch {
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "contains a control character"
	case strings.ContainsAny(name, forbidden):
		return "contains a character that Windows cannot store: one of " + forbidden
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "ends in a dot or a space, which Windows cannot store"
	case IsDevice(name):
		stem, _, _ := strings.Cut(name, ".")
		return "contains " + stem + ", which Windows reserves for a device"
	case len(name) > longest:
		return "is longer than 255 bytes"
	}

	return ""
}

// IsDevice reports whether Windows reserves a name for a device, such as "con" and "AUX.txt".
func IsDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	return devices[strings.TrimRight(stem, " ")]
}

// Relative returns the path of a file as a link in another file has it. Both are slash-separated paths in the same
// folder.
func Relative(from, to string) string {
	relative, err := filepath.Rel(filepath.FromSlash(path.Dir(from)), filepath.FromSlash(to))
	if err != nil {
		return "/" + to
	}

	return filepath.ToSlash(relative)
}
