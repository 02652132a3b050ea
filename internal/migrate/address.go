package migrate

import (
	"net/url"
	"path"
	"strings"

	"signpost/internal/article"
)

// index finds pages and files.
type index struct {
	bySource  map[string]*Page
	byAddress map[string]*Page    // published addresses, see keyOf
	byTarget  map[string]*Page    // new addresses
	byStem    map[string]*Page    // sources without extension, in lower case
	assets    map[string]*asset   // by source
	assetFold map[string]*asset   // by source in lower case
	atRoot    map[string]*asset   // by published path in lower case
	byBase    map[string][]*asset // by the last part of source in lower case
	redirects map[string]string   // keyOf(from) to the target
	used      map[string]string   // targets of assets that pages use, by source
	taken     map[string]bool     // targets in lower case
}

// indexPages builds the index.
func (p *Project) indexPages() {
	x := index{
		bySource:  map[string]*Page{},
		byAddress: map[string]*Page{},
		byTarget:  map[string]*Page{},
		byStem:    map[string]*Page{},
		assets:    map[string]*asset{},
		assetFold: map[string]*asset{},
		atRoot:    map[string]*asset{},
		byBase:    map[string][]*asset{},
		redirects: map[string]string{},
		used:      map[string]string{},
		taken:     map[string]bool{},
	}

	for _, page := range p.pages {
		x.bySource[page.Source] = page
		x.byTarget[page.Target] = page
		setFirst(x.byStem, strings.ToLower(stem(page.Source)), page)
		x.taken[strings.ToLower(page.Target)] = true
		if page.Address == "" {
			continue
		}

		if first := x.byAddress[keyOf(page.Address)]; first != nil {
			p.Note(page.Source, 0, KindAddress, "%s has the same address %s", first.Source, page.Address)
			continue
		}

		x.byAddress[keyOf(page.Address)] = page
	}

	for i := range p.files {
		a := &p.files[i]
		x.assets[a.source] = a
		base := strings.ToLower(path.Base(a.source))
		x.byBase[base] = append(x.byBase[base], a)
		setFirst(x.assetFold, strings.ToLower(a.source), a)
		setFirst(x.atRoot, strings.ToLower(joinPrefix(a.docs.Prefix, a.name)), a)
	}

	for _, r := range p.Redirects {
		setFirst(x.redirects, keyOf(r.From), r.To)
	}

	p.index = x
}

func setFirst[V any](m map[string]V, key string, value V) {
	if _, ok := m[key]; !ok {
		m[key] = value
	}
}

// keyOf returns an address in the form in which two are compared: decoded, in lower case, without what servers add or
// leave out at the end.
func keyOf(address string) string {
	return strings.ToLower(trimAddress(decoded(address)))
}

// trimAddress returns an address without "index.html", ".html" and a slash at its end.
func trimAddress(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	address = path.Clean("/" + address)
	for _, end := range []string{"/index.html", "/index.htm", ".html", ".htm"} {
		if rest, ok := strings.CutSuffix(address, end); ok {
			address = path.Clean("/" + rest)
			break
		}
	}

	return address
}

func decoded(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}

	return address
}

// newAddress returns the address of a file in the content folder.
func newAddress(target string) string {
	folder := article.FolderPath(path.Dir(target))
	if name := stem(path.Base(target)); name != "index" {
		return folder + article.Slug(name) + "/"
	}

	return folder
}

// basePath returns the path of the published site on its host, without a slash at the end.
func (p *Project) basePath() string {
	u, err := url.Parse(p.BaseURL)
	if err != nil {
		return ""
	}

	return strings.TrimSuffix(u.Path, "/")
}

// follow returns the page that an address leads to, directly or through redirects.
func (p *Project) follow(address string) *Page {
	seen := map[string]bool{}
	for key := keyOf(address); !seen[key] && len(seen) < 20; key = keyOf(address) {
		seen[key] = true
		if page := p.index.byAddress[key]; page != nil {
			return page
		}

		next, ok := p.index.redirects[key]
		if !ok {
			return nil
		}

		address = p.withoutHost(next)
	}

	return nil
}

// withoutHost returns an address relative to the site, if it is on the site.
func (p *Project) withoutHost(address string) string {
	if p.BaseURL != "" {
		base := strings.TrimSuffix(p.BaseURL, "/")
		if rest, ok := strings.CutPrefix(address, base); ok && (rest == "" || rest[0] == '/' || rest[0] == '#') {
			return "/" + strings.TrimPrefix(rest, "/")
		}
	}

	if base := p.basePath(); base != "" {
		if rest, ok := strings.CutPrefix(address, base+"/"); ok {
			return "/" + rest
		}
	}

	return address
}
