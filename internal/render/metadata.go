package render

import (
	"encoding/json"
	"html"
	"html/template"
	"net/url"
)

// Metadata is what the head of the page tells search engines and other programs, a line each: description, canonical address, Open Graph, linked data,
// the page in other languages, its feed and its Markdown copy. It is the same whatever the theme, and is put together here: html/template would take
// longer over it than over the rest of the page.
func (f *frame) Metadata() (template.HTML, error) {
	b := make([]byte, 0, 2<<10)
	b = appendMeta(b, `name="description"`, f.Description)
	b = f.appendSocial(b)
	if f.Linked != nil {
		data, err := json.Marshal(f.Linked) // which writes <, > and & so that they end no script
		if err != nil {
			return "", err
		}
		b = append(append(append(b, "\n<script type=\"application/ld+json\">"...), data...), "</script>"...)
	}
	for i := range f.Versions {
		v := &f.Versions[i]
		b = appendRel(b, `alternate" hreflang="`+html.EscapeString(v.Lang), v.Whole)
	}
	b = appendRel(b, `alternate" type="application/atom+xml`, f.Feed)
	b = appendRel(b, `alternate" type="text/markdown`, f.Markdown)
	if f.Robots != "" {
		b = appendMeta(b, `name="robots"`, f.Robots)
	}
	if f.Refresh != "" {
		b = appendMeta(b, `http-equiv="refresh"`, "0; url="+f.Refresh)
	}
	return template.HTML(b[len("\n"):]), nil
}

// appendSocial writes the address that the page is to be known by, and what is shown where somebody shares it: https://ogp.me.
func (f *frame) appendSocial(b []byte) []byte {
	if f.Canonical == "" {
		return b
	}
	b = appendRel(b, "canonical", f.Canonical)
	b = appendMeta(b, `property="og:title"`, f.Heading)
	b = appendMeta(b, `property="og:description"`, f.Description)
	b = appendMeta(b, `property="og:type"`, f.Kind)
	b = appendMeta(b, `property="og:url"`, f.Canonical)
	return appendMeta(b, `property="og:site_name"`, f.Site)
}

func appendMeta(b []byte, name, content string) []byte {
	b = append(append(append(b, "\n<meta "...), name...), ` content="`...)
	return append(append(b, html.EscapeString(content)...), `">`...)
}

// appendRel writes a link of the head; none where there is no address.
func appendRel(b []byte, rel, address string) []byte {
	if address == "" {
		return b
	}
	b = append(append(append(b, "\n<link rel=\""...), rel...), `" href="`...)
	return append(append(b, html.EscapeString(escaped(address))...), `">`...)
}

// escaped is an address as it may stand in a link: a space and letters beyond ASCII, which names of files may have, are percent-encoded, as in the sitemap.
func escaped(address string) string {
	u, err := url.Parse(address)
	if err != nil { // as one that begins with "a:b"
		return address
	}
	return u.String()
}
