// Package picture validates the image files that articles show, and makes smaller variants of them.
//
// A picture is a PNG, JPEG, GIF, WebP or SVG file. [Read] returns its size from its first bytes. It rejects files
// that are not pictures, that have the wrong extension, that are too large, and SVG files that do more than
// draw. [Check] also decodes the pixels. [Scaler] makes smaller variants for pages, and caches them.
package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif" // registers the formats that Read knows
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"path"
	"slices"
	"strings"

	_ "golang.org/x/image/webp"

	"signpost/internal/limit"
)

// Size is the natural size of a picture in CSS pixels.
type Size struct {
	Width, Height int
}

// Error says why a picture cannot be shown.
type Error struct {
	// Line is the line of an SVG file; 0 in files without lines.
	Line int

	// Text states what is wrong. It follows "the picture cannot be shown: ".
	Text string

	// Hint says how to fix it.
	Hint string
}

// Error returns the message, without the hint.
func (f *Error) Error() string {
	return f.Text
}

func newError(hint, format string, args ...any) error {
	return &Error{
		Text: fmt.Sprintf(format, args...),
		Hint: hint,
	}
}

const svgType = "image/svg+xml"

// extensions lists the file extensions of each media type. The first one is preferred.
var extensions = map[string][]string{
	"image/png":  {".png"},
	"image/jpeg": {".jpg", ".jpeg"},
	"image/gif":  {".gif"},
	"image/webp": {".webp"},
	svgType:      {".svg"},
}

// IsPictureName reports whether a file name has the extension of a picture.
func IsPictureName(name string) bool {
	for _, list := range extensions {
		if slices.Contains(list, extension(name)) {
			return true
		}
	}

	return false
}

func extension(name string) string {
	return strings.ToLower(path.Ext(name))
}

const saveAgain = "save the picture again as PNG, JPEG or plain SVG"

// Read returns the size of a picture without decoding its pixels. The error is an [*Error].
func Read(name string, data []byte) (Size, error) {
	if err := checkFile(name, data); err != nil {
		return Size{}, err
	}

	if extension(name) == ".svg" {
		return readSVG(data)
	}

	return readPixels(data)
}

// checkFile checks the extension and the size of a file, and that both agree with its content.
func checkFile(name string, data []byte) error {
	kind := mediaType(data)
	switch {
	case !IsPictureName(name):
		return newError(saveAgain, "only .svg, .png, .jpg, .gif and .webp are supported")

	case len(data) > limit.Picture:
		megabytes := float64(len(data)) / (1 << 20)
		return newError("crop it or scale it down", "it has %.1f MB; the limit is %d MB", megabytes, limit.Picture>>20)

	case kind != "" && extensions[kind] == nil:
		return newError(saveAgain, "its format is %s, which is not supported", kind)

	case kind != "" && !slices.Contains(extensions[kind], extension(name)):
		hint := "rename the file to end in " + extensions[kind][0]
		return newError(hint, "its name ends in %s, but its format is %s", path.Ext(name), kind)
	}

	return nil
}

// mediaType returns the media type of an image or an SVG drawing, and "" for anything else.
func mediaType(data []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	switch {
	case strings.HasPrefix(kind, "image/"):
		return kind
	case bytes.Contains(data[:min(len(data), 1<<10)], []byte("<svg")):
		return svgType
	}

	return ""
}

// readPixels reads the size from the header of a file with pixels.
func readPixels(data []byte) (Size, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return Size{}, newError(saveAgain, "it is damaged or not a picture (%v)", err)

	case c.Width < 1 || c.Height < 1:
		return Size{}, newError(saveAgain, "it is empty")

	case c.Width > limit.Side || c.Height > limit.Side || c.Width*c.Height > limit.Pixels:
		hint := fmt.Sprintf("scale it down: a page shows at most %d pixels in a row", 2*Column)
		return Size{}, newError(hint, "it is too large: %d by %d pixels", c.Width, c.Height)
	}

	if swapsSides(data) {
		return Size{c.Height, c.Width}, nil
	}

	return Size{c.Width, c.Height}, nil
}

// Check decodes a picture that Read accepted. The error is an [*Error], or ctx.Err().
func Check(ctx context.Context, data []byte) error {
	switch kind := mediaType(data); {
	case kind == "image/webp" && isAnimated(data): // no decoder for it
	case kind == "image/png", kind == "image/jpeg", kind == "image/gif", kind == "image/webp":
		release, err := reserve(ctx, data)
		if err != nil {
			return err
		}
		defer release()

		_, err = decode(data)

		return err
	}

	return nil // Read parses SVG files completely
}

// isAnimated reports whether a WebP file contains several pictures: the flag in the chunk VP8X of RFC 9649,
// section 2.7.
func isAnimated(data []byte) bool {
	const animation = 0x02
	return len(data) > 20 && string(data[12:16]) == "VP8X" && data[20]&animation != 0
}

func decode(data []byte) (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, newError(saveAgain, "it is damaged after its header (%v)", err)
	}

	return img, nil
}
