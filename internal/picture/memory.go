package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"

	"golang.org/x/sync/semaphore"
)

// maxDecoded limits the memory of all pictures that are decoded at the same time, in bytes. A single picture may take
// more; it is then decoded alone.
const maxDecoded = 64 << 20

// decoding is shared by everything that decodes pictures. Results do not depend on it.
var decoding = semaphore.NewWeighted(maxDecoded)

// reserve waits until there is memory to decode a picture. The caller calls release when its pixels are no longer in
// use. The error is ctx.Err().
func reserve(ctx context.Context, data []byte) (release func(), err error) {
	need := min(decodedSize(data), maxDecoded)
	if err := decoding.Acquire(ctx, need); err != nil {
		return nil, ctx.Err()
	}

	return func() { decoding.Release(need) }, nil
}

// decodedSize returns about how much memory it takes to decode a picture, in bytes.
func decodedSize(data []byte) int64 {
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0
	}

	perPixel := 4
	switch {
	case isProgressive(data):
		perPixel = 16 // the decoder keeps all coefficients
	case kind == "png" && (c.ColorModel == color.NRGBA64Model || c.ColorModel == color.RGBA64Model):
		perPixel = 8
	}

	return int64(c.Width) * int64(c.Height) * int64(perPixel)
}

// isProgressive reports whether a JPEG file is decoded in several scans.
func isProgressive(data []byte) bool {
	const progressive = 0xc2
	for _, s := range segments(data) {
		if s.marker == progressive {
			return true
		}
	}

	return false
}
