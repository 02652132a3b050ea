package render

import (
	"regexp"
	"strings"
)

// linker makes addresses relative to a page.
type linker struct {
	// The address of the page from the root of the site: "/smartcards/resolve/".
	page string
	// If set, the page is opened from disk, where browsers do not open the index.html of a folder.
	portable bool
	// If set, addresses are not relative but begin with this path of the site on its host: "/centre/".
	base string
	// If set, the page is this booklet, which replaces the addresses of its articles itself.
	booklet *booklet
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// Address returns the value of an href for a target. A target from the root of the site, "/a-z/", becomes
// relative to the page; any other one stays unchanged.
func (l linker) Address(target string) string {
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") {
		return target
	}

	if l.booklet.contains(target) {
		return target
	}

	address := ""
	if l.base != "" {
		address = strings.TrimSuffix(l.base, "/") + target
	} else {
		address = relative(l.page, target)
	}

	if l.portable {
		return withFileName(address)
	}

	return address
}

// root returns the relative address of the home page.
func (l linker) root() string {
	if l.base != "" {
		return l.base
	}

	return relative(l.page, "/")
}

// withFileName appends index.html to the address of a folder.
func withFileName(address string) string {
	path, rest := splitPath(address)
	if strings.HasSuffix(path, "/") {
		path += "index.html"
	}

	return path + rest
}

// splitPath divides an address into its path and what follows it.
func splitPath(address string) (path, rest string) {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		return address[:i], address[i:]
	}

	return address, ""
}

// relative returns the shortest relative address from one page to another. Both are given from the root of the site.
func relative(from, target string) string {
	path, rest := splitPath(target)
	if path == from && strings.HasPrefix(rest, "#") {
		return rest
	}

	folder := from[:strings.LastIndexByte(from, '/')+1]
	levels := 0

	for !strings.HasPrefix(path, folder) {
		folder = folder[:strings.LastIndexByte(folder[:len(folder)-1], '/')+1]
		levels++
	}

	below := path[len(folder):]
	if levels == 0 && (below == "" || scheme.MatchString(below)) {
		below = "./" + below // an empty address would keep the query of the page, and "a:b" would be a scheme
	}

	return strings.Repeat("../", levels) + below + rest
}
