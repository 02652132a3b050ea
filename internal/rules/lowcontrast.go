package rules

import (
	"signpost/internal/contrast"
	"signpost/internal/csp"
	"signpost/internal/problem"
)

// LowContrast reports colours of a theme that are too similar to be read, each once per mode, for the first background
// that it is shown on. The default theme has none.
var LowContrast = Rule{
	Rule: problem.Rule{
		ID:       "SP066",
		Name:     "low-contrast",
		Severity: problem.Warning,
	},
	Theme: checkContrast,
}

// Theme is a site's own theme as the rules see it.
type Theme struct {
	CSS string // the bundled style sheet

	Files  []ThemeFile
	Policy *csp.Policy // of the site

	// Find returns the first place at which the theme sets a custom property, given without hyphens. Its File is empty
	// if there is none.
	Find func(property string) problem.Place
}

func checkContrast(t *Theme, r *Report) {
	type key struct {
		place problem.Place
		dark  bool
	}

	reported := map[key]bool{}

	for _, f := range contrast.Check(t.CSS) {
		place := t.Find(f.Colour)
		if place.File == "" {
			place = t.Find(f.Background)
		}

		k := key{place: place, dark: f.Dark}
		if reported[k] {
			continue
		}

		reported[k] = true

		mode := ""
		if f.Dark {
			mode = " in dark mode"
		}

		hint := "choose a lighter or darker colour; colours in :root also apply in dark mode unless they are set there"
		r.Add(place, hint, "--%s on --%s has a contrast of %.2f%s; it must be at least %.1f",
			f.Colour, f.Background, f.Contrast, mode, f.Minimum)
	}
}
