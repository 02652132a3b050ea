package article

import (
	"html"
	"strconv"
)

// HTML is rendered Markdown in which the address of each link and picture is still open.
type HTML struct {
	Links  []Link // in the order in which they stand
	source []byte
}

// Empty reports whether there is nothing to show.
func (h *HTML) Empty() bool { return len(h.source) == 0 }

// Append writes the HTML to dst. address makes of each link's Target what is to stand in the page, such as an address relative to it.
func (h *HTML) Append(dst []byte, address func(target string) string) []byte {
	from := 0
	for i := range h.Links {
		l := &h.Links[i]
		dst = append(dst, h.source[from:l.at]...)
		dst = l.appendAttributes(dst, address(l.Target))
		from = l.at
	}
	return append(dst, h.source[from:]...)
}

func (l *Link) appendAttributes(dst []byte, address string) []byte {
	if !l.Picture {
		return append(append(append(dst, ` href="`...), html.EscapeString(address)...), '"')
	}
	dst = append(append(append(dst, ` src="`...), html.EscapeString(address)...), '"')
	if l.Width > 0 && l.Height > 0 {
		dst = append(strconv.AppendInt(append(dst, ` width="`...), int64(l.Width), 10), '"')
		dst = append(strconv.AppendInt(append(dst, ` height="`...), int64(l.Height), 10), '"')
	}
	return dst
}
