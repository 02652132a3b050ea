package picture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"path/filepath"
	"time"

	"github.com/HugoSmits86/nativewebp"
	"golang.org/x/image/webp"

	"signpost/internal/usercache"
)

// Variant is a file that shows the same picture in fewer bytes.
type Variant struct {
	Type  string `json:"type"`  // "image/webp"
	Width int    `json:"width"` // in its own pixels
	Data  []byte `json:"data"`
}

// Name is what to call the variant's file: it changes with every byte in it.
func (v *Variant) Name() string {
	sum := sha256.Sum256(v.Data)
	ending := ".webp"
	if v.Type == "image/jpeg" {
		ending = ".jpg"
	}
	return fmt.Sprintf("%s-%d%s", base32.StdEncoding.EncodeToString(sum[:])[:12], v.Width, ending)
}

// Column is how wide a page shows a picture at most, in CSS pixels. Screens may have two pixels for each.
const Column = 640

// mostEncoded bounds what is encoded without being scaled down: it takes several times the memory of the pixels.
const mostEncoded = 8 << 20

// quality of JPEGs that are made smaller.
const quality = 82

// Scaler makes smaller variants of pictures and caches them between runs.
type Scaler struct {
	// Dir is the cache folder. If it is empty, nothing is cached.
	Dir string

	// Now is recorded as the last use of each cached file.
	Now time.Time
}

// Variants lists the files that show a picture in fewer bytes, the widest first. Each has fewer than the picture itself and than any wider one; there
// may be none. A PNG becomes WebP, which loses nothing, and where it is wider than a page shows it, one scaled down; a JPEG is only
// scaled down. The same picture gives the same bytes, whatever the processor.
// When ctx is cancelled the list is incomplete.
func (p *Scaler) Variants(ctx context.Context, data []byte) ([]Variant, *Flaw) {
	kind := kindOf(data)
	if kind != "image/png" && kind != "image/jpeg" {
		return nil, Check(data)
	}
	key := sha256.Sum256(data)
	if list, ok := p.recall(key); ok {
		return list, nil
	}
	list, err := variants(ctx, kind, data)
	if err == nil && ctx.Err() == nil {
		p.remember(key, list)
	}
	return list, err
}

func variants(ctx context.Context, kind string, data []byte) ([]Variant, *Flaw) {
	img, wrong := unpack(data)
	if wrong != nil || ctx.Err() != nil || !plain(data) {
		return nil, wrong
	}
	var list []Variant
	least := len(data)
	keep := func(encoded []byte, width int) {
		if encoded != nil && len(encoded) < least {
			list = append(list, Variant{"image/" + encodedAs[kind], width, encoded})
			least = len(encoded)
		}
	}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if kind == "image/png" && width*height <= mostEncoded && eightBit(img) {
		keep(lossless(img), width)
	}
	for _, narrower := range []int{2 * Column, Column} {
		if width > narrower && ctx.Err() == nil {
			keep(scaled(kind, img, narrower), narrower)
		}
	}
	return list, nil
}

var encodedAs = map[string]string{"image/png": "webp", "image/jpeg": "jpeg"}

// eightBit reports whether a picture's colours have no more bits than WebP keeps.
func eightBit(img image.Image) bool {
	switch img.ColorModel() {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model:
		return false
	}
	return true
}

// lossless encodes a picture as WebP, and holds against it what is read back: where they differ there is no result.
func lossless(img image.Image) []byte {
	var b bytes.Buffer
	if nativewebp.Encode(&b, img, nil) != nil {
		return nil
	}
	back, err := webp.Decode(bytes.NewReader(b.Bytes()))
	if err != nil || !bytes.Equal(dots(back).Pix, dots(img).Pix) {
		return nil
	}
	return b.Bytes()
}

// dots is a picture with four bytes for each of its pixels.
func dots(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func scaled(kind string, img image.Image, width int) []byte {
	from := img.Bounds()
	height := max(1, (from.Dy()*width+from.Dx()/2)/from.Dx())
	small := narrow(img, width, height)
	if kind == "image/png" {
		return lossless(small)
	}
	var b bytes.Buffer
	if jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}) != nil {
		return nil
	}
	return b.Bytes()
}

// made goes up whenever the same picture is to give other bytes: what was kept before is then left aside.
const made = "2"

func (p *Scaler) file(key [sha256.Size]byte) string {
	return filepath.Join(p.Dir, made+"-"+base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(key[:]))
}

// RemoveUnused removes cached variants that no run has used for a month.
func (p *Scaler) RemoveUnused() {
	if p.Dir != "" {
		usercache.RemoveUnused(p.Dir, p.Now)
	}
}

// recall reads what was made of a picture before.
func (p *Scaler) recall(key [sha256.Size]byte) ([]Variant, bool) {
	if p.Dir == "" {
		return nil, false
	}
	data, ok := usercache.Read(p.file(key), p.Now)
	var list []Variant
	if !ok || json.Unmarshal(data, &list) != nil {
		return nil, false
	}
	return list, true
}

// remember keeps what was made. Where it cannot be kept it is made again next time.
func (p *Scaler) remember(key [sha256.Size]byte, list []Variant) {
	if p.Dir == "" {
		return
	}
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // bytes and numbers always marshal
	}
	usercache.Write(p.file(key), data)
}
