package article

import (
	"html"
	"strconv"
	"strings"
)

// HTML is rendered Markdown in which the address of each link and picture is still open.
type HTML struct {
	Links  []Link // in the order in which they stand
	source []byte
}

// Empty reports whether there is nothing to show.
func (h *HTML) Empty() bool { return len(h.source) == 0 }

// Length is how long the HTML is, about, with the addresses in it.
func (h *HTML) Length() int { return len(h.source) + 64*len(h.Links) }

// Append writes the HTML to dst. address makes of a target what is to stand in the page, such as an address relative to it.
func (h *HTML) Append(dst []byte, address func(target string) string) []byte {
	from := int32(0)
	for i := range h.Links {
		l := &h.Links[i]
		dst = append(dst, h.source[from:l.at]...)
		dst = l.append(dst, address)
		from = l.at
	}
	return append(dst, h.source[from:]...)
}

func (l *Link) append(dst []byte, address func(target string) string) []byte {
	if l.Picture {
		return l.appendPicture(dst, address)
	}
	return appendAttribute(dst, "href", address(l.Target))
}

func appendAttribute(dst []byte, name, value string) []byte {
	dst = append(append(append(dst, ' '), name...), `="`...)
	return append(append(dst, html.EscapeString(value)...), '"')
}

// appendPicture offers the picture's variants before the picture itself: a browser takes the smallest that it knows and that is
// sharp enough on its screen.
func (l *Link) appendPicture(dst []byte, address func(target string) string) []byte {
	offers := l.Image != nil && len(l.Image.Variants) > 0
	if offers {
		dst = appendAttribute(append(dst, "<picture><source"...), "type", l.Image.Type)
		dst = l.appendVariants(dst, address)
		dst = append(dst, '>')
	}
	dst = appendAttribute(append(dst, "<img"...), "alt", l.Alt)
	dst = appendAttribute(dst, "src", address(l.Target))
	if l.Image != nil {
		dst = appendAttribute(dst, "width", strconv.Itoa(l.Image.Width))
		dst = appendAttribute(dst, "height", strconv.Itoa(l.Image.Height))
	}
	dst = append(dst, '>')
	if offers {
		dst = append(dst, "</picture>"...)
	}
	return dst
}

// appendVariants lists the variants with the picture itself, which is the widest, unless one of them is as wide.
func (l *Link) appendVariants(dst []byte, address func(target string) string) []byte {
	i := l.Image
	if len(i.Variants) == 1 && i.Variants[0].Width == i.Width {
		return appendAttribute(dst, "srcset", address(i.Variants[0].Target))
	}
	var list []string
	if i.Variants[0].Width < i.Width {
		list = append(list, listed(address(l.Target), i.Width))
	}
	for _, v := range i.Variants {
		list = append(list, listed(address(v.Target), v.Width))
	}
	dst = appendAttribute(dst, "srcset", strings.Join(list, ", "))
	column := strconv.Itoa(i.Column) + "px"
	return appendAttribute(dst, "sizes", "(min-width: "+column+") "+column+", 100vw")
}

// listed is an address and a width as srcset has them: a comma at either end of an address would end it.
func listed(address string, width int) string {
	return strings.ReplaceAll(address, ",", "%2C") + " " + strconv.Itoa(width) + "w"
}
