package generate

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/output"
	"signpost/internal/search"
	"signpost/internal/site"
)

// headers are what a host is to send with some files. In a pattern, * stands for any characters.
type headers struct {
	pattern string
	list    [][2]string
}

const forever = "public, max-age=31536000, immutable"

// headers begin with those of every file. Patterns are of what visitors ask the host for, which begins with the path of base_url.
func (r *Result) headers() []headers {
	here := r.path()
	list := []headers{
		{here + "/*", [][2]string{
			{"Content-Security-Policy", r.policy()},
			{"X-Content-Type-Options", "nosniff"},
			{"Referrer-Policy", "strict-origin-when-cross-origin"},
		}},
		{here + "/assets/*", [][2]string{{"Cache-Control", forever}}},
	}
	for _, e := range r.Site.Editions {
		list = append(list,
			headers{here + e.Own(search.FirstFile), [][2]string{{"Cache-Control", "no-cache"}}},
			headers{here + e.Own("search/*-*.idx"), [][2]string{{"Cache-Control", forever}}})
	}
	return list
}

// redirect is an old address of a page, and where it stands now.
type redirect struct{ from, to string }

// meaning are characters that stand for something else in what some of the hosts read.
const meaning = "*:{}$\"\\"

// redirects are what the pages at old addresses say in HTML. A page whose headings did not all go to the same page under the same ids is
// left to its HTML: a server never sees the fragment. So is an address that some host would read as a pattern. Short links are left out: their pages show the section, and some hosts would
// redirect before they look for a page.
func (r *Result) redirects() []redirect {
	var list []redirect
	here := r.path()
	for _, m := range r.Site.Moved {
		if m.To != "" && keepsFragments(m) && !strings.ContainsAny(m.Path+m.To, meaning) {
			list = append(list, redirect{here + m.Path, here + m.To})
		}
	}
	return list
}

// path is where the site stands on its host: "/help" for https://example.org/help/, and empty at the root.
func (r *Result) path() string {
	u, err := url.Parse(r.Config.BaseURL)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.EscapedPath(), "/")
}

// hostFiles say the same to every kind of host: _headers and _redirects to Netlify and Cloudflare Pages, which find them by
// themselves, and two files for those who run nginx or Caddy to include.
func (r *Result) hostFiles() []output.File {
	return []output.File{
		output.Static("_headers", headersFile(r.headers())), output.Static("_redirects", redirectsFile(r.redirects())),
		output.Static("_nginx.conf", nginxFile(r.path(), r.headers(), r.redirects())), output.Static("_Caddyfile", caddyFile(r.path(), r.headers(), r.redirects())),
	}
}

func headersFile(list []headers) []byte {
	var b bytes.Buffer
	for _, h := range list {
		fmt.Fprintln(&b, h.pattern)
		for _, pair := range h.list {
			fmt.Fprintf(&b, "  %s: %s\n", pair[0], pair[1])
		}
	}
	return b.Bytes()
}

func redirectsFile(list []redirect) []byte {
	var b bytes.Buffer
	for _, r := range list {
		fmt.Fprintf(&b, "%s %s 301\n", r.from, r.to)
	}
	return b.Bytes()
}

// hidden matches what stands in the folder of the site and is not for readers: what begins with a dot, and what hosts are told.
const hidden = `/(\.|_(headers|redirects|nginx\.conf|Caddyfile)$)`

// nginxFile is for a server block. A location that sends a header of its own sends none of those around it, so that each says them all.
func nginxFile(path string, list []headers, redirects []redirect) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# For a site that stands at %s/ on its host: in the server block, after root, write: include /where/the/site/is/_nginx.conf;\n", path)
	if path != "" {
		fmt.Fprintf(&b, "location %s {\n", strconv.Quote(unescaped(path)+"/"))
	}
	fmt.Fprintf(&b, "index index.html;\nerror_page 404 %s;\nlocation ~ \"%s\" { return 404; }\n", strconv.Quote(unescaped(path)+"/404.html"), hidden)
	everywhere := list[0].list
	add := func(indent string, pairs [][2]string) {
		for _, pair := range pairs {
			fmt.Fprintf(&b, "%sadd_header %s %s always;\n", indent, pair[0], strconv.Quote(pair[1]))
		}
	}
	add("", everywhere)
	for _, h := range list[1:] {
		fmt.Fprintf(&b, "location ~ \"^%s$\" {\n", strings.ReplaceAll(regexp.QuoteMeta(unescaped(h.pattern)), `\*`, ".*"))
		add("  ", slices.Concat(everywhere, h.list))
		b.WriteString("}\n")
	}
	for _, r := range redirects {
		fmt.Fprintf(&b, "location = %s { return 301 %s; }\n", strconv.Quote(unescaped(r.from)), strconv.Quote(r.to))
	}
	if path != "" {
		b.WriteString("}\n")
	}
	return b.Bytes()
}

// caddyFile is for a site block.
func caddyFile(path string, list []headers, redirects []redirect) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# For a site that stands at %s/ on its host: in the site block, beside root and file_server, write: import /where/the/site/is/_Caddyfile\n", path)
	for _, h := range list {
		for _, pair := range h.list {
			fmt.Fprintf(&b, "header %s %s %s\n", strconv.Quote(unescaped(h.pattern)), pair[0], strconv.Quote(pair[1]))
		}
	}
	for _, r := range redirects {
		fmt.Fprintf(&b, "redir %s %s 301\n", strconv.Quote(unescaped(r.from)), strconv.Quote(r.to))
	}
	here, missing := strconv.Quote(unescaped(path)+"/*"), strconv.Quote(unescaped(path)+"/404.html")
	fmt.Fprintf(&b, "@hidden {\n\tpath %s\n\tpath_regexp \"%s\"\n}\nerror @hidden 404\n", here, hidden)
	fmt.Fprintf(&b, "handle_errors {\n\trewrite %[1]s %[2]s\n\tfile_server %[1]s\n}\n", here, missing)
	return b.Bytes()
}

// unescaped is an address as nginx and Caddy compare it.
func unescaped(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}
	return address
}

// policy lets pages load what the site itself holds, and nothing else; answers may be sent to where the settings say.
func (r *Result) policy() string {
	connect := "'self'"
	if u, err := url.Parse(r.Config.Feedback.Endpoint); err == nil && u.Host != "" {
		connect += " " + u.Scheme + "://" + u.Host
	}
	return "default-src 'self'; connect-src " + connect + "; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
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
