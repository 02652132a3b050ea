package render

import (
	"encoding/json"
	"html/template"
	"net/url"
)

// Metadata returns the tags for search engines and other programs, one per line: description, canonical address, Open
// Graph, linked data, other languages, feed and Markdown copy. They are the same in every theme. html/template would
// need more time for them than for the rest of the page.
func (f *frame) Metadata() (template.HTML, error) {
	var data []byte
	if f.Linked != nil {
		var err error
		data, err = json.Marshal(f.Linked) // which escapes <, > and &, so that no text ends the script
		if err != nil {
			return "", err
		}
	}

	return buildHTML(func(b *htmlBuffer) { f.addMetadata(b, data) }), nil
}

// addMetadata adds the metadata with the linked data as JSON.
func (f *frame) addMetadata(b *htmlBuffer, linkedData []byte) {
	b.meta("name", "description", f.Description)
	f.addOpenGraph(b)

	if linkedData != nil {
		b.newLine()
		b.raw(`<script type="application/ld+json">`)
		*b = append(*b, linkedData...)
		b.raw("</script>")
	}

	for i := range f.Versions {
		v := &f.Versions[i]
		b.headLink("alternate", "hreflang", v.Lang, v.URL)
	}

	b.headLink("alternate", "type", "application/atom+xml", f.Feed)
	b.headLink("alternate", "type", "text/markdown", f.Markdown)

	if f.Robots != "" {
		b.meta("name", "robots", f.Robots)
	}

	switch {
	case f.Former != "":
		b.meta("name", "signpost", f.Former)
	case f.IsBooklet:
		b.meta("name", "signpost", "booklet")
	}

	if f.Refresh != "" {
		b.meta("http-equiv", "refresh", "0; url="+f.Refresh)
	}
}

// addOpenGraph adds the canonical address and the data for link previews: https://ogp.me.
func (f *frame) addOpenGraph(b *htmlBuffer) {
	if f.Canonical == "" {
		return
	}

	b.headLink("canonical", "", "", f.Canonical)
	b.meta("property", "og:title", f.Heading)
	b.meta("property", "og:description", f.Description)
	b.meta("property", "og:type", f.Kind)
	b.meta("property", "og:url", f.Canonical)
	b.meta("property", "og:site_name", f.Site)
}

// newLine begins a new line, unless the buffer is empty.
func (b *htmlBuffer) newLine() {
	if len(*b) > 0 {
		b.raw("\n")
	}
}

// meta adds a <meta> tag that is identified by an attribute.
func (b *htmlBuffer) meta(attr, name, content string) {
	b.newLine()
	b.raw("<meta")
	b.attr(attr, name)
	b.attr("content", content)
	b.raw(">")
}

// headLink adds a <link> tag, unless address is empty. attr is another attribute, or empty.
func (b *htmlBuffer) headLink(rel, attr, value, address string) {
	if address == "" {
		return
	}

	b.newLine()
	b.raw("<link")
	b.attr("rel", rel)

	if attr != "" {
		b.attr(attr, value)
	}

	b.attr("href", percentEncoded(address))
	b.raw(">")
}

// percentEncoded encodes spaces and letters beyond ASCII in an address, as the sitemap does. File names may contain
// them.
func percentEncoded(address string) string {
	u, err := url.Parse(address)
	if err != nil { // for example "a:b"
		return address
	}

	return u.String()
}
