package attack

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/HugoSmits86/nativewebp"
)

// pictures returns a picture of each format.
func pictures() (Files, error) {
	files := Files{}
	for name, encode := range map[string]func(io.Writer, image.Image) error{
		"content/cards/list.png":   png.Encode,
		"content/cards/photo.jpg":  func(w io.Writer, img image.Image) error { return jpeg.Encode(w, img, nil) },
		"content/cards/light.gif":  func(w io.Writer, img image.Image) error { return gif.Encode(w, img, nil) },
		"content/cards/label.webp": func(w io.Writer, img image.Image) error { return nativewebp.Encode(w, img, nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b, painting()); err != nil {
			return nil, err
		}

		files[name] = b.Bytes()
	}

	return files, nil
}

// painting returns a small picture.
func painting() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 48, 32))
	for i := range 48 * 32 {
		x, y := i%48, i/48
		img.SetNRGBA(x, y, color.NRGBA{uint8(x * 5), uint8(y * 8), uint8(x * y), 255})
	}

	return img
}
