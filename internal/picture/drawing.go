package picture

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// drawing is an SVG file that is being read.
type drawing struct {
	size     Size
	open     []xml.Name
	style    strings.Builder // what stands in the style element that is open
	entities map[string]string
}

// readDrawing finds the size of a drawing, and refuses one that does anything but be drawn: that runs scripts, moves, or loads something
// from elsewhere. What it refuses is told with the line that it begins on.
func readDrawing(data []byte) (Size, *Flaw) {
	data = inUTF8(data)
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = asRead
	d := drawing{entities: map[string]string{}}
	decoder.Entity = d.entities
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
			text, hint := reason(err)
			return Size{}, &Flaw{Line: lineOf(data, start), Text: text, Hint: hint}
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

// refusal is why a drawing is refused, and what to do about it.
type refusal struct{ text, hint string }

func (r *refusal) Error() string { return r.text }

func refuse(hint, format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), hint}
}

func reason(err error) (text, hint string) {
	if r := new(refusal); errors.As(err, &r) {
		return r.text, r.hint
	}
	return "it is not well-formed SVG (" + err.Error() + ")", "save the drawing anew as plain SVG, in UTF-8: programs that draw have this in their list of formats"
}

// oldCoding finds the declaration of a coding that has a byte for each character.
var oldCoding = regexp.MustCompile(`(?i)^<\?xml[^>]*\sencoding\s*=\s*["'](iso-8859-1|windows-1252|us-ascii)["']`)

func inUTF8(data []byte) []byte {
	if !oldCoding.Match(data) {
		return data
	}
	plain, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return plain
}

// asRead leaves alone what was made UTF-8 already. Any other coding is refused: what a browser made of its bytes might be something else.
func asRead(coding string, r io.Reader) (io.Reader, error) {
	if !slices.Contains([]string{"iso-8859-1", "windows-1252", "us-ascii"}, strings.ToLower(coding)) {
		return nil, fmt.Errorf("%q is not read", coding)
	}
	return r, nil
}

func (d *drawing) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return d.begin(t)
	case xml.EndElement:
		return d.end(t)
	case xml.CharData:
		return d.text(t)
	case xml.ProcInst:
		if t.Target == "xml-stylesheet" {
			return refuse("write the styles into the drawing, into an element <style>", "its style stands in another file (%s)", t.Target)
		}
	case xml.Directive:
		return declare(string(t), d.entities)
	}
	return nil
}

func (d *drawing) text(t xml.CharData) error {
	switch {
	case d.inStyle():
		d.style.Write(t)
	case d.within("flowPara", "flowSpan", "flowDiv") && len(bytes.TrimSpace(t)) > 0:
		return refuse("in Inkscape, select the text and choose Text > Convert to Text, then save again",
			"no browser shows the text %q, which flows into a frame", shorten(string(bytes.TrimSpace(t))))
	}
	return nil
}

// within reports whether the innermost element is one of SVG that has such a name.
func (d *drawing) within(names ...string) bool {
	last := len(d.open) - 1
	return last >= 0 && d.open[last].Space == svgSpace && slices.Contains(names, d.open[last].Local)
}

func (d *drawing) inStyle() bool { return d.within("style") }

func (d *drawing) begin(t xml.StartElement) error {
	name := t.Name
	switch {
	case len(d.open) == 0 && name != xml.Name{Space: svgSpace, Local: "svg"}:
		return refuse(`write xmlns="`+svgSpace+`" on its first element, or save it anew as plain SVG`, `it does not begin with <svg xmlns="%s">`, svgSpace)
	case d.inStyle():
		return refuse("take it out of the style with a text editor", "it holds the element <%s> in a style", name.Local)
	}
	if len(d.open) == 0 {
		d.size = sizeOf(t)
	}
	d.open = append(d.open, name)
	if err := errors.Join(checkPrefix(name), checkElement(name)); err != nil {
		return err
	}
	for _, a := range t.Attr {
		if err := errors.Join(checkPrefix(a.Name), checkAttribute(name, a)); err != nil {
			return err
		}
	}
	return nil
}

// end looks at a style when all of it is there: comments may part what counts as one.
func (d *drawing) end(xml.EndElement) error {
	if d.inStyle() {
		if loaded := loads(d.style.String()); loaded != "" {
			return refuse(embedStyle, "its style loads something from elsewhere (%s)", shorten(loaded))
		}
	}
	d.open = d.open[:len(d.open)-1]
	d.style.Reset()
	return nil
}

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
	return max(1, int(math.Round(n*unit)))
}
