package generate

import (
	"net/url"
	"slices"
	"strings"

	"signpost/internal/address"
	"signpost/internal/output"
	"signpost/internal/site"
)

// redirect leads from an old address to a current one.
type redirect struct {
	from address.Address
	to   string // escaped, with the path of the site on its host

	// isFile is set for the address of a file, which had no slash at its end.
	isFile bool

	// isCased is set if another address of the site differs only in case.
	isCased bool
}

// hasPage reports whether a page of the site is at the address, so that hosts add a missing slash.
func (r redirect) hasPage() bool {
	_, ok := r.from.File()
	return ok && !r.isCased
}

// withFormerPages adds the pages at old addresses to all other files of the site. It omits those in whose place there
// is another file, on a system that ignores case: hosts can redirect these addresses.
func withFormerPages(files, former []output.File) []output.File {
	if len(former) == 0 {
		return files
	}

	taken := takenPaths{}
	for _, f := range files {
		taken.add(f.Path, owner{})
	}

	for _, f := range former {
		if _, isTaken := taken.conflict(f.Path); !isTaken {
			taken.add(f.Path, owner{})
			files = append(files, f)
		}
	}

	return files
}

// redirects returns what hosts can do that plain files cannot do, or not as fast. The first one that matches an address
// counts. It omits:
//   - pages whose headings moved to different pages, because servers do not see fragments;
//   - addresses of other files, which some hosts would redirect before they look for the file;
//   - short links, because their pages show the section.
//
// The HTML of these pages redirects instead.
func redirects(s *site.Site, base string, files []output.File) []redirect {
	paths := make(map[string]bool, len(files))
	for _, f := range files {
		paths[f.Path] = true
	}

	spellings := map[string]int{} // by path in lower case
	for _, m := range s.FormerPages {
		if from := address.Parse(m.Path); from.Query == "" && !from.IsPrefix {
			spellings[strings.ToLower(from.Path)]++
		}
	}

	var list []redirect
	for _, m := range s.FormerPages {
		if m.To == "" || !keepsFragments(m) {
			continue
		}

		r := redirect{from: address.Parse(m.Path), to: base + m.To, isFile: m.File != ""}
		if name, ok := r.from.File(); ok && paths[name] {
			continue
		}

		folded := strings.ToLower(r.from.Path)
		r.isCased = spellings[folded] > 1 || s.Exists(folded)
		list = append(list, r)
	}

	slices.SortStableFunc(list, func(a, b redirect) int { return address.Compare(a.from, b.from) })
	return list
}

// Redirects leads from old addresses to current ones, like a host with the configuration of the site.
type Redirects struct {
	exact    map[string]string
	queries  map[string][]redirect
	prefixes []redirect
}

// Redirects returns the redirects of the site.
func (r *Result) Redirects() *Redirects {
	all := &Redirects{
		exact:   map[string]string{},
		queries: map[string][]redirect{},
	}

	for _, one := range redirects(r.Site, "", nil) {
		path := strings.TrimSuffix(one.from.Path, "/")
		switch {
		case one.from.IsPrefix:
			all.prefixes = append(all.prefixes, one)
		case one.from.Query != "":
			all.queries[path] = append(all.queries[path], one)
		default:
			all.exact[path] = one.to
		}
	}

	return all
}

// FindQuery returns where an address with a query leads. Hosts look for it before they look for a file.
func (r *Redirects) FindQuery(path, query string) (to string, ok bool) {
	got, err := url.ParseQuery(query)
	if err != nil {
		return "", false
	}

	for _, one := range r.queries[strings.TrimSuffix(path, "/")] {
		if hasQuery(got, one.from.Query) {
			return one.to, true
		}
	}

	return "", false
}

// Find returns where an address without a file leads.
func (r *Redirects) Find(path string) (to string, ok bool) {
	if to, ok = r.exact[strings.TrimSuffix(path, "/")]; ok {
		return to, true
	}

	at := slices.IndexFunc(r.prefixes, func(one redirect) bool {
		return strings.HasPrefix(path, one.from.Path)
	})
	if at < 0 {
		return "", false
	}

	return r.prefixes[at].to, true
}

// hasQuery reports whether a query contains all values of another.
func hasQuery(got url.Values, want string) bool {
	values, err := url.ParseQuery(want)
	for name, list := range values {
		for _, v := range list {
			if !slices.Contains(got[name], v) {
				return false
			}
		}
	}

	return err == nil
}
