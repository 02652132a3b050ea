package migrate

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
)

// keepAddresses makes the published address of each page an alias of it, and the redirects of the settings aliases of
// their targets.
func (p *Project) keepAddresses(result *Import) {
	k := addressKeeper{project: p, claimed: map[string]bool{}}
	for _, page := range p.pages {
		k.claimed[newAddress(page.Target)] = true
		for dir := path.Dir(page.Target); dir != "."; dir = path.Dir(dir) {
			k.claimed[article.FolderPath(dir)] = true
		}
	}

	for _, page := range p.pages {
		if page.Address != "" {
			result.Addresses++
			k.add(page, page.Address)
		}
	}

	for _, r := range p.Redirects {
		k.redirect(r)
	}

	result.Addresses += k.redirects
}

type addressKeeper struct {
	project   *Project
	claimed   map[string]bool // addresses of the new site
	redirects int
}

// add makes an address an alias of a page, unless the address of the page is the same, or another page has it.
func (k *addressKeeper) add(page *Page, address string) {
	address, _, _ = strings.Cut(address, "#")
	address = decoded(address)
	if path.Ext(address) == "" && !strings.HasSuffix(address, "/") {
		address += "/" // every server leads from one to the other
	}

	if sameAddress(address, newAddress(page.Target)) || k.claimed[address] || k.claimed[address+"/"] {
		return
	}

	k.claimed[address] = true
	page.aliases = append(page.aliases, address)
}

// sameAddress reports whether a server that has a page at the new address answers the old one too.
func sameAddress(old, current string) bool {
	old = strings.TrimSuffix(old, "index.html")
	return old == current || old+"/" == current
}

func (k *addressKeeper) redirect(r Redirect) {
	p := k.project
	from := p.withoutHost(r.From)
	if !strings.HasPrefix(from, "/") {
		from = "/" + from
	}

	if p.index.byAddress[keyOf(from)] != nil {
		return // a page has replaced the redirect
	}

	page := p.follow(p.withoutHost(r.To))
	switch {
	case strings.ContainsAny(from, "*:?"):
		p.Note(r.File, r.Line, KindRedirect, "%s matches several addresses; redirect them at the host", r.From)
	case page == nil:
		p.Note(r.File, r.Line, KindRedirect, "%s leads to %s, which is not a page here", r.From, r.To)
	default:
		k.redirects++
		k.add(page, from)
	}
}

// aliasKeys are the keys of earlier addresses in front matter, see the synonyms in package article.
var aliasKeys = []string{"aliases", "alias", "redirect_from", "redirects"}

// writeAliases adds the aliases of a page to its front matter.
func (p *Page) writeAliases() {
	if len(p.aliases) == 0 {
		return
	}

	list := p.aliases
	for _, key := range aliasKeys {
		list = append(list, p.Front.List(key)...)
	}

	slices.Sort(list)
	p.Front.Delete(aliasKeys[1:]...)
	p.Front.Set("aliases", slices.Compact(list))
}
