package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/draw"
)

func mustResample(t testing.TB, img image.Image, width, height int) *image.RGBA {
	t.Helper()
	small, err := resample(t.Context(), img, width, height)
	if err != nil {
		t.Fatal(err)
	}

	return small
}

func TestResampleAgreesWithCatmullRom(t *testing.T) {
	for name, img := range map[string]image.Image{
		"photograph": photograph(1501, 97),
		"screenshot": screenshot(1333, 700),
		"half":       photograph(1280, 2),
	} {
		for _, width := range []int{1280, 640, 1} {
			height := max(1, img.Bounds().Dy()*width/img.Bounds().Dx())
			want := image.NewRGBA(image.Rect(0, 0, width, height))
			draw.CatmullRom.Scale(want, want.Rect, img, img.Bounds(), draw.Src, nil)

			got := mustResample(t, img, width, height)
			for i := range got.Pix {
				// The other implementation rounds floating-point numbers.
				if diff := int(got.Pix[i]) - int(want.Pix[i]); diff < -1 || diff > 1 {
					t.Fatalf("%s, %d wide: byte %d is %d; want %d", name, width, i, got.Pix[i], want.Pix[i])
				}
			}
		}
	}
}

func TestResampleKeepsUniformColour(t *testing.T) {
	uniform := image.NewNRGBA(image.Rect(3, 5, 1400, 77))
	for i := range uniform.Pix {
		uniform.Pix[i] = []uint8{200, 10, 255, 255}[i%4]
	}

	small := mustResample(t, uniform, 640, 33)
	for y := range 33 {
		for x := range 640 {
			if got := small.RGBAAt(x, y); got != (color.RGBA{200, 10, 255, 255}) {
				t.Fatalf("pixel %d, %d: %v", x, y, got)
			}
		}
	}
}

func TestResampleIsDeterministic(t *testing.T) {
	small := mustResample(t, photograph(1501, 97), 640, 41)
	sum := sha256.Sum256(small.Pix)
	if got, want := hex.EncodeToString(sum[:8]), "aa021beb463dbcd7"; got != want {
		t.Errorf("checksum %s; want %s", got, want)
	}
}

func BenchmarkResample(b *testing.B) {
	img := photograph(1920, 1080)
	for b.Loop() {
		mustResample(b, img, 1280, 720)
	}
}
