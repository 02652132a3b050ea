package brand

import (
	"os"
	"strings"
	"testing"

	"signpost/internal/contrast"
	"signpost/internal/testkit/limited"
)

// Whatever the accent of a company is, every pair of colours has enough contrast in light and in dark mode.
func TestDerive(t *testing.T) {
	tokens := readTokens(t)
	tests := []struct {
		name, accent string
		keepsLinks   bool // in light mode, links have the accent
	}{
		{"navy", "#0c2747", true},
		{"blue", "#0a58b5", true},
		{"bright blue", "#1d9bf0", false},
		{"dark red", "#7a1f1f", true},
		{"red", "#ff0000", false},
		{"green", "#00703c", true},
		{"neon green", "#39ff14", false},
		{"lime", "#bfff00", false},
		{"yellow", "#ffff00", false},
		{"amber", "#ffbf00", false},
		{"orange", "#f47738", false},
		{"pink", "#ff69b4", false},
		{"neon pink", "#ff10f0", false},
		{"purple", "#4c2c92", true},
		{"violet", "#ee82ee", false},
		{"turquoise", "#40e0d0", false},
		{"cyan", "#00ffff", false},
		{"brown", "#5c4033", true},
		{"grey", "#808080", false},
		{"pale grey", "#eeeeee", false},
		{"black", "#000000", true},
		{"white", "#ffffff", false},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Derive(tokens, Colours{Accent: tt.accent})
			css := tokens + r.CSS
			for _, f := range contrast.Check(css) {
				t.Errorf("dark %v: %s on %s has contrast %.2f", f.Dark, f.Colour, f.Background, f.Contrast)
			}

			light, dark := contrast.Parse(css, false), contrast.Parse(css, true)
			if keeps := light["link"] == tt.accent; keeps != tt.keepsLinks || keeps != (r.Accent == nil) {
				t.Errorf("links are %s, and it says %+v", light["link"], r.Accent)
			}

			for _, p := range []contrast.Palette{light, dark} {
				ratio, _ := p.Contrast(contrast.Pair{Colour: "button", Background: "ground"})
				if ratio < 3 { // WCAG 2.2, success criterion 1.4.11
					t.Errorf("a button has contrast %.2f with the page", ratio)
				}
			}
		})
	}
}

func readTokens(t *testing.T) string {
	t.Helper()

	css, err := os.ReadFile("../../themes/default/assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}

	return string(css)
}

// Colours that are given for links are never changed, but refused with the nearest that can be read.
func TestDeriveGivenColours(t *testing.T) {
	tokens := readTokens(t)

	good := Derive(tokens, Colours{Accent: "#ffdd00", Link: "#5c4033", Dark: "#ffdd00"})
	if good.Accent != nil || good.Link != nil || good.Dark != nil || !strings.Contains(good.CSS, "--link: #5c4033") {
		t.Errorf("got %+v", good)
	}

	bad := Derive(tokens, Colours{Accent: "#ffdd00", Link: "#ffdd00", Dark: "#222222"})
	if bad.Link == nil || bad.Dark == nil {
		t.Fatalf("got %+v", bad)
	}

	nearest := Derive(tokens, Colours{Accent: "#ffdd00", Link: bad.Link.Nearest, Dark: bad.Dark.Nearest})
	if nearest.Link != nil || nearest.Dark != nil {
		t.Errorf("the nearest colours are refused: %+v", nearest)
	}
}

func TestParseColour(t *testing.T) {
	for text, want := range map[string]string{
		"#0A58B5": "#0a58b5", "0a58b5": "#0a58b5", "#fd3": "#ffdd33", "000": "#000000",
		"": "", "#": "", "red": "", "#12345": "", "#1234567": "", "#12345g": "", "#+12345": "", "#-1-1-1": "",
		"#fff;}body{}": "", "url(x)": "", "#ééé": "", "#0x1234": "", "#1_2_34": "",
	} {
		if got, ok := ParseColour(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %v", text, got, ok)
		}
	}
}

func FuzzParseColour(f *testing.F) {
	f.Add("#0a58b5")
	f.Add("#fff;}")
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		hex, ok := ParseColour(text)
		if again, _ := ParseColour(hex); ok && (len(hex) != 7 || again != hex) {
			t.Errorf("%q is %q", text, hex)
		}
	})
}

func TestParseFont(t *testing.T) {
	names, err := ParseFont(`Georgia, 'Times New Roman', "PT Sans", serif`)
	if got := strings.Join(names, "|"); err != nil || got != "Georgia|Times New Roman|PT Sans|serif" {
		t.Errorf("got %s and %v", got, err)
	}

	for _, bad := range []string{
		"", ",", "Georgia,", `a"b`, "a;b", "a}b{", `a\b`, "a/*b", "url(x)", "a\nb", "<a>", "-x", "a:b", "@a", "a'b",
		strings.Repeat("a", 61), strings.Repeat("a,", 8) + "a",
	} {
		if names, err := ParseFont(bad); err == nil {
			t.Errorf("%q: got %q", bad, names)
		}
	}
}

func TestFontCSS(t *testing.T) {
	f := Font{Names: []string{"Georgia", "serif"}, Regular: []byte("a"), Bold: []byte("b")}
	css, files := f.CSS("system-ui")
	if len(files) != 2 || strings.Count(css, "font-display: swap") != 2 {
		t.Errorf("got %d files in\n%s", len(files), css)
	}

	if want := `--font: brand, "Georgia", serif, system-ui;`; !strings.Contains(css, want) {
		t.Errorf("no %s in\n%s", want, css)
	}

	f.Bold = f.Regular
	if css, files = f.CSS("system-ui"); len(files) != 1 || !strings.Contains(css, "font-weight: 100 900") {
		t.Errorf("got %d files in\n%s", len(files), css)
	}

	if css, files = (Font{}).CSS("system-ui"); css != "" || files != nil {
		t.Errorf("got %d files in\n%s", len(files), css)
	}
}

func TestIsWOFF2(t *testing.T) {
	data := append([]byte("wOF2\x00\x01\x00\x00\x00\x00\x00\x30"), make([]byte, 36)...)
	if !IsWOFF2(data) || IsWOFF2(data[:47]) || IsWOFF2(append(data, 0)) || IsWOFF2([]byte("wOFF")) || IsWOFF2(nil) {
		t.Error("a file is not told from another")
	}
}
