package picture

import (
	"encoding/xml"
	"regexp"
	"strings"

	"signpost/internal/limit"
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

// svgElements is the allow-list of SVG elements: those that draw, and those that browsers ignore.
var svgElements = set(`svg g defs symbol use a view switch title desc metadata style foreignObject
	path rect circle ellipse line polyline polygon text tspan textPath tref image marker pattern mask clipPath
	linearGradient radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
	feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
	feGaussianBlur
	feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	font font-face font-face-src font-face-name missing-glyph glyph hkern vkern
	flowRoot flowRegion flowRegionExclude flowPara flowSpan flowDiv
	solidColor solidcolor hatch hatchpath meshGradient meshgradient meshrow meshpatch`)

// htmlElements is the allow-list of HTML elements in a foreignObject. draw.io and Mermaid write labels with them.
var htmlElements = set(`body div span p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd
	table caption thead tbody tfoot tr th td colgroup col
	a b i u s em strong small sub sup strike del ins font center pre code kbd samp var q cite blockquote label section`)

// htmlAttributes is the allow-list of attributes of HTML elements, in addition to global ones.
var htmlAttributes = set(`style dir lang title align valign width height color bgcolor face size colspan rowspan
	border cellpadding cellspacing href target rel role start type span tabindex`)

// animations are the elements that change a drawing over time. They could turn a link into one that runs a script.
var animations = set("animate animateColor animateMotion animateTransform set mpath discard")

// Hints of rejected drawings.
const (
	removePart      = "remove it with a text editor, or save the drawing again as plain SVG; it stays the same"
	embedPicture    = "embed the picture and save the drawing again; in Inkscape: Extensions > Images > Embed Images"
	embedStyle      = "use standard fonts or convert text to paths, then remove this part of the style"
	removeAnimation = "remove the animation, or show a picture of each step"
	plainText       = "use plain text without pictures and form fields; in draw.io, switch off Formatted Text"
	linkHTTPS       = "begin the link with https://, or remove it"
)

func checkElement(name xml.Name) error {
	if err := checkPrefix(name); err != nil {
		return err
	}

	switch {
	case name.Space == xhtmlSpace && !htmlElements[name.Local]:
		return newError(plainText, "it contains the HTML element <%s>", name.Local)
	case name.Space == svgSpace && animations[name.Local]:
		return newError(removeAnimation, "it is animated with the element <%s>", name.Local)
	case name.Space == svgSpace && !svgElements[name.Local]:
		return newError(removePart, "it contains the element <%s>", name.Local)
	}

	return nil
}

// checkPrefix rejects an undeclared prefix, which the decoder returns in place of a namespace. Browsers do
// not show such drawings.
func checkPrefix(name xml.Name) error {
	prefix := name.Space
	if prefix == "" || prefix == "xmlns" || strings.Contains(prefix, ":") {
		return nil
	}

	hint := "add xmlns:" + prefix + `="..." to the element <svg>, or save the drawing again as plain SVG`

	return newError(hint, "it does not declare the prefix %s:", prefix)
}

func checkAttribute(element xml.Name, a xml.Attr) error {
	if err := checkPrefix(a.Name); err != nil {
		return err
	}

	name := strings.ToLower(a.Name.Local)
	value := strings.TrimSpace(a.Value)
	if isInert(a.Name.Space, name) {
		return nil
	}

	switch {
	case strings.HasPrefix(name, "on"):
		return newError(removePart, "it runs a script (%s)", a.Name.Local)
	case name == "base" && a.Name.Space == xmlSpace:
		return newError(removePart, "it sets a base address for other files (xml:base)")
	case element.Space == xhtmlSpace && !htmlAttributes[name] && a.Name.Space == "":
		return newError(removePart, "it contains the HTML attribute %s", a.Name.Local)
	case name == "href" || name == "src":
		return checkReference(element, value)
	}

	if reference := externalReference(value); reference != "" {
		return newError(embedPicture, "it loads %q", truncate(reference))
	}

	return nil
}

var (
	linkTarget   = regexp.MustCompile(`^(?i:https?://|mailto:|tel:)`)
	embeddedData = regexp.MustCompile(`^(?i:data:image/(?:png|jpe?g|gif|webp|svg\+xml)[;,])`)
)

// checkReference allows references to parts of the drawing, embedded pictures, and links, which load nothing
// until the reader follows them. Browsers run no scripts in an embedded picture and load nothing for it.
func checkReference(element xml.Name, value string) error {
	isImage := element.Space == svgSpace && (element.Local == "image" || element.Local == "feImage")
	switch {
	case strings.HasPrefix(value, "#"):
		return nil
	case element.Local == "a" && linkTarget.MatchString(value):
		return nil
	case isImage && embeddedData.MatchString(value):
		return nil
	case element.Local == "a":
		return newError(linkHTTPS, "it links to %q", truncate(value))
	}

	return newError(embedPicture, "it refers to %q", truncate(value))
}

// textAttributes never load anything. draw.io stores its own format in one of them.
var textAttributes = set("xmlns id class content unicode glyph-name title")

// isInert reports whether browsers never load anything for an attribute.
func isInert(space, name string) bool {
	switch space {
	case "":
		return textAttributes[name] || strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")
	case xlinkSpace, xmlSpace:
		return false
	}

	return true // of another program
}

func truncate(s string) string {
	const limit = 60
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}

	return s
}

var (
	// internalURL matches a reference to a part of the drawing, or an embedded font or picture. It excludes
	// characters that could end a comment or begin another URL.
	internalURL = regexp.MustCompile(`(?i)url\(\s*["']?(?:#|` +
		`data:(?:font/|application/(?:x-)?font|application/octet-stream|image/(?:png|jpeg|gif|webp)))` +
		`[^\s()"'*\\{}]*["']?\s*\)`)

	// loadingCSS matches CSS that loads a file. A backslash may hide one of the keywords.
	loadingCSS = regexp.MustCompile(
		`(?i)(?:url\(|@import|image-set\(|image\(|src\(|expression\(|-moz-binding|\\)[^;}]*`)
)

// externalReference returns the first part of CSS that refers outside the drawing, or "".
func externalReference(css string) string {
	return loadingCSS.FindString(internalURL.ReplaceAllString(css, ""))
}

// entityDeclaration matches an entity whose value is plain text, as Illustrator writes them.
var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>`)

var entityReference = regexp.MustCompile(`&([A-Za-z_][\w.-]*);`)

// checkEntities rejects a drawing in which entities stand for too much text. It counts before anything is expanded.
func checkEntities(data []byte) error {
	values := map[string]int{} // lengths
	for _, m := range entityDeclaration.FindAllSubmatch(data, -1) {
		name := string(m[1])
		values[name] = max(values[name], len(m[2])+len(m[3]))
	}

	if len(values) == 0 {
		return nil
	}

	size := 0
	for _, m := range entityReference.FindAllSubmatch(data, -1) {
		size += values[string(m[1])]
	}

	if size > limit.Entities {
		return newError("replace the entities with their text, or save the drawing again as plain SVG",
			"its entities stand for more than %d MB of text", limit.Entities>>20)
	}

	return nil
}

var predeclaredEntities = set("lt gt amp quot apos")

// readDoctype adds the entities that a DOCTYPE declares. It rejects all other declarations, since browsers
// take attributes and elements from them that are not in the drawing.
func readDoctype(directive string, entities map[string]string) error {
	_, subset, ok := strings.Cut(directive, "[")
	if !ok {
		return nil
	}

	subset, closed := strings.CutSuffix(strings.TrimSpace(subset), "]")
	rest := entityDeclaration.ReplaceAllString(subset, "")
	if !closed || strings.TrimSpace(rest) != "" {
		return newError(removePart, "its DOCTYPE declares more than text entities")
	}

	for _, m := range entityDeclaration.FindAllStringSubmatch(subset, -1) {
		name, value := m[1], m[2]+m[3]
		if _, ok := entities[name]; ok || predeclaredEntities[name] {
			return newError(removePart, "its DOCTYPE redeclares the entity %q", name)
		}

		entities[name] = value
	}

	return nil
}
