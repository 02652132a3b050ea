package themes_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var token = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]+);`)

// colours reads the colours of tokens.css, in the light or on top of them in the dark.
func colours(t *testing.T, dark bool) map[string]float64 {
	t.Helper()
	css, err := os.ReadFile("default/assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, inTheDark, found := strings.Cut(string(css), "prefers-color-scheme: dark")
	if !found {
		t.Fatal("tokens.css has no dark colours")
	}
	if dark {
		light += inTheDark
	}
	luminances := map[string]float64{}
	for _, m := range token.FindAllStringSubmatch(light, -1) {
		luminances[m[1]] = luminance(t, m[2])
	}
	return luminances
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, share := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

func TestContrast(t *testing.T) {
	text := map[string][]string{
		"ground":  {"text", "secondary", "link", "visited"},
		"tint":    {"text", "secondary", "link", "visited", "string", "number"},
		"warning": {"text", "link", "visited"},
		"mark":    {"text", "link"},
		"header":  {"on-header"},
		"button":  {"on-button"},
		"focus":   {"on-focus"},
	}
	edges := map[string][]string{"ground": {"border"}, "tint": {"link"}, "warning": {"warning-bar"}, "header": {"focus"}}
	for _, dark := range []bool{false, true} {
		luminances := colours(t, dark)
		check := func(pairs map[string][]string, least float64) {
			for ground, list := range pairs {
				for _, c := range list {
					if _, known := luminances[c]; !known {
						t.Fatalf("there is no colour %q", c)
					}
					if got := contrast(luminances[c], luminances[ground]); got < least {
						t.Errorf("dark %v: %s on %s has a contrast of %.2f, less than %.1f", dark, c, ground, got, least)
					}
				}
			}
		}
		check(text, 4.5)
		check(edges, 3)
	}
}
