package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
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

	"signpost/internal/usercache"
)

// window is like a screenshot: areas of one colour, and lines.
func window(width, height int) image.Image {
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

// photograph has no two dots alike.
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

// withChunk puts a chunk in front of a PNG's pixels.
func withChunk(data []byte, kind string, content []byte) []byte {
	const header = 8 + 25 // the signature and the chunk that holds the size
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	chunk = append(append(chunk, kind...), content...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(bytes.Clone(data[:header]), chunk...), data[header:]...)
}

func withSegment(data []byte, marker byte, content []byte) []byte {
	s := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2))
	return append(append(bytes.Clone(data[:2]), append(s, content...)...), data[2:]...)
}

// exif says how a photograph is to be turned.
func exif(orientation byte) []byte {
	return []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string([]byte{orientation}) + "\x00\x00\x00\x00\x00\x00")
}

func widths(list []Variant) (all []int) {
	for _, v := range list {
		all = append(all, v.Width)
	}
	return all
}

func TestVariants(t *testing.T) {
	deep := image.NewRGBA64(image.Rect(0, 0, 300, 200))
	wide := pngOf(t, photograph(1500, 100))
	photo := jpegOf(t, photograph(1500, 100))
	for _, test := range []struct {
		name string
		data []byte
		want []int
	}{
		{"a window", pngOf(t, window(300, 200)), []int{300}},
		{"a wide photograph as PNG", wide, []int{1280, 640}},
		{"a wide photograph", photo, []int{1280, 640}},
		{"a narrow photograph", jpegOf(t, photograph(300, 200)), nil},
		{"more bits than WebP keeps", pngOf(t, deep), nil},
		{"colours of its own", withChunk(pngOf(t, window(300, 200)), "iCCP", []byte("x")), nil},
		{"a PNG that moves", withChunk(pngOf(t, window(300, 200)), "acTL", make([]byte, 8)), nil},
		{"a photograph with colours of its own", withSegment(photo, 0xe2, []byte("ICC_PROFILE\x00x")), nil},
		{"a photograph on its side", withSegment(photo, 0xe1, exif(6)), nil},
		{"a photograph that says it is upright", withSegment(photo, 0xe1, exif(1)), []int{1280, 640}},
	} {
		list, flaw := new(Scaler).Variants(t.Context(), test.data)
		if flaw != nil || !reflect.DeepEqual(widths(list), test.want) {
			t.Errorf("%s: %v, %v; want %v", test.name, widths(list), flaw, test.want)
		}
		least := len(test.data)
		for _, v := range list {
			if len(v.Data) >= least {
				t.Errorf("%s: %d pixels wide it has %d bytes, and a wider one %d", test.name, v.Width, len(v.Data), least)
			}
			least = len(v.Data)
			c, _, err := image.DecodeConfig(bytes.NewReader(v.Data))
			if err != nil || c.Width != v.Width {
				t.Errorf("%s: %v, %v", test.name, c, err)
			}
		}
	}
}

// Not a dot of a screenshot changes.
func TestWebPLosesNothing(t *testing.T) {
	data := pngOf(t, window(301, 99))
	list, flaw := new(Scaler).Variants(t.Context(), data)
	if flaw != nil || len(list) != 1 || list[0].Type != "image/webp" || !strings.HasSuffix(list[0].Name(), "-301.webp") {
		t.Fatal(flaw, len(list))
	}
	got, err := webp.Decode(bytes.NewReader(list[0].Data))
	if err != nil || !reflect.DeepEqual(dots(got), dots(window(301, 99))) {
		t.Error("what is read back differs", err)
	}
}

func TestScalerCachesVariants(t *testing.T) {
	p := &Scaler{Dir: filepath.Join(t.TempDir(), "pictures")}
	data := pngOf(t, window(300, 200))
	first, flaw := p.Variants(t.Context(), data)
	files, err := filepath.Glob(filepath.Join(p.Dir, "*"))
	if err != nil || flaw != nil || len(files) != 1 {
		t.Fatal(files, err, flaw)
	}
	kept, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string][]byte{
		"as it was": kept, "cut off": kept[:len(kept)/2], "empty": nil, "short": kept[:5], "changed": append(bytes.Clone(kept[:len(kept)-9]), "AAAAAAAAA"...),
	} {
		if err := os.WriteFile(files[0], damage, 0o666); err != nil {
			t.Fatal(err)
		}
		if again, flaw := p.Variants(t.Context(), data); flaw != nil || !reflect.DeepEqual(again, first) {
			t.Errorf("%s: %v, %v", name, widths(again), flaw)
		}
		if now, err := os.ReadFile(files[0]); err != nil || !bytes.Equal(now, kept) {
			t.Errorf("%s: the damage is still there (%v)", name, err)
		}
	}
}

// A picture that a few bytes claim to be enormous is refused before it is unpacked.
func TestScalerRemovesUnusedVariants(t *testing.T) {
	p := &Scaler{Dir: t.TempDir(), Now: time.Now()}
	shown, gone := pngOf(t, window(300, 200)), pngOf(t, window(200, 300))
	for _, data := range [][]byte{shown, gone} {
		if _, flaw := p.Variants(t.Context(), data); flaw != nil {
			t.Fatal(flaw)
		}
		file, old := p.file(sha256.Sum256(data)), time.Now().Add(-2*usercache.MaxAge)
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, flaw := p.Variants(t.Context(), shown); flaw != nil {
		t.Fatal(flaw)
	}
	p.RemoveUnused()
	new(Scaler).RemoveUnused() // which keeps nothing
	for data, want := range map[string]bool{string(shown): true, string(gone): false} {
		if _, err := os.Stat(p.file(sha256.Sum256([]byte(data)))); (err == nil) != want {
			t.Errorf("kept: %v, want %v", err == nil, want)
		}
	}
}

func TestPicturesThatAreRefused(t *testing.T) {
	bomb := pngOf(t, window(1, 1))
	binary.BigEndian.PutUint32(bomb[16:], 30_000)
	binary.BigEndian.PutUint32(bomb[20:], 30_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, window(9, 6), nil); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"a.png", bomb, "30000 by 30000 pixels"},
		{"a.png", make([]byte, mostBytes+1), "it has 5.0 MB"},
		{"a.png", []byte("text"), "no picture at all"},
		{"a.png", pngOf(t, window(9, 6))[:20], "damaged"},
		{"a.PNG", jpegOf(t, window(9, 6)), "its name ends in .PNG, and it is a file of the kind image/jpeg"},
		{"a.jpg", pngOf(t, window(9, 6)), "rename the file to end in .png"},
		{"a.png", []byte(open + "</svg>"), "rename the file to end in .svg"},
		{"a.svg", moving.Bytes(), "rename the file to end in .gif"},
		{"a.jpg", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "of the kind image/webp, which is not shown"},
		{"a.bmp", []byte("BM"), "only .svg, .png, .jpg and .gif"},
	} {
		if _, flaw := Read(test.name, test.data); flaw == nil || !strings.Contains(flaw.String(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, flaw, test.want)
		}
	}
	if size, flaw := Read("a.JPEG", withSegment(jpegOf(t, window(9, 6)), 0xe1, exif(8))); flaw != nil || size != (Size{6, 9}) {
		t.Errorf("a photograph on its side: %v, %v", size, flaw)
	}
	if flaw := Check(pngOf(t, photograph(99, 60))[:300]); flaw == nil {
		t.Error("a picture without its end is let through")
	}
}
