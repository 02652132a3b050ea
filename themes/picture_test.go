package themes_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// The picture in README.md, and the words in it.
const (
	readmePicture = "../docs/signpost.png"
	readmeWords   = "testdata/picture.golden"
	cardPicture   = "../content/checking-a-computer/cardcheck-page.png"
)

// composition shows the home page with the page of a code on a phone and cardcheck's page in front of it.
const composition = `<!doctype html>
<style>
body { margin: 0; height: 900px; overflow: hidden; background: linear-gradient(160deg, #e8f1fb, #c9dcf2) }
img { position: absolute; border-radius: 12px; box-shadow: 0 4px 12px #14212d33, 0 24px 60px #14212d40 }
.home { left: 50px; top: 50px; width: 960px }
.card { left: 620px; top: 420px; width: 560px }
.phone { right: 50px; top: 60px; width: 330px; border: 10px solid #14212d; border-radius: 40px }
</style>
<img class="home" src="%s"><img class="card" src="%s"><img class="phone" src="%s">`

// TestPicture compares the picture in README.md with the pages it shows: their words exactly, their look coarsely,
// because fonts differ between computers. With -update, it takes the picture again.
func TestPicture(t *testing.T) {
	address := serveOwn(t, nil)
	card := readFile(t, cardPicture)
	tab := newTab(t)
	home, homeWords := tab.photograph(address+"/", 1280, 960)
	phone, phoneWords := tab.photograph(address+"/e/id-201/", 390, 800)

	page := filepath.Join(t.TempDir(), "picture.html")
	html := fmt.Sprintf(composition, dataURL(home), dataURL(card), dataURL(phone))
	writeFile(t, page, []byte(html))

	picture, _ := tab.photograph("file://"+filepath.ToSlash(page), 1600, 900)
	words := homeWords + "\n---\n" + phoneWords + "\n"
	if *update {
		writeFile(t, readmePicture, picture)
		writeFile(t, readmeWords, []byte(words))
	}

	if diff := cmp.Diff(string(readFile(t, readmeWords)), words); diff != "" {
		t.Errorf("the words changed, run make picture (-in the picture +now):\n%s", diff)
	}

	if cell, difference := lookDifference(t, readFile(t, readmePicture), picture); difference > maxLookDifference {
		t.Errorf("the pages look different at %v (%.0f of 255): run make picture", cell, difference)
	}
}

// photograph returns a picture of what a window shows, and the words in it.
func (b *tab) photograph(address string, width, height int64) (picture []byte, words string) {
	b.t.Helper()
	b.resize(width, height)
	b.open(address)
	b.awaitLoad()

	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}

	lines := value[[]string](b, `[...document.querySelectorAll("h1, h2, h3, p, li, button")]
		.filter(e => { const { top, bottom } = e.getBoundingClientRect(); return bottom > 0 && top < innerHeight / 2; })
		.map(e => e.innerText.replace(/\s+/g, " ").trim())`)

	return picture, strings.Join(lines, "\n")
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}

	return data
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func dataURL(png []byte) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png)
}

// The picture is compared in cells of this many pixels, by their mean brightness. Another font changes a cell by
// less than the maximum.
const (
	cellSize          = 50
	maxLookDifference = 40
)

// lookDifference returns the cell in which two pictures differ most, and by how much.
func lookDifference(t *testing.T, a, b []byte) (worst image.Point, difference float64) {
	t.Helper()
	first, second := decodePicture(t, a), decodePicture(t, b)
	if first.Bounds() != second.Bounds() {
		t.Fatalf("the pictures have different sizes: %v and %v", first.Bounds(), second.Bounds())
	}

	size := first.Bounds().Size()
	for y := 0; y < size.Y; y += cellSize {
		for x := 0; x < size.X; x += cellSize {
			cell := image.Rect(x, y, x+cellSize, y+cellSize).Intersect(first.Bounds())
			d := math.Abs(brightness(first, cell) - brightness(second, cell))
			if d > difference {
				worst, difference = cell.Min, d
			}
		}
	}

	return worst, difference
}

// brightness returns the mean brightness of a part of a picture, from 0 to 255.
func brightness(picture image.Image, part image.Rectangle) float64 {
	sum := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			sum += int(color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)
		}
	}

	return float64(sum) / float64(part.Dx()*part.Dy())
}

func decodePicture(t *testing.T, data []byte) image.Image {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}

	return picture
}
