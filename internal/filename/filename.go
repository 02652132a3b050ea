// Package filename knows which names and types of files a site can publish on every system.
package filename

import (
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Limits of file systems.
const (
	longest = 255 // bytes of a name

	// Windows refuses paths of 260 characters. The folder of the site on its disk needs some of them.
	longestOnWindows = 220

	// Linux refuses paths of 4,096 bytes, and the files of a site are written to a folder in that of the site.
	longestPath = 3000
)

// devices are names that Windows reserves, with any extension.
var devices = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com0": true, "com1": true, "com2": true, "com3": true, "com4": true,
	"com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt0": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true,
	"lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
	"com¹": true, "com²": true, "com³": true, "lpt¹": true, "lpt²": true, "lpt³": true,
}

// forbidden are the characters that Windows cannot store.
const forbidden = `<>:"|?*\`

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

// IsUnusable reports whether no system can store a name, or programs cannot write it: it is too long, or not UTF-8.
func IsUnusable(name string) bool {
	return len(name) > longest || !utf8.ValidString(name)
}

// IsLongPath reports whether Windows probably refuses a path because of its length, although it accepts each name.
func IsLongPath(file string) bool {
	return len(file) > longestOnWindows && len(utf16.Encode([]rune(file))) > longestOnWindows
}

// IsUnusablePath reports whether no system can store a path because of its length.
func IsUnusablePath(file string) bool {
	return len(file) > longestPath
}

// Fold returns a path in a form that is the same for all paths that some file system does not tell apart. Those of
// Windows and macOS ignore case, and those of macOS how a letter with an accent is stored, and invisible characters.
func Fold(file string) string {
	if isASCII(file) {
		return strings.ToLower(file)
	}

	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}

		return r
	}, norm.NFD.String(file))

	return norm.NFD.String(cases.Fold().String(visible))
}

// Difference says in what two paths differ that have the same [Fold]. The text follows "only in".
func Difference(a, b string) string {
	switch {
	case norm.NFC.String(a) == norm.NFC.String(b):
		return "how letters with accents are stored"
	case strings.EqualFold(a, b):
		return "case"
	}

	return "ways that some systems ignore"
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}

	return true
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
