package render

import (
	"html"
	"html/template"
	"sync"

	"signpost/internal/markdown"
)

// htmlBuffer builds HTML where html/template is too slow. Its methods escape text and attribute values; only raw adds
// HTML unchanged.
type htmlBuffer []byte

// htmlBuffers keeps buffers for later use.
var htmlBuffers = sync.Pool{New: func() any { return new(htmlBuffer) }}

// buildHTML returns the HTML that build adds to an empty buffer.
func buildHTML(build func(b *htmlBuffer)) template.HTML {
	b := htmlBuffers.Get().(*htmlBuffer)
	defer htmlBuffers.Put(b)
	*b = (*b)[:0]
	build(b)

	return template.HTML(*b)
}

func (b *htmlBuffer) raw(markup string) {
	*b = append(*b, markup...)
}

func (b *htmlBuffer) text(s string) {
	*b = append(*b, html.EscapeString(s)...)
}

// attr adds an attribute to a tag that is still open.
func (b *htmlBuffer) attr(name, value string) {
	b.raw(" ")
	b.raw(name)
	b.raw(`="`)
	b.text(value)
	b.raw(`"`)
}

// content adds an article's HTML, with its links made relative to the page of l.
func (b *htmlBuffer) content(h *markdown.HTML, l linker) {
	*b = h.Append(*b, l.Address)
}
