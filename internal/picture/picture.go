// Package picture looks at the files that articles show: how large each is, whether every browser can show it and none comes to
// harm by it, and whether it can be sent in fewer bytes.
//
// A picture that stands in a page is one of four kinds: PNG, JPEG, GIF or SVG. [Read] tells its size from its first bytes, and refuses what
// is no picture, what has another kind than its name says, what is too large to be sent or to be unpacked, and a drawing that would do anything
// but be drawn. [Check] unpacks the rest of it. [Scaler] makes the smaller files that a page offers beside it, and remembers them.
package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // the kinds whose size is read
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"path"
	"slices"
	"strings"
)

// Size is how large a picture is shown where nothing narrows it, in CSS pixels.
type Size struct {
	Width, Height int
}

// Flaw is why a picture cannot be shown.
type Flaw struct {
	Line int    // of a drawing; 0 where the file has no lines
	Text string // what is wrong: it stands after "the picture cannot be shown: "
	Hint string // what to do about it
}

// The bounds of a picture. One that has more bytes does not load on a slow line; one that unpacks to more could stop the build: a
// few kilobytes can claim to be a picture of any size.
const (
	mostBytes  = 5 << 20
	mostPixels = 24 << 20
	longest    = 16_383 // of a side; what WebP can hold
)

// kinds are the extensions of each kind of picture, by the media type that its first bytes tell; the first is the one to use.
var kinds = map[string][]string{
	"image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/gif": {".gif"}, svgType: {".svg"},
}

const svgType = "image/svg+xml"

// Named reports whether the name of a file is that of a picture.
func Named(name string) bool {
	for _, extensions := range kinds {
		if slices.Contains(extensions, extension(name)) {
			return true
		}
	}
	return false
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

const saveAnew = "save the picture anew as PNG, JPEG or plain SVG"

func flaw(hint, format string, args ...any) *Flaw {
	return &Flaw{Text: fmt.Sprintf(format, args...), Hint: hint}
}

// Read finds the size of the picture in a file. It unpacks none of it.
func Read(name string, data []byte) (Size, *Flaw) {
	kind := kindOf(data)
	switch {
	case !Named(name):
		return Size{}, flaw(saveAnew, "only .svg, .png, .jpg and .gif are shown")
	case len(data) > mostBytes:
		return Size{}, flaw("cut it to what readers need to see, or make it smaller", "it has %.1f MB, more than the %d that a page can carry", float64(len(data))/(1<<20), mostBytes>>20)
	case kind != "" && kinds[kind] == nil:
		return Size{}, flaw(saveAnew, "it is a file of the kind %s, which is not shown", kind)
	case kind != "" && !slices.Contains(kinds[kind], extension(name)):
		return Size{}, flaw("rename the file to end in "+kinds[kind][0], "its name ends in %s, and it is a file of the kind %s", path.Ext(name), kind)
	case extension(name) == ".svg":
		return readDrawing(data)
	}
	return readPixels(data)
}

// kindOf is the media type of a picture made of pixels, or of a drawing; empty for anything else.
func kindOf(data []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	switch {
	case strings.HasPrefix(kind, "image/"):
		return kind
	case bytes.Contains(data[:min(len(data), 1<<10)], []byte("<svg")):
		return svgType
	}
	return ""
}

// readPixels reads the size in the first bytes of a PNG, JPEG or GIF.
func readPixels(data []byte) (Size, *Flaw) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return Size{}, flaw(saveAnew, "it is damaged, or no picture at all (%v)", err)
	case c.Width < 1 || c.Height < 1:
		return Size{}, flaw(saveAnew, "it is empty")
	case c.Width > longest || c.Height > longest || c.Width*c.Height > mostPixels:
		return Size{}, flaw("make it smaller: a page shows 1280 pixels side by side at most", "it is %d by %d pixels, more than can be shown", c.Width, c.Height)
	}
	if turned(data) {
		return Size{c.Height, c.Width}, nil
	}
	return Size{c.Width, c.Height}, nil
}

// Check unpacks a picture whose size was read, and says what is wrong with the rest of it.
func Check(data []byte) *Flaw {
	switch kindOf(data) {
	case "image/png", "image/jpeg", "image/gif":
		_, wrong := unpack(data)
		return wrong
	}
	return nil // a drawing was read whole
}

func unpack(data []byte) (image.Image, *Flaw) {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, flaw(saveAnew, "it is damaged: its beginning can be read, and the rest cannot (%v)", err)
	}
	return img, nil
}
