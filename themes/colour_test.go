package themes_test

import (
	"os"
	"strings"
	"testing"

	"signpost/internal/contrast"
)

func TestContrast(t *testing.T) {
	css, err := os.ReadFile("default/assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}

	for _, p := range contrast.Pairs {
		for _, name := range []string{p.Colour, p.Background} {
			if !strings.Contains(string(css), "--"+name+": #") {
				t.Errorf("tokens.css has no colour %q", name)
			}
		}
	}

	for _, f := range contrast.Check(string(css)) {
		t.Errorf("dark %v: %s on %s has contrast %.2f, less than %.1f",
			f.Dark, f.Colour, f.Background, f.Contrast, f.Minimum)
	}
}
