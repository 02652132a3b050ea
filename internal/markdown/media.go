package markdown

import (
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// mediaTypes are the types of films and sounds that browsers play, by extension.
var mediaTypes = map[string]string{
	".mp4":  "video/mp4",
	".m4v":  "video/mp4",
	".webm": "video/webm",
	".ogv":  "video/ogg",
	".mp3":  "audio/mpeg",
	".m4a":  "audio/mp4",
	".ogg":  "audio/ogg",
	".opus": "audio/ogg",
	".wav":  "audio/wav",
}

// MediaType returns the type of a film or sound that pages play, or "" for all other files.
func MediaType(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}

	return mediaTypes[strings.ToLower(path.Ext(address))]
}

// renderMedia leaves a placeholder for a film or sound. Inside a link, where no player can be, it writes its text.
func (w *htmlWriter) renderMedia(node ast.Node, media Link) {
	if isInLink(node) {
		_, _ = w.WriteString(escapeHTML(media.Alt))
		return
	}

	w.addLink(media, node)
}

// appendMedia appends a player. It loads the length of the film, and the rest when the reader starts it.
func (l *Link) appendMedia(dst []byte, mediaType string, address func(target string) string) []byte {
	element, _, _ := strings.Cut(mediaType, "/")
	target := address(l.Target)

	dst = append(dst, "<"+element...)
	dst = append(dst, ` controls preload="metadata"`...)
	dst = appendAttribute(dst, "aria-label", l.Alt)
	dst = appendAttribute(dst, "src", target)
	dst = append(dst, '>')

	if l.Image != nil && l.Image.Captions != "" {
		dst = append(dst, `<track kind="captions" default`...)
		dst = appendAttribute(dst, "src", address(l.Image.Captions))
		dst = append(dst, '>')
	}

	dst = append(dst, escapeHTML(l.Alt)...) // no link: HTML of the writer may have one around the player

	return append(dst, "</"+element+">"...)
}
