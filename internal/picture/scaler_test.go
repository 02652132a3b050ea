package picture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/webp"

	"signpost/internal/limit"
	"signpost/internal/usercache"
)

// screenshot returns a picture of uniform areas and lines.
func screenshot(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{250, 250, 250, 255}
			if y%24 < 2 || x < 40 && y%7 == 0 {
				c = color.NRGBA{0, 94, 184, uint8(255 - y%2)}
			}

			img.SetNRGBA(x, y, c)
		}
	}

	return img
}

// photograph returns a picture of noise.
func photograph(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(i/width) + uint8(seed>>30)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}

	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}

	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}

	return b.Bytes()
}

// withChunk inserts a chunk after the header of a PNG file.
func withChunk(data []byte, kind string, content []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(chunk, kind...)
	chunk = append(chunk, content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))

	const header = 8 + 25 // the signature and the chunk IHDR

	return bytes.Join([][]byte{data[:header], chunk, data[header:]}, nil)
}

// withSegment inserts a segment at the start of a JPEG file.
func withSegment(data []byte, marker byte, content []byte) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2))
	segment = append(segment, content...)

	return bytes.Join([][]byte{data[:2], segment, data[2:]}, nil)
}

// exif returns an Exif segment with an orientation.
func exif(orientation byte) []byte {
	const header = "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"
	const entry = "\x01\x12\x00\x03\x00\x00\x00\x01\x00"

	return append([]byte(header+entry), orientation, 0, 0, 0, 0, 0, 0)
}

func widths(list []Variant) (all []int) {
	for _, v := range list {
		all = append(all, v.Width)
	}

	return all
}

func TestVariants(t *testing.T) {
	deep := image.NewRGBA64(image.Rect(0, 0, 300, 200))
	small := pngOf(t, screenshot(300, 200))
	widePNG := pngOf(t, photograph(1500, 100))
	wideJPEG := jpegOf(t, photograph(1500, 100))
	for _, test := range []struct {
		name string
		data []byte
		want []int
	}{
		{"screenshot", small, []int{300}},
		{"wide PNG photograph", widePNG, []int{1280, 640}},
		{"wide JPEG photograph", wideJPEG, []int{1280, 640}},
		{"narrow JPEG photograph", jpegOf(t, photograph(300, 200)), nil},
		{"16 bits per colour", pngOf(t, deep), nil},
		{"PNG with colour profile", withChunk(small, "iCCP", []byte("x")), nil},
		{"animated PNG", withChunk(small, "acTL", make([]byte, 8)), nil},
		{"JPEG with colour profile", withSegment(wideJPEG, 0xe2, []byte("ICC_PROFILE\x00x")), nil},
		{"rotated JPEG", withSegment(wideJPEG, 0xe1, exif(6)), nil},
		{"upright JPEG", withSegment(wideJPEG, 0xe1, exif(1)), []int{1280, 640}},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := new(Scaler).Variants(t.Context(), test.data)
			if err != nil || !reflect.DeepEqual(widths(list), test.want) {
				t.Errorf("widths %v, %v; want %v", widths(list), err, test.want)
			}

			checkVariants(t, list, len(test.data))
		})
	}
}

// checkVariants checks that each variant has the stated width and fewer bytes than the one before it.
func checkVariants(t *testing.T, list []Variant, limit int) {
	t.Helper()
	for _, v := range list {
		if len(v.data) >= limit {
			t.Errorf("%d wide: %d bytes; want less than %d", v.Width, len(v.data), limit)
		}

		limit = len(v.data)

		c, _, err := image.DecodeConfig(bytes.NewReader(v.data))
		if err != nil || c.Width != v.Width {
			t.Errorf("decoded width %d, %v; want %d", c.Width, err, v.Width)
		}
	}
}

func TestWebPIsLossless(t *testing.T) {
	img := screenshot(301, 99)
	list, err := new(Scaler).Variants(t.Context(), pngOf(t, img))
	if err != nil || len(list) != 1 {
		t.Fatal(len(list), err)
	}

	if list[0].Type != "image/webp" || !strings.HasSuffix(list[0].Name, "-301.webp") {
		t.Errorf("got %s, %s", list[0].Type, list[0].Name)
	}

	decoded, err := webp.Decode(bytes.NewReader(list[0].data))
	if err != nil || !reflect.DeepEqual(toRGBA(decoded), toRGBA(img)) {
		t.Errorf("the decoded picture differs (%v)", err)
	}
}

func TestVariantsStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &Scaler{Dir: filepath.Join(t.TempDir(), "pictures")}
	list, err := s.Variants(ctx, jpegOf(t, photograph(1500, 100)))
	if list != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", widths(list), err)
	}

	if files, _ := os.ReadDir(s.Dir); files != nil {
		t.Errorf("cached %v", files)
	}
}

func TestScalerReplacesDamagedCache(t *testing.T) {
	s := &Scaler{Dir: filepath.Join(t.TempDir(), "pictures")}
	source := pngOf(t, screenshot(300, 200))
	want, err := new(Scaler).Variants(t.Context(), source)
	if err != nil || len(want) != 1 {
		t.Fatal(want, err)
	}

	check := func(name string) {
		t.Helper()
		got, err := s.Variants(t.Context(), source)
		if err != nil || len(got) != 1 || got[0].Name != want[0].Name {
			t.Fatalf("%s: got %v, %v", name, got, err)
		}

		if got[0].data != nil {
			t.Errorf("%s: a variant in the cache is also in memory", name)
		}

		data, err := s.Data(t.Context(), got[0], func() ([]byte, error) { return source, nil })
		if err != nil || !bytes.Equal(data, want[0].data) {
			t.Errorf("%s: got %d bytes, %v", name, len(data), err)
		}
	}

	check("new")
	files, err := filepath.Glob(filepath.Join(s.Dir, "*"))
	if err != nil || len(files) != 2 { // the list and the variant
		t.Fatal(files, err)
	}

	for _, file := range files {
		cached, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}

		for name, damaged := range map[string][]byte{
			"intact":    cached,
			"truncated": cached[:len(cached)/2],
			"empty":     nil,
			"short":     cached[:5],
			"changed":   append(bytes.Clone(cached[:len(cached)-9]), "AAAAAAAAA"...),
		} {
			if err := os.WriteFile(file, damaged, 0o666); err != nil {
				t.Fatal(err)
			}

			check(name)
			check(name + ", again")
		}
	}
}

func TestScalerIgnoresNamesOutsideOfTheCache(t *testing.T) {
	s := &Scaler{Dir: t.TempDir()}
	source := pngOf(t, screenshot(300, 200))
	usercache.Write(s.file(sha256.Sum256(source)), []byte(`[{"type":"image/webp","width":300,"name":"../x"}]`))
	list, err := s.Variants(t.Context(), source)
	if err != nil || len(list) != 1 || list[0].Name == "../x" {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestVariantsStayInMemoryWithoutCache(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}

	s := &Scaler{Dir: filepath.Join(file, "pictures")} // cannot be created
	list, err := s.Variants(t.Context(), pngOf(t, screenshot(300, 200)))
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}

	if data, err := s.Data(t.Context(), list[0], nil); err != nil || len(data) == 0 {
		t.Errorf("got %d bytes, %v", len(data), err)
	}
}

func TestScalerRemovesUnusedVariants(t *testing.T) {
	now := time.Now()
	s := &Scaler{Dir: t.TempDir(), Now: now}
	used := pngOf(t, screenshot(300, 200))
	unused := pngOf(t, screenshot(200, 300))
	for _, data := range [][]byte{used, unused} {
		if _, err := s.Variants(t.Context(), data); err != nil {
			t.Fatal(err)
		}

		usercache.Touch(s.file(sha256.Sum256(data)), now.Add(-2*usercache.MaxAge))
	}

	if _, err := s.Variants(t.Context(), used); err != nil {
		t.Fatal(err)
	}

	s.RemoveUnused()
	new(Scaler).RemoveUnused() // has no cache

	if _, err := os.Stat(s.file(sha256.Sum256(used))); err != nil {
		t.Error(err)
	}

	if _, err := os.Stat(s.file(sha256.Sum256(unused))); err == nil {
		t.Error("the unused variant still exists")
	}
}

// decompressionBomb returns a small PNG file that claims to be huge.
func decompressionBomb(t *testing.T) []byte {
	t.Helper()
	bomb := pngOf(t, screenshot(1, 1))
	binary.BigEndian.PutUint32(bomb[16:], 30_000)
	binary.BigEndian.PutUint32(bomb[20:], 30_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))

	return bomb
}

func TestReadRejects(t *testing.T) {
	aPNG := pngOf(t, screenshot(9, 6))
	aJPEG := jpegOf(t, screenshot(9, 6))
	var aGIF bytes.Buffer
	if err := gif.Encode(&aGIF, screenshot(9, 6), nil); err != nil {
		t.Fatal(err)
	}

	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"a.png", decompressionBomb(t), "30000 by 30000 pixels"},
		{"a.png", make([]byte, limit.Picture+1), "it has 5.0 MB"},
		{"a.png", []byte("text"), "not a picture"},
		{"a.png", aPNG[:20], "damaged"},
		{"a.PNG", aJPEG, "its name ends in .PNG, but its format is image/jpeg"},
		{"a.jpg", aPNG, "rename the file to end in .png"},
		{"a.png", []byte(svgTag + "</svg>"), "rename the file to end in .svg"},
		{"a.svg", aGIF.Bytes(), "rename the file to end in .gif"},
		{"a.jpg", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "rename the file to end in .webp"},
		{"a.webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "damaged"},
		{"a.jpg", []byte("BM"), "its format is image/bmp, which is not supported"},
		{"a.bmp", []byte("BM"), "only .svg, .png, .jpg, .gif and .webp"},
	} {
		_, err := Read(test.name, test.data)
		if err == nil || !strings.Contains(describe(err), test.want) {
			t.Errorf("%s: got %s; want %s", test.name, describe(err), test.want)
		}
	}
}

func TestReadSwapsSidesOfRotatedPhotograph(t *testing.T) {
	rotated := withSegment(jpegOf(t, screenshot(9, 6)), 0xe1, exif(8))
	size, err := Read("a.JPEG", rotated)
	if want := (Size{6, 9}); err != nil || size != want {
		t.Errorf("got %v, %v; want %v", size, err, want)
	}
}

func TestCheckRejectsTruncatedPicture(t *testing.T) {
	if err := Check(t.Context(), pngOf(t, photograph(99, 60))[:300]); err == nil {
		t.Error("got no error")
	}
}

func TestReadWebP(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	data := encodeWebP(img)
	size, err := Read("a.webp", data)
	if err != nil || size != (Size{40, 30}) {
		t.Errorf("got %v, %v", size, err)
	}

	if err := Check(t.Context(), data); err != nil {
		t.Error(err)
	}

	if err := Check(t.Context(), data[:len(data)-9]); err == nil {
		t.Error("a truncated file is accepted")
	}

	var s Scaler
	if list, err := s.Variants(t.Context(), data); err != nil || list != nil {
		t.Errorf("got variants %v, %v", list, err)
	}

	// An animation of 2 by 1 pixels: only its header is read.
	animated := []byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x00\x00")
	if size, err := Read("a.webp", animated); err != nil || size != (Size{2, 1}) {
		t.Errorf("animation: got %v, %v", size, err)
	}

	if err := Check(t.Context(), animated); err != nil {
		t.Errorf("animation: %v", err)
	}
}
