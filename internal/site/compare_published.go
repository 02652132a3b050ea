package site

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"signpost/internal/address"
	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/lock"
)

// Published is an address at which another program published a page.
type Published struct {
	// Address is the address in the form of the lock.
	Address string

	// Kept reports whether the address leads to a page, also by a redirect or as a notice.
	Kept bool

	// To is the new address of a lost one if there is no doubt about it, or empty.
	To string
}

// PublishedList is the addresses that another program published.
type PublishedList struct {
	// Addresses are different and sorted.
	Addresses []Published

	// Others is the number of addresses on other hosts, Files that of pictures, styles and scripts, and Invalid that of
	// texts that are no addresses.
	Others, Files, Invalid int
}

// ComparePublished compares a list of URLs and paths with the site and its lock. URLs count if their host is that in
// the settings or, if the list does not contain it, the most frequent one. A base path that all have, and that the site
// does not have, is removed.
//
// The error is ctx.Err().
func (s *Site) ComparePublished(
	ctx context.Context, cfg *config.Config, published *lock.Lock, list []string,
) (*PublishedList, error) {
	c := newPublishedComparison(s, cfg, published)
	result := new(PublishedList)
	paths := c.paths(list, result)

	best, bestScore := "", -1
	for _, base := range commonBases(paths) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		if score := c.score(paths, base); score > bestScore {
			best, bestScore = base, score
		}
	}

	addresses, invalid := c.addressesOf(paths, best)
	result.Invalid += invalid
	for i, p := range addresses {
		if i%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}

		result.Addresses = append(result.Addresses, c.compare(p))
	}

	return result, nil
}

// publishedComparison finds published addresses on the site.
type publishedComparison struct {
	finder *finder
	base   *url.URL        // from the settings, or nil
	known  map[string]bool // addresses that lead somewhere

	// queries are the known queries by path: "id=12".
	queries map[string][]string

	titles map[string]page // by the slug of the title; an empty page if several share it
}

func newPublishedComparison(s *Site, cfg *config.Config, published *lock.Lock) *publishedComparison {
	index := newPageIndex(s)
	in := &input{source: Source{Config: cfg}}
	c := &publishedComparison{
		finder: &finder{
			in:         in,
			site:       s,
			shortLinks: map[string]bool{},
			bases:      basesOf(in),
			pages:      func() *pageIndex { return index },
		},
		known:   map[string]bool{},
		queries: map[string][]string{},
		titles:  map[string]page{},
	}

	if base, err := url.Parse(cfg.BaseURL); err == nil && base.Host != "" {
		c.base = base
	}

	for _, entry := range s.Registry.Codes {
		c.finder.shortLinks[codes.Path(entry.Code)] = true
	}

	c.addKnown(s, published)
	for _, file := range slices.Sorted(maps.Keys(s.files)) {
		a := s.files[file]
		addUnique(c.titles, article.Slug(a.Title), page{address: a.Path, article: a})
	}

	return c
}

// addKnown adds all addresses of the site, and those that were moved or retired.
func (c *publishedComparison) addKnown(s *Site, published *lock.Lock) {
	for _, e := range s.Addresses() {
		c.known[e.Address] = true
	}

	for _, former := range s.FormerPages {
		c.known[former.Path] = true
	}

	for _, e := range published.Entries {
		if !e.Live() {
			c.known[e.Address] = true
		}
	}

	known := slices.Sorted(maps.Keys(c.known))
	slices.SortStableFunc(known, func(a, b string) int { return address.Compare(address.Parse(a), address.Parse(b)) })
	for _, old := range known {
		if path, query, ok := strings.Cut(old, "?"); ok {
			c.queries[path] = append(c.queries[path], query)
		}
	}
}

// leadsSomewhere reports whether the site or its lock has an address.
func (c *publishedComparison) leadsSomewhere(address string) bool {
	return c.known[address] || c.queries[address+"/"] != nil || c.finder.isGenerated(address)
}

// score returns how many addresses lead somewhere without a base path.
func (c *publishedComparison) score(paths []string, base string) int {
	count := 0
	for _, p := range paths {
		if c.leadsSomewhere(c.addressOf(withoutBase(p, base), nil)) {
			count++
		}
	}

	return count
}

func (c *publishedComparison) compare(address string) Published {
	if c.leadsSomewhere(address) {
		return Published{Address: address, Kept: true}
	}

	return Published{Address: address, To: c.suggest(address)}
}

// clearName is the least number of words in the last part of an address that identify a page by its name.
const clearName = 2

// suggest returns the address of the page that a lost address means, or an empty string if it is not certain.
func (c *publishedComparison) suggest(address string) string {
	if strings.Contains(address, "?") {
		return "" // it was one of many pages with this path
	}

	path, fragment, _ := strings.Cut(address, "#")
	p, ok := c.suggestPage(path)
	if !ok {
		return ""
	}

	to, _, isHeading := c.finder.findHeading(p, &url.URL{Fragment: fragment})
	if !isHeading {
		return p.address
	}

	return to
}

func (c *publishedComparison) suggestPage(address string) (page, bool) {
	key := keyOf(address)
	if p, ok := c.finder.pages().lookup(key); ok {
		return p, true
	}

	root := &library.Article{}
	root.File, root.Path = "index.md", c.finder.site.editionOf(address).Home.Path
	if p, ok := c.finder.findFromRoot(root, key); ok {
		return p, true
	}

	name := fold(path.Base(key))
	if strings.Count(name, "-") < clearName-1 {
		return page{}, false
	}

	if p, ok := c.finder.findNamed(root, name); ok {
		return p, true
	}

	p := c.titles[article.Slug(name)]

	return p, p.address != ""
}

// location is the part of a URL that counts.
type location struct {
	host  string // in lower case, or empty for a path
	path  string // not escaped
	query string // escaped in one way

	fragment string
}

// paths returns the escaped paths of the URLs on the site, with queries and fragments.
func (c *publishedComparison) paths(list []string, result *PublishedList) []string {
	locations := make([]location, 0, len(list))
	hosts := map[string]int{}
	for _, text := range list {
		u, err := url.Parse(text)
		if err != nil || u.Opaque != "" {
			result.Invalid++
			continue
		}

		l := location{host: hostOf(u), path: u.Path, query: address.CleanQuery(u.RawQuery), fragment: u.Fragment}
		locations = append(locations, l)
		if l.host != "" {
			hosts[l.host]++
		}
	}

	host := c.mainHost(hosts)
	paths := make([]string, 0, len(locations))
	for _, l := range locations {
		switch {
		case l.host != "" && !c.isBelow(&l, host):
			result.Others++
		case slices.Contains(assets, strings.ToLower(path.Ext(l.path))):
			result.Files++
		default:
			paths = append(paths, l.escaped())
		}
	}

	return paths
}

// assets are the endings of files that belong to pages.
var assets = strings.Fields(".avif .css .gif .ico .jpeg .jpg .js .json .map .mjs .otf .png .svg .ttf .webp .woff " +
	".woff2 .xml")

// mainHost returns the host whose addresses are meant.
func (c *publishedComparison) mainHost(hosts map[string]int) string {
	if c.base != nil && hosts[hostOf(c.base)] > 0 {
		return hostOf(c.base)
	}

	var host string
	for _, name := range slices.Sorted(maps.Keys(hosts)) {
		if hosts[name] > hosts[host] {
			host = name
		}
	}

	return host
}

// isBelow reports whether a URL is on a host and, if that is the site's own, below its base path, which it removes.
func (c *publishedComparison) isBelow(l *location, host string) bool {
	if l.host != host {
		return false
	}

	if c.base == nil || hostOf(c.base) != host {
		return true
	}

	rest, ok := strings.CutPrefix(l.path+"/", c.base.Path)
	l.path = strings.TrimSuffix(rest, "/")

	return ok
}

func hostOf(u *url.URL) string {
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// escaped returns the path, the query and the fragment.
func (l *location) escaped() string {
	p := address.Address{Path: "/" + strings.TrimLeft(l.path, "/")}.EscapedPath()
	if l.query != "" {
		p += "?" + l.query
	}

	if l.fragment != "" {
		p += "#" + strings.ReplaceAll(escapeFragment(l.fragment), "/", "%2F")
	}

	return p
}

// escapeFragment escapes what the lock cannot contain, and what has a meaning in addresses.
func escapeFragment(text string) string {
	if !strings.ContainsFunc(text, isEscaped) {
		return text
	}

	var b strings.Builder
	for _, r := range text {
		if isEscaped(r) {
			b.WriteString(url.PathEscape(string(r)))
			continue
		}

		b.WriteRune(r)
	}

	return b.String()
}

func isEscaped(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune("%#?", r)
}

// maxCommonBase is the greatest number of folders that are removed.
const maxCommonBase = 3

// commonBases returns the base paths that all paths have, beginning with the empty one: "", "/docs", "/docs/en".
func commonBases(paths []string) []string {
	bases := []string{""}
	if len(paths) < 2 { // one path is not evidence
		return bases
	}

	common := paths[0] + "/"
	for _, p := range paths {
		p += "/"
		n := 0
		for n < min(len(common), len(p)) && common[n] == p[n] {
			n++
		}

		common = common[:n]
	}

	for i := 1; i < len(common) && len(bases) <= maxCommonBase; i++ {
		if common[i] == '/' {
			bases = append(bases, common[:i])
		}
	}

	return bases
}

// withoutBase removes a base path.
func withoutBase(p, base string) string {
	return cmp.Or(strings.TrimPrefix(p, base), "/")
}

// addressesOf returns the addresses of paths without a base path, sorted and without duplicates. invalid is the number
// of those that the lock cannot contain.
func (c *publishedComparison) addressesOf(paths []string, base string) (list []string, invalid int) {
	plain := map[string]bool{}
	for _, p := range paths {
		if !strings.Contains(p, "?") {
			plain[addressOf(withoutBase(p, base))] = true
		}
	}

	for _, p := range paths {
		address := c.addressOf(withoutBase(p, base), plain)
		if !lock.Valid(address) {
			invalid++
			continue
		}

		list = append(list, address)
	}

	slices.Sort(list)

	return slices.Compact(list), invalid
}

// addressOf returns a path with a query in the form of the lock. The query counts if the site has old addresses with
// this path and a query. It also counts if the path means no page and is not in plain, the addresses of the list
// without a query. Otherwise it does not: servers send the same file with any.
func (c *publishedComparison) addressOf(p string, plain map[string]bool) string {
	path, rest, hasQuery := strings.Cut(p, "?")
	if !hasQuery {
		return addressOf(p)
	}

	query, fragment, isHeading := strings.Cut(rest, "#")
	path = cmp.Or(path, "/")
	bare := addressOf(path)
	if isHeading {
		bare += "#" + fragment
	}

	clean, err := address.Clean(path + "?" + query)
	if err != nil {
		return bare
	}

	path, query, _ = strings.Cut(clean, "?")
	for _, known := range c.queries[path] {
		if hasValues(query, known) {
			return path + "?" + known
		}
	}

	if c.queries[path] == nil && (plain[bare] || c.leadsSomewhere(bare) || c.suggest(bare) != "") {
		return bare
	}

	return clean
}

// hasValues reports whether a query contains all values of another.
func hasValues(query, values string) bool {
	parts := strings.Split(query, "&")
	for value := range strings.SplitSeq(values, "&") {
		if !slices.Contains(parts, value) {
			return false
		}
	}

	return true
}

// addressOf returns a path in the form of the lock. Pages end with a slash, which servers add; files and pages with an
// ending such as .html do not.
func addressOf(p string) string {
	p, fragment, isHeading := strings.Cut(p, "#")
	isFolder := strings.HasSuffix(p, "/")
	p = path.Clean(p)
	folder, name := path.Split(p)
	if stem, ending, ok := strings.Cut(strings.ToLower(name), "."); ok && stem == "index" && ending != "" {
		p, isFolder = folder, true
	}

	if p = strings.TrimSuffix(p, "/"); isFolder || !hasEnding(p) {
		p += "/"
	}

	if isHeading {
		p += "#" + fragment
	}

	return p
}

// hasEnding reports whether the last part of a path has the ending of a file: a version such as v1.2 has none.
func hasEnding(p string) bool {
	ending := path.Ext(p)
	return len(ending) > 1 && len(ending) <= maxEnding && strings.ContainsFunc(ending, unicode.IsLetter)
}
