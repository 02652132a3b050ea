package generate

import (
	"fmt"
	"slices"
	"strings"

	"signpost/internal/filename"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// reportConflict reports a path that cannot be next to another one.
func (c *pathChecker) reportConflict(p ownedPath, t takenPath) {
	other := ownedPath{t.path, c.ownerOf(t.path, t.owner)}
	switch {
	case p.owner == other.owner && p.path == other.path: // two articles at one address, or a style of several languages
		return
	case p.owner.former != nil:
		c.reportFormer(p, other, t.isFolder)
		return
	case p.owner.kind < other.owner.kind:
		p, other = other, p
	}

	pair := []string{p.owner.file, other.owner.file} // the pages of two articles, and also their copies
	slices.Sort(pair)
	if !c.isFirst(strings.Join(pair, "\x00")) {
		return
	}

	if c.isReported(p) || c.isReported(other) {
		return
	}

	rule := rules.BadFile
	switch {
	case p.owner.kind > folderOfArticle:
	case other.owner.kind == ownFile:
		rule = rules.ReservedAddress
	default:
		rule = rules.DuplicateAddress
	}

	c.report(rule, c.placeOf(p), conflictHint(p, other), "%s", c.conflictText(p, other))
}

// isReported reports whether an article is known to have the address of another one.
func (c *pathChecker) isReported(p ownedPath) bool {
	return p.owner.kind == articleFile && c.duplicates[c.name(p.owner.file)]
}

func conflictHint(p, other ownedPath) string {
	isBelow := strings.HasPrefix(filename.Fold(p.path), filename.Fold(other.path)+"/")
	switch {
	case other.owner.kind == ownFile && isBelow:
		return "rename the folder"
	case other.owner.kind == ownFile:
		return "rename or delete it"
	case p.owner.kind == articleFile && !isBelow:
		return "rename one of them, or give one a slug"
	}

	return "rename or delete one of them"
}

// conflictText says why two files cannot be next to each other.
func (c *pathChecker) conflictText(p, other ownedPath) string {
	first, second := filename.Fold(p.path), filename.Fold(other.path)
	switch {
	case p.path == other.path:
		return fmt.Sprintf("the address %s is already used by %s", p.address(), c.describe(other))
	case strings.HasPrefix(first, second+"/"):
		return fmt.Sprintf("the address %s needs a folder in place of %s", p.address(), c.describeFile(other))
	case strings.HasPrefix(second, first+"/"):
		return fmt.Sprintf("the address %s is that of the folder of %s", p.address(), c.describe(other))
	}

	return fmt.Sprintf("the address %s differs from %s only in %s",
		p.address(), c.describeAddress(other), filename.Difference(p.path, other.path))
}

// describeAddress names the address of what is at a path.
func (c *pathChecker) describeAddress(p ownedPath) string {
	if p.owner.former != nil {
		return c.describeFormer(p.owner.former)
	}

	return fmt.Sprintf("%s, that of %s,", p.address(), c.describe(p))
}

// address returns the address of a page, or the path of another file, without escapes.
func (p ownedPath) address() string {
	if p.owner.kind == articleFile || p.owner.kind == folderOfArticle {
		return "/" + strings.TrimSuffix(p.path, "index.html")
	}

	return "/" + p.path
}

// reportFormer reports an old address whose page cannot be next to another file, unless it leads there anyway.
func (c *pathChecker) reportFormer(p, other ownedPath, isFolder bool) {
	m := p.owner.former
	if m.IsImplied || !m.Expired.IsZero() || c.leadsTo(m, other) {
		return
	}

	what, remedy := "the alias", "remove the alias"
	if m.Alias == nil {
		what, remedy = "the address", "delete the line"
	}

	place := c.placeOf(p)
	switch {
	case "/"+other.path == m.Address():
		c.report(rules.BadAlias, place, remedy+", or rename the file",
			"%s %s leads elsewhere, but is the address of %s", what, m.Address(), c.describe(other))

	case filename.Fold(p.path) == filename.Fold(other.path) && !isFolder:
		c.report(rules.UnportableName, place, remedy+" if the site is published on Windows or macOS",
			"%s %s differs from %s only in %s", what, m.Address(), c.describeAddress(other),
			filename.Difference(p.path, other.path))

	case isFolder:
		c.report(rules.ReservedAddress, place, remedy+": no host can have a page there",
			"%s %s is that of the folder of %s", what, m.Address(), c.describe(other))

	default:
		c.report(rules.ReservedAddress, place, remedy+": no host can have a page there",
			"%s %s needs a folder in place of %s", what, m.Address(), c.describeFile(other))
	}
}

// leadsTo reports whether an old address leads to what is at a path, or to the same place as the page there.
func (c *pathChecker) leadsTo(m *site.FormerPage, other ownedPath) bool {
	if other.owner.former != nil {
		return other.owner.former.To == m.To
	}

	to, _, _ := strings.Cut(m.To, "#")
	current := site.File{Path: strings.TrimSuffix(other.path, "index.html")}

	return to == current.Address() || to == "/"+current.Path
}
