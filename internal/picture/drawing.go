package picture

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xhtmlSpace = "http://www.w3.org/1999/xhtml"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// drawn are the elements that do nothing but draw. Not among them are those that run scripts, hold pages, move, play or load.
var drawn = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(`svg g defs symbol use a view switch title desc metadata style
		path rect circle ellipse line polyline polygon text tspan textPath tref image marker pattern mask clipPath
		linearGradient radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
		feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
		feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`) {
		set[name] = true
	}
	return set
}()

// drawing is an SVG file that is being read.
type drawing struct {
	size  Size
	open  []xml.Name
	style strings.Builder // what stands in the style element that is open
}

// plainSVG is what to do about a drawing that is refused.
const plainSVG = "save the drawing as plain SVG, with everything in it that it shows: programs that draw have this in their list of formats"

// readDrawing finds the size of a drawing, and refuses one that does anything but be drawn: that runs scripts, moves, or loads something
// from elsewhere. What it refuses is told with the line that it begins on.
func readDrawing(data []byte) (Size, *Flaw) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	d := drawing{}
	root := false
	for {
		start := decoder.InputOffset()
		token, err := decoder.Token()
		if err == nil {
			_, first := token.(xml.StartElement)
			root = root || first
			err = d.take(token)
		}
		if errors.Is(err, io.EOF) && root {
			break
		}
		if err != nil {
			return Size{}, &Flaw{Line: lineOf(data, start), Text: reason(err), Hint: plainSVG}
		}
	}
	if d.size.Width == 0 || d.size.Height == 0 {
		return Size{}, flaw(`write its size on the element <svg>: viewBox="0 0 640 400"`, "it does not say how large it is")
	}
	return d.size, nil
}

func lineOf(data []byte, offset int64) int {
	rest := data[min(int(offset), len(data)):]
	skipped := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))
	return 1 + bytes.Count(data[:len(data)-len(rest)+skipped], []byte("\n"))
}

// refusal is why a drawing is refused.
type refusal string

func (r refusal) Error() string { return string(r) }

func reason(err error) string {
	if errors.As(err, new(refusal)) {
		return err.Error()
	}
	return "it is not well-formed SVG (" + err.Error() + ")"
}

func (d *drawing) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return d.begin(t)
	case xml.EndElement:
		return d.end(t)
	case xml.CharData:
		if d.inStyle() {
			d.style.Write(t)
		}
	case xml.ProcInst:
		if t.Target != "xml" {
			return refusal("it holds the processing instruction " + strconv.Quote(t.Target))
		}
	case xml.Directive:
		if bytes.ContainsAny(t, "[]") { // browsers take attributes and elements from there that stand nowhere in the drawing
			return refusal("it declares entities")
		}
	}
	return nil
}

func (d *drawing) inStyle() bool {
	return len(d.open) > 0 && d.open[len(d.open)-1] == xml.Name{Space: svgSpace, Local: "style"}
}

func (d *drawing) begin(t xml.StartElement) error {
	name := t.Name
	switch {
	case len(d.open) == 0 && name != xml.Name{Space: svgSpace, Local: "svg"}:
		return refusal(`it does not begin with <svg xmlns="` + svgSpace + `">`)
	case d.inStyle(), name.Space == xhtmlSpace, name.Space == svgSpace && !drawn[name.Local]:
		return refusal("it holds the element <" + name.Local + ">")
	}
	if len(d.open) == 0 {
		d.size = sizeOf(t)
	}
	d.open = append(d.open, name)
	if err := checkPrefix(name); err != nil {
		return err
	}
	for _, a := range t.Attr {
		if err := checkPrefix(a.Name); err != nil {
			return err
		}
		if err := checkAttribute(a); err != nil {
			return err
		}
	}
	return nil
}

// end looks at a style when all of it is there: comments may part what counts as one.
func (d *drawing) end(xml.EndElement) error {
	if d.inStyle() && fetches(d.style.String()) {
		return refusal("its style loads something from elsewhere")
	}
	d.open = d.open[:len(d.open)-1]
	d.style.Reset()
	return nil
}

// checkPrefix refuses a prefix that stands for nothing, which the decoder leaves as it is: browsers show none of such a drawing.
func checkPrefix(name xml.Name) error {
	if prefix := name.Space; prefix != "" && prefix != "xmlns" && !strings.Contains(prefix, ":") {
		return refusal("it does not say what " + prefix + ": stands for; add xmlns:" + prefix + "=\"...\" to the element <svg>")
	}
	return nil
}

func checkAttribute(a xml.Attr) error {
	name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
	switch {
	case inert(a.Name.Space, name):
		return nil
	case strings.HasPrefix(name, "on"):
		return refusal("it runs a script (" + a.Name.Local + ")")
	case name == "base" && a.Name.Space == xmlSpace:
		return refusal("it sets another place from which to load (xml:base)")
	case (name == "href" || name == "src") && !strings.HasPrefix(value, "#"):
		return refusal("it refers to " + strconv.Quote(shorten(value)))
	case fetches(value):
		return refusal("it loads " + strconv.Quote(shorten(value)))
	}
	return nil
}

// inert reports whether an attribute is for other programs, or a text: no browser loads anything for it.
func inert(space, name string) bool {
	switch space {
	case "":
		return name == "xmlns" || name == "id" || name == "class" || strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")
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
	ownPart = regexp.MustCompile(`(?i)url\(\s*["']?#[^)"']*["']?\s*\)`) // a part of the drawing itself
	fetch   = regexp.MustCompile(`(?i)url\(|@import|image-set\(|image\(|src\(|expression\(|-moz-binding|\\`)
)

// fetches reports whether CSS refers to anything but a part of the drawing. A backslash may hide such a word.
func fetches(css string) bool { return fetch.MatchString(ownPart.ReplaceAllString(css, "")) }

// sizeOf is the drawing's width and height, or those of its viewBox.
func sizeOf(root xml.StartElement) Size {
	attribute := map[string]string{}
	for _, a := range root.Attr {
		attribute[a.Name.Local] = a.Value
	}
	box := strings.FieldsFunc(attribute["viewBox"], func(r rune) bool { return strings.ContainsRune(" ,\t\r\n", r) })
	if len(box) != 4 {
		box = make([]string, 4)
	}
	return Size{cmp.Or(pixels(attribute["width"]), pixels(box[2])), cmp.Or(pixels(attribute["height"]), pixels(box[3]))}
}

// units is how many CSS pixels each unit of length has.
var units = map[string]float64{"": 1, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96.0 / 72, "pc": 16}

// pixels is a length in CSS pixels, or 0 where it depends on something else.
func pixels(length string) int {
	length = strings.TrimSpace(length)
	number := strings.TrimRight(length, "abcdefghijklmnopqrstuvwxyz%")
	unit, known := units[length[len(number):]]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || !(n > 0 && n*unit < 1e5) {
		return 0
	}
	return max(1, int(n*unit+.5))
}
