package generate

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"signpost/internal/config"
	"signpost/internal/output"
	"signpost/internal/search"
	"signpost/internal/site"
)

// hostConfig contains the settings that all hosts need.
type hostConfig struct {
	path string // of the site on its host, escaped

	// headers begin with the headers of all files.
	headers   []headerRule
	redirects []redirect
}

// headerRule sets headers for some files.
type headerRule struct {
	pattern string // of request paths; * matches any characters
	headers []header
}

// header is a header with its value. A value with alternatives is the one that equals the Origin of the request; a
// host that cannot compare them sends the value.
type header struct {
	name, value  string
	alternatives []string
}

// allowOrigin is the header with the origins that may read a file.
const allowOrigin = "Access-Control-Allow-Origin"

// codesHeaders returns the headers of codes.json. The file is public and needs no login, so that a host that cannot
// compare origins allows all of them if there are several.
func codesHeaders(origins []string) []header {
	switch len(origins) {
	case 0:
		return nil
	case 1:
		return []header{{name: allowOrigin, value: origins[0]}}
	}

	return []header{
		{name: allowOrigin, value: config.AllOrigins, alternatives: origins},
		{name: "Vary", value: "Origin"},
	}
}

// hostFiles returns the same configuration for every kind of host: _headers and _redirects, which Netlify and
// Cloudflare Pages find automatically, and files to include for nginx and Caddy.
func hostFiles(cfg *config.Config, s *site.Site, files []output.File) []output.File {
	path := basePath(cfg)
	h := hostConfig{
		path:      path,
		headers:   headerRules(cfg, s, path),
		redirects: redirects(s, path, files),
	}

	list := []output.File{
		output.Static("_headers", h.headersFile()),
		output.Static("_nginx.conf", h.nginx()),
		output.Static("_Caddyfile", h.caddy()),
	}

	if redirects := h.redirectsFile(); len(redirects) > 0 {
		list = append(list, output.Static("_redirects", redirects))
	}

	return list
}

func headerRules(cfg *config.Config, s *site.Site, path string) []headerRule {
	cacheForever := []header{{name: "Cache-Control", value: "public, max-age=31536000, immutable"}}
	revalidate := []header{{name: "Cache-Control", value: "no-cache"}}
	all := []header{
		{name: "Content-Security-Policy", value: cfg.Policy().String()},
		{name: "X-Content-Type-Options", value: "nosniff"},
		{name: "Referrer-Policy", value: "strict-origin-when-cross-origin"},
	}

	list := []headerRule{
		{path + "/*", all},
		{path + "/assets/*", cacheForever},
	}

	for _, e := range s.Editions {
		list = append(list,
			headerRule{path + e.AddressOf(search.FirstFile), revalidate},
			headerRule{path + e.AddressOf("search/*-*.idx"), cacheForever})
	}

	if headers := codesHeaders(cfg.Security.CodesOrigins); headers != nil {
		list = append(list, headerRule{path + "/codes.json", headers})
	}

	return list
}

// keepsFragments reports whether a redirect that ignores fragments is correct for all headings of a page.
func keepsFragments(m *site.FormerPage) bool {
	page, fragment, hasFragment := strings.Cut(m.To, "#")
	for _, s := range m.Headings {
		if s.To != page+"#"+s.ID {
			return false
		}
	}

	return !hasFragment || fragment != "" && len(m.Headings) == 0
}

func (h *hostConfig) headersFile() []byte {
	var b bytes.Buffer
	for _, rule := range h.headers {
		fmt.Fprintln(&b, rule.pattern)

		for _, header := range rule.headers {
			fmt.Fprintf(&b, "  %s: %s\n", header.name, header.value)
		}
	}

	return b.Bytes()
}

func (h *hostConfig) redirectsFile() []byte {
	var b bytes.Buffer
	for _, r := range h.redirects {
		if strings.ContainsAny(r.from.Path, `*:{}$"\`) {
			continue // they have a meaning in this file
		}

		from := h.path + r.from.EscapedPath()
		switch {
		case r.isFile:
			from = strings.TrimSuffix(from, "/")
		case r.from.IsPrefix:
			from += "*"
		case r.from.Query != "":
			from = strings.TrimSuffix(from, "/") + " " + strings.ReplaceAll(r.from.Query, "&", " ")
		}

		fmt.Fprintf(&b, "%s %s 301\n", from, r.to)
	}

	return b.Bytes()
}

// hidden matches files that servers must not return: dot files, except those in /.well-known/, and the configuration of
// hosts.
const hidden = `/(\.|_(headers|redirects|nginx\.conf|Caddyfile)$)`

// nginx returns a file to include in a server block. In nginx, a location with its own headers does not inherit
// others, so each location repeats them.
func (h *hostConfig) nginx() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# For a site at %s/ on its host. In the server block, after root, add: "+
		"include /path/to/site/_nginx.conf;\n", h.path)

	if h.path != "" {
		fmt.Fprintf(&b, "location %s {\n", quote(h.path+"/"))
	}

	fmt.Fprintf(&b, "index index.html;\nerror_page 404 %s;\n", quote(h.path+"/404.html"))
	fmt.Fprintf(&b, "location ~ \"%s\" { return 404; }\n", strings.Replace(hidden, `\.`, `\.(?!well-known/)`, 1))

	all := h.headers[0].headers
	addNginxHeaders(&b, "", all)

	for _, rule := range h.headers[1:] {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(unescape(rule.pattern)), `\*`, ".*")
		fmt.Fprintf(&b, "location ~ \"^%s$\" {\n", pattern)
		addNginxHeaders(&b, "  ", slices.Concat(all, rule.headers))
		b.WriteString("}\n")
	}

	h.addNginxRedirects(&b)

	if h.path != "" {
		b.WriteString("}\n")
	}

	return b.Bytes()
}

func addNginxHeaders(b *bytes.Buffer, indent string, headers []header) {
	for _, header := range headers {
		value := strconv.Quote(header.value)
		if header.alternatives != nil {
			value = "$allowed_origin"
			chooseOrigin(b, indent, header.alternatives)
		}

		fmt.Fprintf(b, "%sadd_header %s %s always;\n", indent, header.name, value)
	}
}

// chooseOrigin sets $allowed_origin to the origin of the request, or to nothing, which omits the header.
func chooseOrigin(b *bytes.Buffer, indent string, origins []string) {
	fmt.Fprintf(b, "%sset $allowed_origin \"\";\n", indent)
	for _, o := range origins {
		fmt.Fprintf(b, "%[1]sif ($http_origin = %[2]q) { set $allowed_origin %[2]q; }\n", indent, o)
	}
}

// caddy returns a file to import in a site block.
func (h *hostConfig) caddy() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# For a site at %s/ on its host. In the site block, next to root and file_server, add: "+
		"import /path/to/site/_Caddyfile\n", h.path)

	for _, rule := range h.headers {
		for _, header := range rule.headers {
			addCaddyHeader(&b, quote(rule.pattern), header)
		}
	}

	h.addCaddyRedirects(&b)

	all := quote(h.path + "/*")
	missing := quote(h.path + "/404.html")
	fmt.Fprintf(&b, "@hidden {\n\tpath %s\n\tpath_regexp \"%s\"\n\tnot path %s\n}\nerror @hidden 404\n",
		all, hidden, quote(h.path+"/.well-known/*"))
	fmt.Fprintf(&b, "handle_errors {\n\trewrite %[1]s %[2]s\n\tfile_server %[1]s\n}\n", all, missing)

	return b.Bytes()
}

func addCaddyHeader(b *bytes.Buffer, pattern string, h header) {
	if h.alternatives == nil {
		fmt.Fprintf(b, "header %s %s %s\n", pattern, h.name, strconv.Quote(h.value))
		return
	}

	for i, o := range h.alternatives {
		fmt.Fprintf(b, "@origin%d {\n\tpath %s\n\theader Origin %q\n}\n", i, pattern, o)
		fmt.Fprintf(b, "header @origin%d %s %q\n", i, h.name, o)
	}
}

// quote returns an escaped path or pattern in the form that nginx and Caddy compare, in quotes.
func quote(path string) string {
	return quoteText(unescape(path))
}

// quoteText returns a text in quotes. nginx and Caddy read letters of all alphabets as they are. Control characters are
// escaped in a form that neither reads back, so that no text can add a line.
func quoteText(text string) string {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return strconv.Quote(text)
	}

	return `"` + quoted.Replace(text) + `"`
}

var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
