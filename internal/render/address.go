package render

import (
	"regexp"
	"strings"
)

// place is where a page stands, which decides how it writes the address of another.
type place struct {
	page string // the page's own address, from the site's root: "/smartcards/resolve/"
	disk bool   // pages are opened from a disk, where nobody puts index.html after the name of a folder
	base string // when set, addresses are not relative, and begin with this path of the site on its host: "/centre"
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// Address writes target as it stands in a link of the page. A target from the site's root, "/a-z/", becomes relative to
// the page; a whole URL stays as it is.
func (p place) Address(target string) string {
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") {
		return target
	}
	address := ""
	if p.base != "" {
		address = strings.TrimSuffix(p.base, "/") + target
	} else {
		address = relative(p.page, target)
	}
	if p.disk {
		return named(address)
	}
	return address
}

// root is the folder of the site, as it stands in a link of the page.
func (p place) root() string {
	if p.base != "" {
		return p.base
	}
	return relative(p.page, "/")
}

// named makes an address of a folder one of the file in it.
func named(address string) string {
	path, rest := address, ""
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		path, rest = address[:i], address[i:]
	}
	if strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	return path + rest
}

// relative is the shortest address that leads from the page at from to target, both from the site's root.
func relative(from, target string) string {
	path, rest := target, ""
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		path, rest = target[:i], target[i:]
	}
	if path == from && strings.HasPrefix(rest, "#") {
		return rest
	}
	folder := from[:strings.LastIndexByte(from, '/')+1]
	up := 0
	for !strings.HasPrefix(path, folder) {
		folder = folder[:strings.LastIndexByte(folder[:len(folder)-1], '/')+1]
		up++
	}
	down := path[len(folder):]
	if up == 0 && (down == "" || scheme.MatchString(down)) {
		down = "./" + down // an empty address would be the page with its query, and "a:b" a scheme
	}
	return strings.Repeat("../", up) + down + rest
}
