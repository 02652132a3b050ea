package snapshot

import (
	"maps"
	"slices"
	"strings"

	"signpost/internal/address"
)

// redirects contains the rules of a file _redirects, which this program writes, and which Netlify and Cloudflare Pages
// read.
type redirects struct {
	exact    map[string]string // by address, with a query if it has one
	prefixes []prefix
}

// prefix leads from all addresses that begin with a path.
type prefix struct {
	path, to string
}

// maxRedirects is the number of lines that are read.
const maxRedirects = 200_000

// readRedirects reads a file _redirects. It ignores lines that it cannot read, and those that only some readers follow.
// base is the path of the site on its host.
func readRedirects(data []byte, base string) redirects {
	r := redirects{exact: map[string]string{}}
	count := 0
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, " #")
		fields := strings.Fields(line)
		if count++; count > maxRedirects {
			break
		}

		if len(fields) >= 2 && !strings.HasPrefix(fields[0], "#") {
			r.addLine(fields, base)
		}
	}

	return r
}

// addLine adds a line: a path, parameters of the query, the new address, and a status.
func (r *redirects) addLine(fields []string, base string) {
	from, rest := fields[0], fields[1:]
	var query []string
	for len(rest) > 0 && isParameter(rest[0]) {
		query = append(query, rest[0])
		rest = rest[1:]
	}

	isConditional := len(rest) > 2 // depends on the country or the language
	if len(rest) == 0 || isConditional || strings.Contains(from, ":") {
		return
	}

	status := "301"
	if len(rest) > 1 {
		status = strings.TrimSuffix(rest[1], "!")
	}

	isPrefix := strings.HasSuffix(from, "*")
	if !strings.HasPrefix(status, "3") && (status != "200" || isPrefix) {
		return
	}

	from = strings.TrimSuffix(withoutBase(from, base), "*")
	if isPrefix {
		r.prefixes = append(r.prefixes, prefix{from, rest[0]})
		return
	}

	if len(query) > 0 {
		from += "?" + strings.Join(query, "&")
	}

	if clean, err := address.Clean(from); err == nil {
		if _, exists := r.exact[clean]; !exists {
			r.exact[clean] = rest[0]
		}
	}
}

// withoutBase removes the path of the site on its host.
func withoutBase(path, base string) string {
	if rest, ok := strings.CutPrefix(path, strings.TrimSuffix(base, "/")); ok && strings.HasPrefix(rest, "/") {
		return rest
	}

	return path
}

func isParameter(field string) bool {
	return strings.Contains(field, "=") && !strings.HasPrefix(field, "/") && !strings.Contains(field, "://")
}

// find returns where an address without a page leads.
func (r *redirects) find(page string) (to string, ok bool) {
	if to, ok = r.exact[page]; ok {
		return to, true
	}

	path := address.Parse(page).Path
	for _, p := range r.prefixes {
		if rest, ok := strings.CutPrefix(path, p.path); ok {
			return strings.ReplaceAll(p.to, ":splat", rest), true
		}
	}

	return "", false
}

// Redirects returns the addresses from which a file with redirects leads elsewhere, sorted. One that ends with a star
// means all addresses that begin like it.
func (s *Snapshot) Redirects() []string {
	list := slices.Collect(maps.Keys(s.redirects.exact))
	for _, p := range s.redirects.prefixes {
		if clean, err := address.Clean(p.path + "*"); err == nil {
			list = append(list, clean)
		}
	}

	slices.Sort(list)

	return list
}
