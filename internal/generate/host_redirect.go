package generate

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// addNginxRedirects adds a location for each old address. One location holds all addresses that differ in the query.
func (h *hostConfig) addNginxRedirects(b *bytes.Buffer) {
	queries := map[string][]redirect{} // by path
	var order []string
	for _, r := range h.redirects {
		if r.from.Query == "" {
			continue
		}

		if queries[r.from.Path] == nil {
			order = append(order, r.from.Path)
		}

		queries[r.from.Path] = append(queries[r.from.Path], r)
	}

	base := unescape(h.path)
	seen := map[string]bool{} // nginx refuses a second location for the same path
	for _, r := range h.redirects {
		path, to := base+r.from.Path, strconv.Quote(r.to)
		switch {
		case r.from.Query != "":
		case r.from.IsPrefix:
			fmt.Fprintf(b, "location ^~ %s { return 301 %s; }\n", quoteText(path), to)
		default:
			hasQueries := queries[r.from.Path] != nil
			for _, spelling := range r.spellings(path, hasQueries) {
				if seen[spelling] {
					continue
				}

				seen[spelling] = true
				fmt.Fprintf(b, "location = %s {", quoteText(spelling))
				addNginxQueries(b, queries[r.from.Path])
				fmt.Fprintf(b, " return 301 %s; }\n", to)
			}

			delete(queries, r.from.Path)
		}
	}

	for _, path := range order {
		if list := queries[path]; list != nil {
			for _, spelling := range bothSpellings(base, path) {
				fmt.Fprintf(b, "location = %s {", quoteText(spelling))
				addNginxQueries(b, list)
				b.WriteString(" }\n")
			}
		}
	}
}

// spellings returns the path with and without the slash at its end, unless the server adds it or both are needed.
func (r redirect) spellings(path string, needsBoth bool) []string {
	stem := strings.TrimSuffix(path, "/")
	if r.hasPage() && !needsBoth && !r.isFile || stem == path || stem == "" {
		return []string{path}
	}

	return []string{stem, path}
}

// bothSpellings returns a path below that of the site with and without the slash at its end. The root has one spelling.
func bothSpellings(base, path string) []string {
	stem := strings.TrimSuffix(path, "/")
	if stem == path || stem == "" {
		return []string{base + path}
	}

	return []string{base + stem, base + path}
}

// addNginxQueries adds the redirects of a location whose addresses differ in the query. Several values may be in any
// order: a lookahead matches each.
func addNginxQueries(b *bytes.Buffer, list []redirect) {
	for _, r := range list {
		pattern := queryPattern(r.from.Query)
		if values := strings.Split(r.from.Query, "&"); len(values) > 1 {
			pattern = "^"
			for _, value := range values {
				pattern += "(?=.*" + queryPattern(value) + ")"
			}
		}

		fmt.Fprintf(b, "\n  if ($args ~ %s) { return 301 %s; }", nginxPattern(pattern), strconv.Quote(r.to))
	}
}

// nginxPattern returns a regular expression in quotes, in which nginx treats a backslash like any other character.
func nginxPattern(pattern string) string {
	return `"` + strings.ReplaceAll(pattern, `"`, `\"`) + `"`
}

// addCaddyRedirects adds a directive for each old address, in an order that Caddy keeps: addresses with a query come
// first. Caddy ignores case in paths, except in regular expressions.
func (h *hostConfig) addCaddyRedirects(b *bytes.Buffer) {
	var queries, others bytes.Buffer
	base := unescape(h.path)
	for i, r := range h.redirects {
		path, to := base+r.from.Path, strconv.Quote(r.to)
		if strings.ContainsAny(path, `*{}%"\`) {
			continue // they have a meaning in this file
		}

		switch {
		case r.from.Query != "":
			spellings := quoteAll(bothSpellings(base, r.from.Path))
			fmt.Fprintf(b, "@query%d {\n\tpath %s\n\t%s\n}\n", i, spellings, caddyQuery(r.from.Query))
			fmt.Fprintf(&queries, "\tredir @query%d %s 301\n", i, to)
		case r.from.IsPrefix:
			fmt.Fprintf(&others, "\tredir %s %s 301\n", quoteText(path+"*"), to)
		case r.isCased:
			pattern := "^" + regexp.QuoteMeta(strings.TrimSuffix(path, "/")) + "/?$"
			fmt.Fprintf(b, "@case%d path_regexp %s\n", i, "`"+pattern+"`")
			fmt.Fprintf(&others, "\tredir @case%d %s 301\n", i, to)
		default:
			for _, spelling := range r.spellings(path, false) {
				fmt.Fprintf(&others, "\tredir %s %s 301\n", quoteText(spelling), to)
			}
		}
	}

	if queries.Len()+others.Len() > 0 {
		fmt.Fprintf(b, "route {\n%s%s}\n", &queries, &others)
	}
}

// caddyQuery returns a condition for a query. For several values, the condition "query" would be met by one of them.
func caddyQuery(query string) string {
	values := strings.Split(query, "&")
	if len(values) == 1 && strings.Contains(query, "=") && !strings.Contains(query, "*") {
		return "query " + strconv.Quote(query)
	}

	var all []string
	for _, value := range values {
		all = append(all, fmt.Sprintf(`{query}.matches(r"%s")`, queryPattern(value)))
	}

	return "expression `" + strings.Join(all, " && ") + "`"
}

// queryPattern returns a regular expression for queries that contain a value.
func queryPattern(value string) string {
	return "(^|&)" + regexp.QuoteMeta(value) + "(&|$)"
}

func quoteAll(list []string) string {
	var quoted []string
	for _, text := range list {
		quoted = append(quoted, strconv.Quote(text))
	}

	return strings.Join(quoted, " ")
}
