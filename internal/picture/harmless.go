package picture

import (
	"encoding/xml"
	"regexp"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xhtmlSpace = "http://www.w3.org/1999/xhtml"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

func set(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// drawn are the elements that do nothing but draw, and those that browsers pass over. Not among them are those that run scripts, move, play or load.
var drawn = set(`svg g defs symbol use a view switch title desc metadata style foreignObject
	path rect circle ellipse line polyline polygon text tspan textPath tref image marker pattern mask clipPath
	linearGradient radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
	feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
	feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	font font-face font-face-src font-face-name missing-glyph glyph hkern vkern
	flowRoot flowRegion flowRegionExclude flowPara flowSpan flowDiv
	solidColor solidcolor hatch hatchpath meshGradient meshgradient meshrow meshpatch`)

// worded are the elements of HTML that do nothing but hold words: draw.io and Mermaid set labels with them.
var worded = set(`body div span p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td colgroup col
	a b i u s em strong small sub sup strike del ins font center pre code kbd samp var q cite blockquote label section`)

// wordedBy are the attributes that these may have, but for those of every element.
var wordedBy = set(`style dir lang title align valign width height color bgcolor face size colspan rowspan border cellpadding cellspacing
	href target rel role start type span tabindex`)

// moving are the elements that change a drawing as time goes by. They could make a link one that runs a script.
var moving = set("animate animateColor animateMotion animateTransform set mpath discard")

// What to do about a drawing that is refused.
const (
	takeOut       = "take it out with a text editor, or save the drawing anew as plain SVG: nothing that is drawn is lost"
	embedPicture  = "embed the picture in the drawing, then save it again: in Inkscape it is Extensions > Images > Embed Images"
	embedStyle    = "let the drawing use fonts that every computer has, or turn its text into paths; then take that part of the style out"
	standStill    = "take the movement out, or show a picture for each step of it"
	onlyWords     = "use text without pictures and forms in it: in draw.io, switch Formatted Text off"
	namesNoPrefix = "save the drawing anew as plain SVG"
)

func checkElement(name xml.Name) error {
	switch {
	case name.Space == xhtmlSpace && !worded[name.Local]:
		return refuse(onlyWords, "it holds the element <%s> of HTML", name.Local)
	case name.Space == svgSpace && moving[name.Local]:
		return refuse(standStill, "it moves: it holds the element <%s>", name.Local)
	case name.Space == svgSpace && !drawn[name.Local]:
		return refuse(takeOut, "it holds the element <%s>", name.Local)
	}
	return nil
}

// checkPrefix refuses a prefix that stands for nothing, which the decoder leaves as it is: browsers show none of such a drawing.
func checkPrefix(name xml.Name) error {
	if prefix := name.Space; prefix != "" && prefix != "xmlns" && !strings.Contains(prefix, ":") {
		return refuse(namesNoPrefix, `it does not say what %s: stands for; add xmlns:%s="..." to the element <svg>`, prefix, prefix)
	}
	return nil
}

func checkAttribute(element xml.Name, a xml.Attr) error {
	name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
	switch {
	case inert(a.Name.Space, name):
		return nil
	case strings.HasPrefix(name, "on"):
		return refuse(takeOut, "it runs a script (%s)", a.Name.Local)
	case name == "base" && a.Name.Space == xmlSpace:
		return refuse(takeOut, "it sets another place from which to load (xml:base)")
	case element.Space == xhtmlSpace && !wordedBy[name] && a.Name.Space == "":
		return refuse(takeOut, "it holds the attribute %s of HTML", a.Name.Local)
	case name == "href" || name == "src":
		return checkReference(element, value)
	}
	if loaded := loads(value); loaded != "" {
		return refuse(embedPicture, "it loads %q", shorten(loaded))
	}
	return nil
}

var (
	followed = regexp.MustCompile(`^(?i:https?://|mailto:|tel:)`)
	embedded = regexp.MustCompile(`^(?i:data:image/(?:png|jpe?g|gif|webp|svg\+xml)[;,])`)
)

// checkReference lets a drawing refer to its own parts, show pictures that stand in it, and have links: they load nothing until somebody
// follows them. A picture in a picture runs nothing and loads nothing.
func checkReference(element xml.Name, value string) error {
	switch {
	case strings.HasPrefix(value, "#"):
	case element.Local == "a" && followed.MatchString(value):
	case (element.Local == "image" || element.Local == "feImage") && element.Space == svgSpace && embedded.MatchString(value):
	case element.Local == "a":
		return refuse("begin the link with https://, or take it out", "it links to %q", shorten(value))
	default:
		return refuse(embedPicture, "it refers to %q", shorten(value))
	}
	return nil
}

// texts are attributes that hold words: draw.io puts the whole drawing, as it reads it, into one.
var texts = set("xmlns id class content unicode glyph-name title")

// inert reports whether an attribute is for other programs, or a text: no browser loads anything for it.
func inert(space, name string) bool {
	switch space {
	case "":
		return texts[name] || strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")
	case xlinkSpace, xmlSpace:
		return false
	}
	return true
}

func shorten(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

var (
	// A part of the drawing itself, or a font or a picture that stands in it. Nothing that could end a comment or begin another address is within.
	own   = regexp.MustCompile(`(?i)url\(\s*["']?(?:#|data:(?:font/|application/(?:x-)?font|application/octet-stream|image/(?:png|jpeg|gif|webp)))[^\s()"'*\\{}]*["']?\s*\)`)
	fetch = regexp.MustCompile(`(?i)(?:url\(|@import|image-set\(|image\(|src\(|expression\(|-moz-binding|\\)[^;}]*`)
)

// loads is what CSS refers to that is not in the drawing, or empty. A backslash may hide such a word.
func loads(css string) string { return fetch.FindString(own.ReplaceAllString(css, "")) }

// entity is the declaration of a word that stands for a text, as Illustrator writes them. What stands for elements or other entities is none.
var entity = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>`)

// declare takes up the entities that a DOCTYPE declares, and refuses everything else in it: browsers take attributes and elements from
// there that stand nowhere in the drawing.
func declare(directive string, entities map[string]string) error {
	_, subset, has := strings.Cut(directive, "[")
	if !has {
		return nil
	}
	subset, closed := strings.CutSuffix(strings.TrimSpace(subset), "]")
	if !closed || strings.TrimSpace(entity.ReplaceAllString(subset, "")) != "" {
		return refuse(takeOut, "its DOCTYPE declares more than words that stand for texts")
	}
	for _, m := range entity.FindAllStringSubmatch(subset, -1) {
		if _, twice := entities[m[1]]; twice || predeclared[m[1]] {
			return refuse(takeOut, "its DOCTYPE declares the entity %q, which stands for something else already", m[1])
		}
		entities[m[1]] = m[2] + m[3]
	}
	return nil
}

var predeclared = set("lt gt amp quot apos")
