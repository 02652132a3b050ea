package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/draw"
)

// Another scaler, which reckons with fractions, makes the same of a picture, but for how they are rounded.
func TestNarrowIsScaledWell(t *testing.T) {
	for name, img := range map[string]image.Image{"a photograph": photograph(1501, 97), "a window": window(1333, 700), "half": photograph(1280, 2)} {
		for _, width := range []int{1280, 640, 1} {
			height := max(1, img.Bounds().Dy()*width/img.Bounds().Dx())
			want := image.NewRGBA(image.Rect(0, 0, width, height))
			draw.CatmullRom.Scale(want, want.Rect, img, img.Bounds(), draw.Src, nil)
			got := narrow(img, width, height)
			for i := range got.Pix {
				if off := int(got.Pix[i]) - int(want.Pix[i]); off < -1 || off > 1 {
					t.Fatalf("%s, %d wide: byte %d is %d; want %d", name, width, i, got.Pix[i], want.Pix[i])
				}
			}
		}
	}
}

// What is alike everywhere stays as it is, to the last bit.
func TestNarrowChangesNoColour(t *testing.T) {
	flat := image.NewNRGBA(image.Rect(3, 5, 1400, 77))
	for i := range flat.Pix {
		flat.Pix[i] = []uint8{200, 10, 255, 255}[i%4]
	}
	small := narrow(flat, 640, 33)
	for y := range 33 {
		for x := range 640 {
			if got := small.RGBAAt(x, y); got != (color.RGBA{200, 10, 255, 255}) {
				t.Fatalf("%d, %d: %v", x, y, got)
			}
		}
	}
}

// Every processor makes the same bytes.
func TestNarrowIsTheSameEverywhere(t *testing.T) {
	sum := sha256.Sum256(narrow(photograph(1501, 97), 640, 41).Pix)
	if got, want := hex.EncodeToString(sum[:8]), "aa021beb463dbcd7"; got != want {
		t.Errorf("the sum of what was scaled is %s; want %s", got, want)
	}
}

func BenchmarkNarrow(b *testing.B) {
	img := photograph(1920, 1080)
	for b.Loop() {
		narrow(img, 1280, 720)
	}
}
