package site

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"signpost/internal/address"
	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// addAliases adds the earlier addresses that front matter gives. Those of a slug in another program are added last,
// and only if they are free.
func (c *lockComparison) addAliases() {
	for _, a := range c.articles {
		for _, alias := range a.Aliases {
			c.addAlias(a, alias)
		}
	}

	for _, a := range c.articles {
		for _, slug := range a.FormerSlugs {
			clean, err := address.Clean(slug)
			if isNew := c.pages[clean] == nil; err == nil && c.addFree(a, clean) && isNew {
				c.pages[clean].IsImplied = true
			}
		}
	}
}

// addAlias adds a page at an alias from front matter that leads to the article.
func (c *lockComparison) addAlias(a *library.Article, alias string) {
	if isRelative(alias) {
		c.addRelative(a, alias)
		return
	}

	clean, err := address.Clean(c.in.withoutBase(alias))
	switch {
	case err != nil:
		c.reportAlias(a, aliasHints[err], "the alias %q cannot be used: %v", alias, err)
	case clean == a.Path: // other programs repeat the address of the page
	case clean == folderOf(a) && c.site.pages[clean] == nil: // the list there leads to the article
	case c.finder.exists(clean):
		c.reportAlias(a, "remove the alias: the address is in use", "the alias %s is the address of a page", clean)
	case c.covered(clean) != "":
		c.reportAlias(a, "make the part before the * longer", "the alias %s includes the address %s of a page",
			clean, c.covered(clean))
	case !c.addFree(a, clean):
		c.reportTaken(a, clean)
	}
}

// aliasHints say how to repair an alias that is not an address.
var aliasHints = map[error]string{
	address.ErrFragment: `put aliases="..." on the heading instead: servers never see fragments`,
	address.ErrWildcard: "write an alias for each address",
	address.ErrForm:     "write it as /old/path/ or /old.html",
	address.ErrLength:   "remove it: browsers and servers refuse such an address",
}

// isRelative reports whether an alias does not begin at the root of a site.
func isRelative(alias string) bool {
	return !strings.HasPrefix(alias, "/") && !strings.Contains(alias, "://")
}

// addRelative adds an alias without a slash at the beginning, at the root and in the folder of the article: programs
// differ about its meaning. Without any slash it may also be an earlier name of the article, with any characters.
func (c *lockComparison) addRelative(a *library.Article, alias string) {
	if !strings.ContainsAny(alias, "/=") {
		alias = url.PathEscape(alias)
	}

	atRoot, err := address.Clean("/" + alias)
	if err != nil {
		c.reportAlias(a, aliasHints[err], "the alias %q cannot be used: %v", alias, err)
		return
	}

	inFolder, err := address.Clean(article.FolderPath(a.Folder()) + alias)
	isAdded := c.addFree(a, atRoot)
	isAdded = err == nil && c.addFree(a, inFolder) || isAdded
	isOwn := atRoot == a.Path || inFolder == a.Path

	switch {
	case isAdded || isOwn:
	case c.finder.exists(atRoot):
		c.reportAlias(a, "remove the alias: the address is in use", "the alias %s is the address of a page", atRoot)
	default:
		c.reportTaken(a, atRoot)
	}
}

// addFree adds a page at a clean address that leads to the article. It returns false if the address leads elsewhere.
func (c *lockComparison) addFree(a *library.Article, clean string) bool {
	first := c.pages[clean]
	if c.finder.exists(clean) || c.covered(clean) != "" || first != nil {
		return first != nil && first.To == a.Path
	}

	c.pages[clean] = &FormerPage{Path: clean, To: a.Path, Alias: a}

	return true
}

func (c *lockComparison) reportTaken(a *library.Article, clean string) {
	to := clean
	if first := c.pages[clean]; first != nil && first.To != "" {
		to = first.To
	}

	c.reportAlias(a, "keep it in one of them", "the alias %s already leads to %s", clean, to)
}

func (c *lockComparison) reportAlias(a *library.Article, hint, format string, args ...any) {
	place := problem.Place{File: a.File, Line: c.lineOfAliases(a)}
	c.problems.report(rules.BadAlias, place, hint, format, args...)
}

// covered returns the address of a page that begins with an alias that ends in *, or "".
func (c *lockComparison) covered(clean string) string {
	prefix, isPrefix := strings.CutSuffix(clean, "*")
	if !isPrefix {
		return ""
	}

	if c.current == nil {
		c.current = c.currentAddresses()
	}

	at, _ := slices.BinarySearch(c.current, prefix)
	if at < len(c.current) && strings.HasPrefix(c.current[at], prefix) {
		return c.current[at]
	}

	return ""
}

// currentAddresses returns the addresses of all pages and of the folders that only signpost uses, sorted.
func (c *lockComparison) currentAddresses() []string {
	list := slices.Collect(maps.Keys(c.site.pages))
	list = slices.AppendSeq(list, maps.Keys(c.site.folders))
	for _, e := range c.site.Editions {
		for _, name := range reserved {
			list = append(list, e.AddressOf("/"+name+"/"))
		}
	}

	slices.Sort(list)

	return list
}

// withoutBase returns the path of a full URL from the root of the site, if it is on the host of the site.
func (in *input) withoutBase(alias string) string {
	base, err := url.Parse(in.source.Config.BaseURL)
	u, aliasErr := url.Parse(alias)
	if err != nil || aliasErr != nil || u.Host == "" || !strings.EqualFold(u.Host, base.Host) {
		return alias
	}

	path := strings.TrimSuffix(base.EscapedPath(), "/") + "/"
	rest, ok := strings.CutPrefix(u.EscapedPath(), path)
	if !ok {
		return alias
	}

	u.Scheme, u.Host, u.User = "", "", nil
	u.Path, u.RawPath = "/"+rest, ""
	if decoded, err := url.PathUnescape(rest); err == nil {
		u.Path, u.RawPath = "/"+decoded, "/"+rest
	}

	return u.String()
}

// groupQueries adds the former pages whose addresses differ only in the query to the page at their path, in an order in
// which the first one that matches counts.
func groupQueries(pages map[string]*FormerPage, exists func(address string) bool) {
	sorted := slices.Sorted(maps.Keys(pages))
	slices.SortStableFunc(sorted, func(a, b string) int {
		return address.Compare(address.Parse(a), address.Parse(b))
	})

	for _, old := range sorted {
		path, query, hasQuery := strings.Cut(old, "?")
		if !hasQuery || exists(path) {
			continue
		}

		if pages[path] == nil {
			pages[path] = &FormerPage{Path: path, IsImplied: true}
		}

		m := pages[path]
		m.Queries = append(m.Queries, FormerQuery{Query: query, To: pages[old].To, Reason: pages[old].Reason})
	}
}
