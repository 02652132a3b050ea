// Package brand turns the colour and the font of a company into custom properties of the theme's style sheet.
//
// The colours of links, buttons, the header and soft surfaces are derived from one accent colour, in light and in dark
// mode: each is the accent if that has enough contrast with what it is next to, and else the accent mixed with as
// little black or white as is needed. Package contrast says which pairs of colours must have which contrast.
package brand

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/contrast"
)

// Colours are the colours in the settings, written #rrggbb.
type Colours struct {
	Accent string

	// Link is used for links instead of Accent, and Dark for links and buttons in dark mode. Either may be empty.
	Link string
	Dark string
}

// Unreadable is a colour of the settings with too little contrast for links.
type Unreadable struct {
	// Colour is the one that was given, and Nearest the most similar colour with enough contrast.
	Colour, Nearest string

	// Pair is the first pair with too little contrast, and Ratio its contrast.
	Pair  contrast.Pair
	Ratio float64
}

// Result is what is added to the style sheet of a theme.
type Result struct {
	CSS string

	// Accent is set if links have another colour than the accent because it has too little contrast, and no colour for
	// links is given. Link and Dark are set if these colours have too little contrast.
	Accent, Link, Dark *Unreadable
}

// Derive returns the colours of a brand for a theme, given the style sheet with the other colours of the theme.
func Derive(css string, c Colours) Result {
	accent, ok := parseColour(c.Accent)
	if !ok {
		return Result{}
	}

	var r Result
	light := mode{Palette: contrast.Parse(css, false), away: colour.darken}
	link, unreadable := light.links(accent, c.Link)
	if c.Link == "" {
		r.Accent = unreadable
	} else {
		r.Link = unreadable
	}

	light.surfaces(accent, link)

	night := mode{Palette: contrast.Parse(css, true), away: colour.lighten}
	nightLink, unreadable := night.links(accent, c.Dark)
	if c.Dark != "" {
		r.Dark = unreadable
	}

	night.nightSurfaces(accent, nightLink)

	r.CSS = light.rule() + "@media screen and (prefers-color-scheme: dark) {\n" + night.rule() + "}\n"

	return r
}

// mode derives the colours of light or of dark mode.
type mode struct {
	contrast.Palette

	away  func(c colour, percent int) colour // makes a colour differ more from the page
	names []string                           // of the derived properties, in order
}

// softness is the percentage of the page's background in soft surfaces.
const softness = 90

// links derives the soft surface and the colour of links: from the given one, or else from the accent. The result is
// nil if the colour itself has enough contrast.
func (m *mode) links(accent colour, given string) (link colour, u *Unreadable) {
	start := accent
	if c, ok := parseColour(given); ok {
		start = c
	}

	ground, _ := parseColour(m.Palette["ground"])
	soften := func(percent int) { m.set("soft", accent.mix(ground, softness+percent*(100-softness)/100)) }
	least(func(percent int) bool {
		soften(percent)
		_, _, ok := m.failing(func(p contrast.Pair) bool { return p.Background == "soft" && p.Colour != "link" })
		return ok
	})

	ofLinks := func(p contrast.Pair) bool { return p.Colour == "link" }
	m.set("link", start)
	pair, ratio, ok := m.failing(ofLinks)
	if ok {
		return start, nil
	}

	least(func(percent int) bool {
		link = m.away(start, percent)
		m.set("link", link)
		_, _, ok := m.failing(ofLinks)
		return ok
	})

	return link, &Unreadable{Colour: start.String(), Nearest: link.String(), Pair: pair, Ratio: ratio}
}

// The header of light mode is the accent if little black suffices for white text on it. Otherwise it has a deep shade,
// and an edge in the accent. The header of dark mode is always deep.
const (
	littleBlack = 30 // per cent
	deepBlack   = 75
)

// surfaces derives the header and buttons of light mode.
func (m *mode) surfaces(accent, link colour) {
	m.set("on-header", white)
	onHeader := func(p contrast.Pair) bool { return p.Background == "header" }
	percent := least(func(percent int) bool {
		m.set("header", accent.darken(percent))
		_, _, ok := m.failing(onHeader)
		return ok
	})

	button := accent.darken(percent)
	if percent > littleBlack {
		button = link
		m.set("header", accent.darken(max(percent, deepBlack)))
		m.edge(accent)
	}

	m.button(button, white)
	m.set("tile", accent.mix(white, softness))
}

// nightSurfaces derives the header and buttons of dark mode.
func (m *mode) nightSurfaces(accent, link colour) {
	m.set("on-header", white)
	m.set("header", accent.darken(deepBlack+5))
	m.edge(accent.darken(littleBlack))
	m.button(link, accent.darken(deepBlack))
}

// edge sets the line below the header.
func (m *mode) edge(c colour) {
	m.add("edge", "0.25rem solid "+c.String())
}

// button sets the colour of buttons, and that of the text on them: the preferred one if it has enough contrast.
func (m *mode) button(c, preferred colour) {
	m.set("button", c)
	onButton := func(p contrast.Pair) bool { return p.Background == "button" }
	for _, text := range []colour{preferred, white, black} {
		m.set("on-button", text)
		if _, _, ok := m.failing(onButton); ok {
			return
		}
	}
}

// set sets a derived property.
func (m *mode) set(name string, c colour) {
	m.add(name, c.String())
}

func (m *mode) add(name, value string) {
	if !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}

	m.Palette[name] = value
}

// failing returns the first of the chosen pairs with too little contrast. ok reports that there is none.
func (m *mode) failing(chosen func(contrast.Pair) bool) (pair contrast.Pair, ratio float64, ok bool) {
	for _, p := range contrast.Pairs {
		if ratio, known := m.Contrast(p); known && ratio < p.Minimum && chosen(p) {
			return p, ratio, false
		}
	}

	return contrast.Pair{}, 0, true
}

// rule returns the derived properties as a rule of a style sheet.
func (m *mode) rule() string {
	var b strings.Builder
	b.WriteString(":root {\n")
	for _, name := range m.names {
		fmt.Fprintf(&b, "  --%s: %s;\n", name, m.Palette[name])
	}

	b.WriteString("}\n")

	return b.String()
}

// least returns the least percentage that suffices, after trying it last, or 100.
func least(suffices func(percent int) bool) int {
	for percent := range 100 {
		if suffices(percent) {
			return percent
		}
	}

	suffices(100)

	return 100
}
