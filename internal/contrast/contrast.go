// Package contrast checks the colours of a style sheet for sufficient contrast. WCAG 2.2 requires a contrast ratio of
// 4.5 for text and of 3 for borders and other parts of controls, in light and in dark mode.
//
// It reads the custom properties of :root in the order of the file; of two, the later one applies, as in a browser. It
// understands colours written #rrggbb or #rgb, and var() with the name of such a property. Other colours are ignored.
package contrast

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The minimum ratios: WCAG 2.2, success criteria 1.4.3 and 1.4.11.
const (
	minText    = 4.5
	minNonText = 3
)

// Pair is a colour on a background. Both are names of custom properties, without the hyphens: "link".
type Pair struct {
	Colour     string
	Background string
	Minimum    float64 // contrast ratio
}

// Pairs lists the colour pairs of the default theme.
var Pairs = slices.Concat(
	on("ground", minText, "text", "secondary", "link", "visited"),
	on("tint", minText, "text", "secondary", "link", "visited", "string", "number"),
	on("warning", minText, "text", "link", "visited", "warning-bar"),
	on("soft", minText, "text", "secondary", "link", "visited"),
	on("good", minText, "text", "link", "good-bar"),
	on("bad", minText, "text", "link", "bad-bar"),
	on("mark", minText, "text", "link"),
	on("header", minText, "on-header"),
	on("button", minText, "on-button"),
	on("focus", minText, "on-focus"),
	on("ground", minNonText, "border"),
	on("header", minNonText, "focus"),
)

func on(background string, minimum float64, colours ...string) []Pair {
	var list []Pair
	for _, c := range colours {
		list = append(list, Pair{
			Colour:     c,
			Background: background,
			Minimum:    minimum,
		})
	}

	return list
}

// Finding is a pair whose contrast is too low.
type Finding struct {
	Pair

	Contrast float64
	Dark     bool // in dark mode
}

// Check returns the pairs with too little contrast, first in light mode, then in dark mode.
func Check(css string) []Finding {
	var found []Finding
	for _, dark := range []bool{false, true} {
		colours := Parse(css, dark)
		for _, p := range Pairs {
			if ratio, ok := colours.Contrast(p); ok && ratio < p.Minimum {
				found = append(found, Finding{
					Pair:     p,
					Contrast: ratio,
					Dark:     dark,
				})
			}
		}
	}

	return found
}

// Palette contains the values of custom properties, by name, in lower case.
type Palette map[string]string

var (
	comment     = regexp.MustCompile(`(?s)/\*.*?\*/`)
	declaration = regexp.MustCompile(`(?s)^--([\w-]+)\s*:\s*(.*)$`)

	// piece is the text up to the next brace or semicolon: a selector, an at-rule or a declaration.
	piece = regexp.MustCompile(`((?:"[^"]*"|'[^']*'|[^{};"'])*)([{};])`)
)

// Parse returns the custom properties that apply to the page in light or in dark mode.
func Parse(css string, dark bool) Palette {
	colours := Palette{}
	var rules []string // around the current declaration, the outermost first
	for _, m := range piece.FindAllStringSubmatch(comment.ReplaceAllString(css, ""), -1) {
		text, end := strings.TrimSpace(m[1]), m[2]
		if end == "{" {
			rules = append(rules, strings.ToLower(text))
			continue
		}

		if d := declaration.FindStringSubmatch(text); d != nil && apply(rules, dark) {
			colours[d[1]] = strings.ToLower(strings.TrimSpace(d[2]))
		}

		if end == "}" && len(rules) > 0 {
			rules = rules[:len(rules)-1]
		}
	}

	return colours
}

// apply reports whether declarations within nested rules apply to the whole page on such a screen.
func apply(rules []string, dark bool) bool {
	if len(rules) == 0 {
		return false
	}

	last := len(rules) - 1
	for _, condition := range rules[:last] {
		if !matches(strings.ReplaceAll(condition, " ", ""), dark) {
			return false
		}
	}

	selector := strings.ReplaceAll(rules[last], " ", "")

	return selector == "html" || slices.Contains(strings.Split(selector, ","), ":root")
}

// matches reports whether an at-rule matches an ordinary screen. Print, forced colours and a preference for more
// contrast are not judged.
func matches(condition string, dark bool) bool {
	contains := func(s string) bool { return strings.Contains(condition, s) }
	switch {
	case contains("forced-colors"), contains("prefers-contrast"):
		return false
	case contains("print") && !contains("notprint"):
		return false
	case contains("scheme:dark"):
		return dark
	case contains("scheme:light"):
		return !dark
	}

	return true
}

// Contrast returns the contrast ratio of a pair, if both colours are known.
func (p Palette) Contrast(pair Pair) (ratio float64, ok bool) {
	colour, ok := p.luminance(pair.Colour)
	background, known := p.luminance(pair.Background)
	if !ok || !known {
		return 0, false
	}

	return (max(colour, background) + 0.05) / (min(colour, background) + 0.05), true
}

var reference = regexp.MustCompile(`^var\(\s*--([\w-]+)\s*\)$`)

// resolve returns the value of a property, after following var().
func (p Palette) resolve(name string) string {
	value := p[name]
	for range len(p) { // no chain without a circle is longer
		if m := reference.FindStringSubmatch(value); m != nil {
			value = p[m[1]]
		}
	}

	return value
}

// luminance returns the relative luminance of a colour, as WCAG 2.2 defines it.
func (p Palette) luminance(name string) (luminance float64, ok bool) {
	hex, ok := strings.CutPrefix(p.resolve(name), "#")
	if !ok {
		return 0, false
	}

	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}

	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		return 0, false
	}

	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8&0xff) + 0.0722*linear(n&0xff), true
}

// linear returns the intensity of a colour channel.
func linear(channel uint64) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}

	return math.Pow((c+0.055)/1.055, 2.4)
}
