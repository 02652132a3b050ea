package build

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"signpost/internal/output"
	"signpost/internal/search"
	"signpost/internal/site"
)

// headers says what a host is to send with every file, in the form that Netlify and Cloudflare Pages read.
func (r *Result) headers() output.File {
	text := `/*
  Content-Security-Policy: ` + r.policy() + `
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`
	for _, e := range r.Site.Editions {
		text += e.Own(search.FirstFile) + "\n  Cache-Control: no-cache\n" +
			e.Own("search/*-*.idx") + "\n  Cache-Control: public, max-age=31536000, immutable\n"
	}
	return output.Static("_headers", []byte(text))
}

// policy lets pages load what the site itself holds, and nothing else; answers may be sent to where the settings say.
func (r *Result) policy() string {
	connect := "'self'"
	if u, err := url.Parse(r.Config.Feedback.Endpoint); err == nil && u.Host != "" {
		connect += " " + u.Scheme + "://" + u.Host
	}
	return "default-src 'self'; connect-src " + connect + "; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
}

// redirects tells hosts that read it what the pages at old addresses say in HTML. A page whose headings did not all go to the
// same page under the same ids is left to its HTML: a server never sees the fragment. Short links are left out: their pages show
// the section, and some hosts would redirect before they look for a page.
func (r *Result) redirects() output.File {
	var b bytes.Buffer
	for _, m := range r.Site.Moved {
		if m.To != "" && keepsFragments(m) {
			fmt.Fprintf(&b, "%s %s 301\n", m.Path, m.To)
		}
	}
	return output.Static("_redirects", b.Bytes())
}

func keepsFragments(m *site.Moved) bool {
	page, fragment, has := strings.Cut(m.To, "#")
	for _, s := range m.Signs {
		if s.To != page+"#"+s.ID {
			return false
		}
	}
	return !has || fragment != "" && len(m.Signs) == 0
}
