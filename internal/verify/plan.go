package verify

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"signpost/internal/address"
	"signpost/internal/codes"
	"signpost/internal/generate"
	"signpost/internal/lock"
	"signpost/internal/output"
	"signpost/internal/site"
)

// Target is what is requested once: a page with all addresses on it, a file, or an old address.
type Target struct {
	// Path is requested: it is relative to the root of the site, escaped, with the query: "/article.php?id=12".
	Path string

	// Addresses are the published addresses that depend on the answer, sorted.
	Addresses []Address

	kind kind
	file *output.File // what the host sends at own; nil if it can only redirect
	own  string       // decoded: "/a/"; empty without a file
}

// kind is a kind of target.
type kind int

const (
	isPage kind = iota
	isFile
	isRegistry // codes.json
)

// Address is a published address.
type Address struct {
	// Address is as in the lock: "/a/#b".
	Address string

	// To is where it leads readers: to itself, unless it has moved. It is empty if its content is gone.
	To string

	// Reason says why its content is gone.
	Reason string

	fragment string
}

// Site is what a host should send.
type Site struct {
	Targets []Target // sorted by path

	files map[string]output.File
	pages map[string]bool // the addresses of targets, decoded, without fragments
	codes *codes.Registry
}

// registryPath is the address of the list of codes.
const registryPath = "/codes.json"

// Plan lists everything that was published, and everything in the files of the site, with what the host should send.
func Plan(r *generate.Result, files []output.File) *Site {
	p := planner{
		result:  r,
		files:   make(map[string]output.File, len(files)),
		former:  map[string]*site.FormerPage{},
		targets: map[string]*Target{},
	}

	for _, f := range files {
		p.files[f.Path] = f
	}

	for _, m := range r.Site.FormerPages {
		p.former[m.Path] = m
		if m.File != "" {
			p.former[m.File] = m
		}
	}

	for _, e := range published(r) {
		p.add(e)
		if e.Code != "" {
			p.add(lock.Entry{Address: codes.Path(e.Code)})
		}
	}

	for _, e := range r.Site.Registry.Codes {
		p.add(lock.Entry{Address: codes.Path(e.Code)})
	}

	p.add(lock.Entry{Address: registryPath})

	return p.site()
}

// published returns the addresses in the lock, and those of the site that are not in it yet.
func published(r *generate.Result) []lock.Entry {
	list := slices.Clone(r.Lock.Entries)
	for _, e := range r.Site.Addresses() {
		if _, ok := r.Lock.Lookup(e.Address); !ok {
			list = append(list, e)
		}
	}

	return list
}

// planner makes the plan.
type planner struct {
	result  *generate.Result
	files   map[string]output.File
	former  map[string]*site.FormerPage // by path, and by the address of a file
	targets map[string]*Target          // by page
}

func (p *planner) site() *Site {
	s := &Site{
		files: p.files,
		pages: map[string]bool{},
		codes: p.result.Site.Registry,
	}

	for _, page := range slices.Sorted(maps.Keys(p.targets)) {
		t := p.targets[page]
		if t.own != "" {
			s.pages[t.own] = true
		}

		slices.SortFunc(t.Addresses, func(a, b Address) int { return cmp.Compare(a.Address, b.Address) })
		t.Addresses = slices.CompactFunc(t.Addresses, func(a, b Address) bool { return a.Address == b.Address })
		s.Targets = append(s.Targets, *t)
	}

	return s
}

// add adds an address to the target of its page.
func (p *planner) add(e lock.Entry) {
	page, fragment, _ := strings.Cut(e.Address, "#")
	t := p.targets[page]
	if t == nil {
		t = p.target(page)
		p.targets[page] = t
	}

	a := Address{Address: e.Address, To: e.To, Reason: e.Reason, fragment: fragment}
	switch m := p.former[page]; {
	case m != nil:
		a.lead(m)
	case e.Live():
		a.To = e.Address
	}

	t.Addresses = append(t.Addresses, a)
}

// lead sets where an address on a former page leads, or why its content is gone.
func (a *Address) lead(m *site.FormerPage) {
	a.To, a.Reason = m.To, m.Reason
	if a.fragment == "" {
		return
	}

	for _, h := range m.Headings {
		if h.ID == a.fragment {
			a.To, a.Reason = h.To, h.Reason
			return
		}
	}

	if !m.Expired.IsZero() {
		a.fragment = "" // it was no longer on the page when that expired, which says so
	}
}

// unusedPart follows a prefix in the address that is requested for it.
const unusedPart = "signpost-verify"

// target returns the target of a page, without addresses.
func (p *planner) target(page string) *Target {
	a := address.Parse(page)
	t := &Target{Path: escape(a.Path)}
	switch {
	case a.Query != "":
		t.Path = strings.TrimSuffix(t.Path, "/") + "?" + a.Query
	case a.IsPrefix:
		t.Path += unusedPart
		return t
	}

	if page == registryPath {
		t.kind = isRegistry
	}

	p.setFile(t, page, address.Address{Path: a.Path})

	return t
}

// setFile sets the file that answers at an address.
func (p *planner) setFile(t *Target, page string, a address.Address) {
	if m := p.former[page]; m != nil && m.File == page {
		a.Path = m.Path
	}

	name := strings.TrimPrefix(a.Path, "/")
	file, ok := p.files[name]
	if ok && !isHTML(name) && t.kind != isRegistry {
		t.kind = isFile
	}

	if !ok {
		name, _ = a.File()
		file, ok = p.files[name]
	}

	if ok {
		t.file = &file
		t.own = "/" + strings.TrimSuffix(name, indexName)
	}
}

const indexName = "index.html"

func isHTML(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".html") || strings.HasSuffix(lower, ".htm")
}

func escape(path string) string {
	return (&url.URL{Path: path}).EscapedPath()
}

// isOwn reports whether the host sends the file of the target at a path: hosts ignore case, add the name of the file,
// or remove the ending of its name.
func (t *Target) isOwn(path string) bool {
	if t.file == nil {
		return false
	}

	path = strings.TrimSuffix(path, indexName)
	stem := strings.TrimSuffix(t.own, ".html")

	return strings.EqualFold(path, t.own) || stem != "" && strings.EqualFold(path, stem)
}

// canBeGone reports whether the host may answer that the content is gone.
func (t *Target) canBeGone() bool {
	return slices.ContainsFunc(t.Addresses, func(a Address) bool { return a.To == "" })
}
