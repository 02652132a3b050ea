package markdown

import (
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"

	"signpost/internal/problem"
	"signpost/internal/sanitise"
)

// HTML is rendered Markdown without the addresses of its links and pictures. Source holds the rest; each link has its
// placeholder at an offset of it.
type HTML struct {
	Links  []Link // in the order of their offsets
	Source []byte

	// Anchors are the IDs in raw HTML, and the places of those that elements with a label can get, in order. They are
	// known only after rendering.
	Anchors []Anchor
}

// Anchor is the place of the attribute ` id="..."` of an element.
type Anchor struct {
	// ID is what the writer set in raw HTML, or empty for an element that has only a Label: the text of a term, or of
	// the summary of details.
	ID    string
	Label string

	SourceOffset int // of the tag in raw HTML
	Start, End   int // of the attribute in the HTML
}

// WriteAnchors replaces the attributes by those of the IDs of the anchors, which the caller may change. An anchor
// without ID is removed.
func (h *HTML) WriteAnchors() {
	var source []byte
	done, link := 0, 0
	kept := h.Anchors[:0]
	for _, a := range h.Anchors {
		link = h.shiftLinks(link, a.Start, len(source)-done)
		source = append(source, h.Source[done:a.Start]...)
		done = a.End
		if a.ID == "" {
			continue
		}

		a.Start = len(source)
		source = appendAttribute(source, "id", a.ID)
		a.End = len(source)
		kept = append(kept, a)
	}

	h.shiftLinks(link, len(h.Source), len(source)-done)
	h.Anchors = kept
	h.Source = append(source, h.Source[done:]...)
}

// shiftLinks moves the links from an index up to an offset, and returns the index of the next one.
func (h *HTML) shiftLinks(i, offset, by int) int {
	for i < len(h.Links) && int(h.Links[i].Offset) <= offset {
		h.Links[i].Offset += int32(by)
		i++
	}

	return i
}

// Link is a link or a picture.
type Link struct {
	// Dest is the destination as written. In a snippet it is made relative to the content folder.
	Dest string

	// File is the snippet that contains the link, or empty for the article's own file.
	File string

	// Alt is the text of a picture, what Note adds after a link to a file, or what a link says whose destination is a
	// single word, as in [front matter](glossary).
	Alt string

	// Target is the resolved destination: an address from the root of the site ("/smartcards/resolve/#x") or a URL. It
	// is empty until the links of the site are resolved, and for a link whose address is not allowed: it is written
	// without href.
	Target string

	// Image describes a picture that was found. Like Target, it is set when links are resolved.
	Image *Image

	// Line and Column are the place of the link in File or the article's own file, EndLine and EndColumn its end; see
	// problem.Place.
	Line, Column       int32
	EndLine, EndColumn int32

	// Offset is the position of the placeholder in the HTML. The address of the link, or the whole picture, is inserted
	// there.
	Offset int32

	// Note is set for the place after the link before it, where the type and size of a file are shown. Such a place has
	// no Dest.
	Note Note

	// Picture is set for a picture, a film or a sound.
	Picture bool

	// InAttribute is set if only the address is inserted, into an attribute that is already there.
	InAttribute bool

	// SingleFile is set for a picture without variants, because its author chose other files.
	SingleFile bool

	// Attributes are further attributes of a picture, escaped, each after a space. They may contain its size.
	Attributes string
}

// Image contains the properties of a picture with which a browser reserves its space and selects the smallest file that
// is sharp enough.
type Image struct {
	Width, Height int       // in CSS pixels
	Type          string    // media type of the variants: "image/webp"
	Variants      []Variant // smaller files of the same picture, the widest first
	Column        int       // greatest width at which the page shows it, in CSS pixels

	// Captions is the address of the captions of a film, which has none of the other properties.
	Captions string
}

// Variant is a smaller file of a picture.
type Variant struct {
	Target string // address from the root of the site
	Width  int    // in its own pixels
}

// Place returns the place of the link; file is the article's own file.
func (l *Link) Place(file string) problem.Place {
	if l.File != "" {
		file = l.File
	}

	return problem.Place{
		File:      file,
		Line:      int(l.Line),
		Column:    int(l.Column),
		EndLine:   int(l.EndLine),
		EndColumn: int(l.EndColumn),
	}
}

// Valid reports whether all placeholders are in the source, in order.
func (h *HTML) Valid() bool {
	previous := int32(0)
	for i := range h.Links {
		offset := h.Links[i].Offset
		if offset < previous || int(offset) > len(h.Source) {
			return false
		}

		previous = offset
	}

	return true
}

// Append appends the HTML to dst. address turns the target of a link into the address to write, for example one
// relative to the page.
func (h *HTML) Append(dst []byte, address func(target string) string) []byte {
	done := int32(0)
	for i := range h.Links {
		l := &h.Links[i]
		dst = append(dst, h.Source[done:l.Offset]...)
		done = l.Offset

		dst = l.append(dst, address)
	}

	return append(dst, h.Source[done:]...)
}

// append appends what is inserted at the placeholder.
func (l *Link) append(dst []byte, address func(target string) string) []byte {
	mediaType := MediaType(l.Target)
	switch {
	case l.Note != 0:
		return l.appendNote(dst)
	case l.InAttribute:
		return append(dst, html.EscapeString(attributeAddress(address(l.Target), l.Picture))...)
	case l.Picture && isRemote(l.Target):
		return append(dst, html.EscapeString(l.remoteText())...)
	case l.Picture && mediaType != "":
		return l.appendMedia(dst, mediaType, address)
	case l.Picture:
		return l.appendPicture(dst, address)
	case l.Target == "":
		return dst
	}

	return appendAttribute(dst, "href", address(l.Target))
}

// isRemote reports whether a picture is not a file of this site. Pages load nothing from elsewhere.
func isRemote(target string) bool {
	return strings.HasPrefix(target, "//") || sanitise.Scheme(target) != ""
}

// remoteText is shown instead of a picture on another site: its alternative text, otherwise the name of the file or of
// the site.
func (l *Link) remoteText() string {
	if alt := strings.TrimSpace(l.Alt); alt != "" {
		return alt
	}

	u, err := url.Parse(l.Target)
	if err != nil {
		return l.Target
	}

	if name := path.Base(u.Path); path.Ext(name) != "" {
		return name
	}

	return u.Host
}

func (l *Link) appendNote(dst []byte) []byte {
	if l.Alt == "" {
		return dst
	}

	dst = append(dst, ` <span class="file-note">(`...)
	dst = append(dst, html.EscapeString(l.Alt)...)

	return append(dst, ")</span>"...)
}

func appendAttribute(dst []byte, name, value string) []byte {
	dst = append(dst, ' ')
	dst = append(dst, name...)
	dst = append(dst, `="`...)
	dst = append(dst, html.EscapeString(value)...)

	return append(dst, '"')
}

// appendPicture offers the picture's variants before the picture itself: a browser takes the smallest file that it can
// show and that is sharp enough on its screen.
func (l *Link) appendPicture(dst []byte, address func(target string) string) []byte {
	if l.Image == nil || len(l.Image.Variants) == 0 || l.SingleFile {
		return l.appendImg(dst, address)
	}

	dst = append(dst, "<picture><source"...)
	dst = appendAttribute(dst, "type", l.Image.Type)
	dst = l.appendVariants(dst, address)
	dst = append(dst, '>')

	dst = l.appendImg(dst, address)

	return append(dst, "</picture>"...)
}

func (l *Link) appendImg(dst []byte, address func(target string) string) []byte {
	dst = append(dst, "<img"...)
	dst = appendAttribute(dst, "alt", l.Alt)
	dst = appendAttribute(dst, "src", address(l.Target))
	dst = l.appendSize(dst)
	dst = append(dst, l.Attributes...)

	return append(dst, '>')
}

// appendVariants lists the variants and, unless one of them is as wide, the picture itself.
func (l *Link) appendVariants(dst []byte, address func(target string) string) []byte {
	image := l.Image
	if len(image.Variants) == 1 && image.Variants[0].Width == image.Width {
		return appendAttribute(dst, "srcset", address(image.Variants[0].Target))
	}

	var candidates []string
	if image.Variants[0].Width < image.Width {
		own := candidate(address(l.Target), image.Width)
		candidates = append(candidates, own)
	}

	for _, v := range image.Variants {
		candidates = append(candidates, candidate(address(v.Target), v.Width))
	}

	dst = appendAttribute(dst, "srcset", strings.Join(candidates, ", "))

	column := strconv.Itoa(image.Column) + "px"
	if width, ok := l.ownWidth(); ok {
		return appendAttribute(dst, "sizes", strconv.Itoa(width)+"px")
	}

	return appendAttribute(dst, "sizes", "(min-width: "+column+") "+column+", 100vw")
}

// candidate returns one item of srcset. A comma at either end of an address would end it.
func candidate(address string, width int) string {
	return strings.ReplaceAll(address, ",", "%2C") + " " + strconv.Itoa(width) + "w"
}

// attributeAddress returns an address as an attribute contains it. That of a picture may be in a srcset, in which a
// comma separates addresses.
func attributeAddress(address string, picture bool) string {
	if picture {
		return strings.ReplaceAll(address, ",", "%2C")
	}

	return address
}

// appendSize writes the size of the picture, unless its attributes contain one.
func (l *Link) appendSize(dst []byte) []byte {
	if l.Image == nil || strings.Contains(l.Attributes, ` height="`) {
		return dst
	}

	width, height := l.Image.Width, l.Image.Height
	if !strings.Contains(l.Attributes, ` width="`) {
		dst = appendAttribute(dst, "width", strconv.Itoa(width))
	} else if own, ok := l.ownWidth(); ok && width > 0 {
		height = max(1, height*own/width)
	} else {
		return dst
	}

	return appendAttribute(dst, "height", strconv.Itoa(height))
}

// ownWidth returns the width in pixels that the writer gave a picture.
func (l *Link) ownWidth() (width int, ok bool) {
	_, value, ok := strings.Cut(l.Attributes, ` width="`)
	if !ok {
		return 0, false
	}

	value, _, _ = strings.Cut(value, `"`)
	width, err := strconv.Atoi(value)

	return width, err == nil
}
