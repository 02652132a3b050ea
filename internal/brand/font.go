package brand

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Font is the font in the settings. Files may be nil.
type Font struct {
	// Names are fonts that the reader's computer may have, the best first.
	Names []string

	// Regular and Bold are WOFF2 files. If both are the same, the file has all weights.
	Regular, Bold []byte
}

// maxNames is the number of names that a font may have.
const maxNames = 8

// fontName matches names of fonts, in which nothing has a meaning in a style sheet.
var fontName = regexp.MustCompile(`^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,58}[\p{L}\p{N}])?$`)

// generic are the names of fonts that every browser chooses itself. They are written without quotes.
var generic = []string{"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-rounded"}

// ParseFont returns the names in a list of fonts such as "Georgia, serif", with or without quotes around each.
func ParseFont(list string) ([]string, error) {
	var names []string
	for part := range strings.SplitSeq(list, ",") {
		name := strings.TrimSpace(part)
		if n := len(name); n > 1 && (name[0] == '"' || name[0] == '\'') && name[n-1] == name[0] {
			name = name[1 : n-1]
		}

		if !fontName.MatchString(name) {
			return nil, fmt.Errorf("%.80q is not the name of a font", name)
		}

		names = append(names, name)
		if len(names) > maxNames {
			return nil, fmt.Errorf("there are more than %d fonts", maxNames)
		}
	}

	return names, nil
}

// ownName is what the style sheet calls the font in files.
const ownName = "brand"

// CSS returns the rules for a font, and the files that they load, by their names in a theme. fallback is the list of
// fonts that the theme uses itself.
func (f Font) CSS(fallback string) (css string, files map[string][]byte) {
	var b strings.Builder
	var names []string
	files = map[string][]byte{}

	face := func(data []byte, weight string) {
		sum := sha256.Sum256(data)
		name := "assets/own/" + ownName + "-" + base32.StdEncoding.EncodeToString(sum[:])[:8] + ".woff2"
		files[name] = data
		fmt.Fprintf(&b, "@font-face {\n  font-family: %s;\n  font-weight: %s;\n  font-display: swap;\n"+
			"  src: url(\"../../%s\") format(\"woff2\");\n}\n", ownName, weight, name)
	}

	switch {
	case f.Regular == nil:
	case slices.Equal(f.Regular, f.Bold):
		face(f.Regular, "100 900")
	default:
		face(f.Regular, "400")
		if f.Bold != nil {
			face(f.Bold, "600 700")
		}
	}

	if len(files) > 0 {
		names = append(names, ownName)
	}

	for _, name := range f.Names {
		if !slices.Contains(generic, name) {
			name = `"` + name + `"`
		}

		names = append(names, name)
	}

	if len(names) == 0 {
		return "", nil
	}

	fmt.Fprintf(&b, ":root {\n  --font: %s;\n}\n", strings.Join(append(names, fallback), ", "))

	return b.String(), files
}

// IsWOFF2 reports whether data begins as a WOFF2 file of its size does. Browsers check the rest before they use it.
func IsWOFF2(data []byte) bool {
	const headerSize = 48
	return len(data) >= headerSize && string(data[:4]) == "wOF2" &&
		binary.BigEndian.Uint32(data[8:]) == uint32(len(data))
}
