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
	"slices"
	"time"

	"github.com/HugoSmits86/nativewebp"
	"golang.org/x/image/webp"

	"signpost/internal/usercache"
)

// Variant is a smaller file of a picture.
type Variant struct {
	// Type is the media type, such as "image/webp".
	Type string `json:"type"`

	// Width is in pixels of the variant.
	Width int `json:"width"`

	// Name is a file name that depends on the content.
	Name string `json:"name"`

	data []byte // nil if it is in the cache
}

// newVariant returns a variant with its content.
func newVariant(kind string, width int, data []byte) Variant {
	sum := sha256.Sum256(data)
	extension := ".webp"
	if kind == "image/jpeg" {
		extension = ".jpg"
	}

	return Variant{
		Type:  kind,
		Width: width,
		Name:  fmt.Sprintf("%s-%d%s", base32.StdEncoding.EncodeToString(sum[:])[:12], width, extension),
		data:  data,
	}
}

// Column is the largest width of a picture on a page, in CSS pixels. Screens may have two pixels per CSS pixel.
const Column = 640

// maxLossless limits the pixels of a picture that is encoded without being scaled down, since that takes about 60 bytes
// for each. Pages show fewer.
const maxLossless = 2 << 20

const jpegQuality = 82

// Scaler makes smaller variants of pictures and caches them between runs. With a cache, the variants are not kept in
// memory.
type Scaler struct {
	// Dir is the cache folder. If it is empty, nothing is cached.
	Dir string

	// Now is recorded as the last use of each cached file.
	Now time.Time
}

// Variants returns smaller files of a picture, the widest first. Each has fewer bytes than the picture and
// than any wider variant; there may be none. A PNG becomes WebP without loss, and a second one scaled down if
// it is wider than a page. A JPEG is only scaled down. The same picture results in the same bytes on every
// processor.
//
// The error is an [*Error] for a damaged picture, or ctx.Err().
func (s *Scaler) Variants(ctx context.Context, data []byte) ([]Variant, error) {
	kind := mediaType(data)
	if kind != "image/png" && kind != "image/jpeg" {
		return nil, Check(ctx, data)
	}

	key := sha256.Sum256(data)
	if list, ok := s.load(key); ok {
		return list, nil
	}

	list, err := variants(ctx, kind, data)
	if err != nil {
		return nil, err
	}

	s.store(key, list)

	return list, nil
}

// Data returns the content of a variant. It makes the variants again if the cache has lost it; source returns the
// content of their picture.
func (s *Scaler) Data(ctx context.Context, v Variant, source func() ([]byte, error)) ([]byte, error) {
	if v.data != nil {
		return v.data, nil
	}

	if data, ok := usercache.Read(s.variantFile(v), s.Now); ok {
		return data, nil
	}

	data, err := source()
	if err != nil {
		return nil, err
	}

	list, err := variants(ctx, mediaType(data), data)
	if err != nil {
		return nil, err
	}

	i := slices.IndexFunc(list, func(other Variant) bool { return other.Name == v.Name })
	if i < 0 {
		return nil, fmt.Errorf("the picture of %s has changed during the build; build again", v.Name)
	}

	return list[i].data, nil
}

func variants(ctx context.Context, kind string, data []byte) ([]Variant, error) {
	release, err := reserve(ctx, data)
	if err != nil {
		return nil, err
	}
	defer release()

	img, err := decode(data)
	if err != nil || !convertible(data) {
		return nil, err
	}

	e := encoder{kind: kind, smallest: len(data)}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if kind == "image/png" && width*height <= maxLossless && isEightBit(img) {
		e.add(encodeWebP(img), width)
	}

	for _, narrower := range []int{2 * Column, Column} {
		if width <= narrower {
			continue
		}

		small, err := scaleTo(ctx, img, narrower)
		if err != nil {
			return nil, err
		}

		e.add(e.encode(small), narrower)
	}

	return e.list, ctx.Err()
}

// encoder collects the variants of one picture.
type encoder struct {
	kind     string // of the original
	list     []Variant
	smallest int // bytes of the smallest file so far
}

// encode returns nil if the picture cannot be encoded.
func (e *encoder) encode(img image.Image) []byte {
	if e.kind == "image/png" {
		return encodeWebP(img)
	}

	var b bytes.Buffer
	if jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality}) != nil {
		return nil
	}

	return b.Bytes()
}

// add adds a variant if it is smaller than all others.
func (e *encoder) add(encoded []byte, width int) {
	if encoded == nil || len(encoded) >= e.smallest {
		return
	}

	kind := "image/jpeg"
	if e.kind == "image/png" {
		kind = "image/webp"
	}

	e.list = append(e.list, newVariant(kind, width, encoded))
	e.smallest = len(encoded)
}

// isEightBit reports whether a picture has no more bits per colour than WebP.
func isEightBit(img image.Image) bool {
	switch img.ColorModel() {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model:
		return false
	}

	return true
}

// encodeWebP encodes a picture without loss. It decodes the result and returns nil if that differs.
func encodeWebP(img image.Image) []byte {
	var b bytes.Buffer
	if nativewebp.Encode(&b, img, nil) != nil {
		return nil
	}

	decoded, err := webp.Decode(bytes.NewReader(b.Bytes()))
	if err != nil || !bytes.Equal(toRGBA(decoded).Pix, toRGBA(img).Pix) {
		return nil
	}

	return b.Bytes()
}

func toRGBA(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)

	return out
}

func scaleTo(ctx context.Context, img image.Image, width int) (*image.RGBA, error) {
	from := img.Bounds()
	height := (from.Dy()*width + from.Dx()/2) / from.Dx()

	return resample(ctx, img, width, max(1, height))
}

// cacheVersion must change whenever the same picture results in different bytes, or is stored differently.
const cacheVersion = "3"

// file returns the file that lists the variants of a picture.
func (s *Scaler) file(key [sha256.Size]byte) string {
	encoding := base32.HexEncoding.WithPadding(base32.NoPadding)
	return filepath.Join(s.Dir, cacheVersion+"-"+encoding.EncodeToString(key[:]))
}

// variantFile returns the file with the content of a variant.
func (s *Scaler) variantFile(v Variant) string {
	return filepath.Join(s.Dir, cacheVersion+"-"+v.Name)
}

// RemoveUnused removes cached variants that no run has used for a month.
func (s *Scaler) RemoveUnused() {
	if s.Dir != "" {
		usercache.RemoveUnused(s.Dir, s.Now)
	}
}

// load returns cached variants, if all of them are there.
func (s *Scaler) load(key [sha256.Size]byte) ([]Variant, bool) {
	if s.Dir == "" {
		return nil, false
	}

	data, ok := usercache.Read(s.file(key), s.Now)
	if !ok {
		return nil, false
	}

	var list []Variant
	if json.Unmarshal(data, &list) != nil {
		return nil, false
	}

	for _, v := range list {
		if !isPlainName(v.Name) || !usercache.Contains(s.variantFile(v)) {
			return nil, false
		}

		usercache.Touch(s.variantFile(v), s.Now)
	}

	return list, true
}

// isPlainName reports whether a name is that of a file in the cache folder.
func isPlainName(name string) bool {
	return name != "" && filepath.Base(name) == name
}

// store caches variants. Those that are stored are no longer kept in memory.
func (s *Scaler) store(key [sha256.Size]byte, list []Variant) {
	if s.Dir == "" {
		return
	}

	stored := true
	for i := range list {
		file := s.variantFile(list[i])
		usercache.Write(file, list[i].data)
		if usercache.Contains(file) {
			list[i].data = nil
		} else {
			stored = false
		}
	}

	if !stored {
		return
	}

	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // text and numbers always marshal
	}

	usercache.Write(s.file(key), data)
}
