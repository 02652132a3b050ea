package picture

import (
	"context"
	"errors"
	"image"
	"image/color"
	"testing"
	"time"
)

func TestDecodedSize(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 10, 10))
	deep.SetNRGBA64(1, 1, color.NRGBA64{A: 1})
	progressive := jpegOf(t, photograph(10, 10))
	for i := range len(progressive) - 1 { // only the header matters
		if progressive[i] == 0xff && progressive[i+1] == 0xc0 {
			progressive[i+1] = 0xc2
		}
	}

	for name, test := range map[string]struct {
		data []byte
		want int64
	}{
		"PNG":              {pngOf(t, photograph(10, 10)), 400},
		"deep PNG":         {pngOf(t, deep), 800},
		"JPEG":             {jpegOf(t, photograph(10, 10)), 400},
		"progressive JPEG": {progressive, 1600},
		"not a picture":    {[]byte("x"), 0},
	} {
		if got := decodedSize(test.data); got != test.want {
			t.Errorf("%s: got %d, want %d", name, got, test.want)
		}
	}
}

// A picture that needs all memory waits for the others, and the others for it.
func TestLargePicturesAreDecodedAlone(t *testing.T) {
	small := pngOf(t, photograph(10, 10))
	large := pngOf(t, image.NewGray(image.Rect(0, 0, 4097, 4097)))
	release, err := reserve(t.Context(), large)
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := reserve(ctx, small); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want to wait", err)
	}

	release()
	release, err = reserve(t.Context(), small)
	if err != nil {
		t.Fatal(err)
	}

	release()
}
