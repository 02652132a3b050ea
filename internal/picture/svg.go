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

	"signpost/internal/limit"
)

// svgReader validates an SVG file token by token.
type svgReader struct {
	size     Size
	elements []xml.Name      // open elements, outermost first
	style    strings.Builder // content of the open style element
	entities map[string]string
	drawn    expansion
}

// readSVG returns the size of an SVG drawing. It rejects drawings that contain scripts, animation or
// references to other files; the error has the line of the rejected token.
func readSVG(data []byte) (Size, error) {
	data = toUTF8(data)
	if err := checkEntities(data); err != nil {
		return Size{}, err
	}

	entities := map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = acceptConverted
	decoder.Entity = entities

	r := svgReader{
		entities: entities,
		drawn:    newExpansion(),
	}
	if offset, err := r.readAll(decoder); err != nil {
		rejected := svgError(err)
		rejected.Line = lineAt(data, offset)

		return Size{}, rejected
	}

	if r.drawn.isTooLarge() {
		return Size{}, errTooManyElements
	}

	if r.size.Width == 0 || r.size.Height == 0 {
		hint := `add a viewBox to the element <svg>, such as viewBox="0 0 640 400"`
		return Size{}, newError(hint, "it does not state its size")
	}

	return r.size, nil
}

var errTooManyElements = newError("save it as PNG, or draw less: a part that is drawn again counts each time",
	"it draws more than %d elements", limit.DrawnElements)

// readAll reads all tokens. If there is an error, offset is the start of the token.
func (r *svgReader) readAll(decoder *xml.Decoder) (offset int64, err error) {
	hasRoot := false
	for {
		offset = decoder.InputOffset()
		token, err := decoder.Token()
		if err == io.EOF && hasRoot {
			return offset, nil
		}

		if err != nil {
			return offset, err
		}

		if _, ok := token.(xml.StartElement); ok {
			hasRoot = true
		}

		if err := r.token(token); err != nil {
			return offset, err
		}
	}
}

// lineAt returns the line of the first character at or after offset that is not white space.
func lineAt(data []byte, offset int64) int {
	start := min(int(offset), len(data))
	rest := data[start:]
	start += len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))

	return 1 + bytes.Count(data[:start], []byte("\n"))
}

// svgError returns the [*Error] that err wraps, or else reports malformed XML.
func svgError(err error) *Error {
	if rejected := new(Error); errors.As(err, &rejected) {
		return rejected
	}

	return &Error{
		Text: fmt.Sprintf("it is not well-formed SVG (%v)", err),
		Hint: "save the drawing again as plain SVG in UTF-8; drawing programs list this format",
	}
}

// singleByteCharset matches the declaration of a character set that is a subset of windows-1252.
var singleByteCharset = regexp.MustCompile(
	`(?i)^<\?xml[^>]*\sencoding\s*=\s*["'](iso-8859-1|windows-1252|us-ascii)["']`)

// toUTF8 converts single-byte character sets to UTF-8.
func toUTF8(data []byte) []byte {
	if !singleByteCharset.Match(data) {
		return data
	}

	converted, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return data
	}

	return converted
}

// acceptConverted accepts declarations of the character sets that toUTF8 converts. Others are rejected: a
// browser might read their bytes differently.
func acceptConverted(charset string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "iso-8859-1", "windows-1252", "us-ascii":
		return r, nil
	}

	return nil, fmt.Errorf("unsupported encoding %q", charset)
}

func (r *svgReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.startElement(t)
	case xml.EndElement:
		return r.endElement()
	case xml.CharData:
		return r.text(t)
	case xml.Directive:
		return readDoctype(string(t), r.entities)
	case xml.ProcInst:
		if t.Target == "xml-stylesheet" {
			hint := "move the styles into an element <style> in the drawing"
			return newError(hint, "it uses a style sheet in another file (%s)", t.Target)
		}
	}

	return nil
}

func (r *svgReader) text(t xml.CharData) error {
	text := string(bytes.TrimSpace(t))
	switch {
	case r.inStyle():
		r.style.Write(t)
	case r.inElement("flowPara", "flowSpan", "flowDiv") && text != "":
		hint := "in Inkscape, select the text, choose Text > Convert to Text, and save again"
		return newError(hint, "browsers do not show the flowed text %q", truncate(text))
	}

	return nil
}

// inElement reports whether the innermost open element is an SVG element with one of the names.
func (r *svgReader) inElement(names ...string) bool {
	if len(r.elements) == 0 {
		return false
	}

	innermost := r.elements[len(r.elements)-1]

	return innermost.Space == svgSpace && slices.Contains(names, innermost.Local)
}

func (r *svgReader) inStyle() bool {
	return r.inElement("style")
}

func (r *svgReader) startElement(t xml.StartElement) error {
	if r.inStyle() {
		hint := "remove it from the style with a text editor"
		return newError(hint, "its style contains the element <%s>", t.Name.Local)
	}

	if len(r.elements) == 0 {
		if err := checkRoot(t.Name); err != nil {
			return err
		}

		r.size = svgSize(t)
	}

	if len(r.elements) >= limit.DrawingDepth {
		return newError("ungroup parts of it, or save it as PNG",
			"its elements are nested more than %d deep", limit.DrawingDepth)
	}

	if len(r.drawn.elements) > limit.DrawnElements {
		return errTooManyElements
	}

	r.elements = append(r.elements, t.Name)
	r.drawn.add(t)

	if err := checkElement(t.Name); err != nil {
		return err
	}

	for _, a := range t.Attr {
		if err := checkAttribute(t.Name, a); err != nil {
			return err
		}
	}

	return nil
}

func checkRoot(name xml.Name) error {
	if name.Space == svgSpace && name.Local == "svg" {
		return nil
	}

	hint := fmt.Sprintf(`add xmlns=%q to its first element, or save it again as plain SVG`, svgSpace)

	return newError(hint, `it does not begin with <svg xmlns=%q>`, svgSpace)
}

// endElement checks a style when it is complete, since comments may split a reference into several tokens.
func (r *svgReader) endElement() error {
	if r.inStyle() {
		r.drawn.addStyle(r.style.String())
		if reference := externalReference(r.style.String()); reference != "" {
			return newError(embedStyle, "its style loads another file (%s)", truncate(reference))
		}
	}

	r.elements = r.elements[:len(r.elements)-1]
	r.drawn.end()
	r.style.Reset()

	return nil
}

// svgSize returns the width and height of an svg element, or those of its viewBox.
func svgSize(root xml.StartElement) Size {
	attributes := map[string]string{}
	for _, a := range root.Attr {
		attributes[a.Name.Local] = a.Value
	}

	isSeparator := func(r rune) bool {
		return strings.ContainsRune(" ,\t\r\n", r)
	}

	viewBox := strings.FieldsFunc(attributes["viewBox"], isSeparator)
	if len(viewBox) != 4 {
		viewBox = make([]string, 4)
	}

	return Size{
		Width:  cmp.Or(toPixels(attributes["width"]), toPixels(viewBox[2])),
		Height: cmp.Or(toPixels(attributes["height"]), toPixels(viewBox[3])),
	}
}

// pixelsPerUnit has the CSS pixels of each absolute unit of length.
var pixelsPerUnit = map[string]float64{
	"":   1,
	"px": 1,
	"in": 96,
	"cm": 96 / 2.54,
	"mm": 96 / 25.4,
	"pt": 96.0 / 72,
	"pc": 16,
}

// toPixels returns a length in CSS pixels, and 0 for relative or invalid lengths.
func toPixels(length string) int {
	const letters = "abcdefghijklmnopqrstuvwxyz%"
	length = strings.TrimSpace(length)
	number := strings.TrimRight(length, letters)
	factor, ok := pixelsPerUnit[length[len(number):]]
	if !ok {
		return 0
	}

	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0 && n*factor < 1e5) { // also rejects NaN
		return 0
	}

	return max(1, int(math.Round(n*factor)))
}
