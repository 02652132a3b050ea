// Package contrast works out, from the style of a theme, whether its colours can be told apart: text from the ground that it stands on by a
// contrast of 4.5, the edges of fields and the like by 3, in the light and in the dark, as WCAG 2.2 has it.
//
// It reads the custom properties that :root sets, in the order in which they come; of two, the later holds, as in a browser. Colours are
// written #rrggbb or #rgb, or as the var() of one that is. A colour that is written otherwise is not judged.
package contrast

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Pair is a colour that stands on another, by the names of their custom properties.
type Pair struct {
	Colour, Ground string  // "link", "tint"
	Least          float64 // the contrast that they need
}

// Pairs are those of the default theme.
var Pairs = slices.Concat(
	on("ground", 4.5, "text", "secondary", "link", "visited"),
	on("tint", 4.5, "text", "secondary", "link", "visited", "string", "number"),
	on("warning", 4.5, "text", "link", "visited"),
	on("mark", 4.5, "text", "link"),
	on("header", 4.5, "on-header"),
	on("button", 4.5, "on-button"),
	on("focus", 4.5, "on-focus"),
	on("ground", 3, "border"),
	on("warning", 3, "warning-bar"),
	on("header", 3, "focus"),
)

func on(ground string, least float64, colours ...string) []Pair {
	var list []Pair
	for _, c := range colours {
		list = append(list, Pair{c, ground, least})
	}
	return list
}

// Finding is a pair that cannot be told apart well enough.
type Finding struct {
	Pair
	Contrast float64
	Dark     bool // on a dark screen
}

// Check lists what is wrong with the colours of a style, those in the light first.
func Check(css string) []Finding {
	var found []Finding
	for _, dark := range []bool{false, true} {
		colours := read(css, dark)
		for _, p := range Pairs {
			colour, known := colours.luminance(p.Colour)
			ground, knownToo := colours.luminance(p.Ground)
			got := (max(colour, ground) + 0.05) / (min(colour, ground) + 0.05)
			if known && knownToo && got < p.Least {
				found = append(found, Finding{p, got, dark})
			}
		}
	}
	return found
}

// palette is the value of each custom property, by its name.
type palette map[string]string

var (
	comment     = regexp.MustCompile(`(?s)/\*.*?\*/`)
	piece       = regexp.MustCompile(`((?:"[^"]*"|'[^']*'|[^{};"'])*)([{};])`) // a selector, or a declaration
	declaration = regexp.MustCompile(`(?s)^--([\w-]+)\s*:\s*(.*)$`)
)

// read is what holds on a screen that is light or dark.
func read(css string, dark bool) palette {
	colours := palette{}
	var around []string
	for _, m := range piece.FindAllStringSubmatch(comment.ReplaceAllString(css, ""), -1) {
		text := strings.TrimSpace(m[1])
		if m[2] == "{" {
			around = append(around, strings.ToLower(text))
			continue
		}
		if set := declaration.FindStringSubmatch(text); set != nil && applies(around, dark) {
			colours[set[1]] = strings.ToLower(strings.TrimSpace(set[2]))
		}
		if m[2] == "}" && len(around) > 0 {
			around = around[:len(around)-1]
		}
	}
	return colours
}

// applies reports whether what stands within these rules holds for the whole page on such a screen. Paper and screens of few colours are other
// matters.
func applies(around []string, dark bool) bool {
	for i, rule := range around {
		plain := strings.ReplaceAll(rule, " ", "")
		switch {
		case i == len(around)-1:
			return slices.Contains(strings.Split(plain, ","), ":root") || plain == "html"
		case strings.Contains(plain, "forced-colors"), strings.Contains(plain, "prefers-contrast"),
			strings.Contains(plain, "print") && !strings.Contains(plain, "notprint"),
			strings.Contains(plain, "scheme:dark") && !dark,
			strings.Contains(plain, "scheme:light") && dark:
			return false
		}
	}
	return false
}

var reference = regexp.MustCompile(`^var\(\s*--([\w-]+)\s*\)$`)

// luminance is the relative luminance of WCAG 2.2.
func (p palette) luminance(name string) (float64, bool) {
	value := p[name]
	for range len(p) { // more than which no chain of them can be long
		if to := reference.FindStringSubmatch(value); to != nil {
			value = p[to[1]]
		}
	}
	hex, found := strings.CutPrefix(value, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !found || err != nil || len(hex) != 6 {
		return 0, false
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8&0xff) + 0.0722*linear(n&0xff), true
}

// linear is how much light a channel gives.
func linear(channel uint64) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
