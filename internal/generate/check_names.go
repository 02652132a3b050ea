package generate

import (
	"fmt"
	"path"

	"signpost/internal/filename"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// reportNames reports names that some system cannot store: each file or folder once, although an article has two files.
func (c *pathChecker) reportNames() {
	for _, p := range c.doubtful {
		p.owner = c.ownerOf(p.path, p.owner)
		if p.owner.kind == ownFile {
			continue
		}

		if bad, why := firstBad(p.source()); why != "" {
			c.reportName(p, bad, why)
			continue
		}

		if bad, why := firstBad(p.path); why != "" {
			c.reportSlug(p, bad, why)
			continue
		}

		c.reportLength(p)
	}
}

// source returns the path at which the file itself is published: for the page of an article, that of its copy.
func (p ownedPath) source() string {
	if p.owner.kind == articleFile || p.owner.kind == folderOfArticle {
		return p.owner.file
	}

	return p.path
}

// firstBad returns the path up to the first name that some system cannot store, and why.
func firstBad(file string) (bad, why string) {
	for end := range len(file) + 1 {
		if end < len(file) && file[end] != '/' {
			continue
		}

		bad = file[:end]
		if why = filename.Check(path.Base(bad)); why != "" {
			return bad, why
		}
	}

	return "", ""
}

// isFirst reports whether nothing was reported for a name or a pair before.
func (c *pathChecker) isFirst(name string) bool {
	isFirst := !c.reported[name]
	c.reported[name] = true

	return isFirst
}

// ruleOf returns the rule for a name that some or all systems cannot store.
func ruleOf(name string) problem.Rule {
	if filename.IsUnusable(name) {
		return rules.BadFile
	}

	return rules.UnportableName
}

// reportName reports the name of a file or folder of the content folder.
func (c *pathChecker) reportName(p ownedPath, bad, why string) {
	if !c.isFirst(bad) {
		return
	}

	name, what := path.Base(bad), "it"
	if bad != p.source() {
		what = "the folder"
	}

	place := problem.Place{File: c.name(p.owner.file)}
	c.report(ruleOf(name), place, c.rename(what, bad), "the name %q %s", shown(name), why)
}

// rename returns the hint to rename a file or folder.
func (c *pathChecker) rename(what, bad string) string {
	better := filename.Portable(path.Base(bad))
	if _, isTaken := c.taken.conflict(path.Join(path.Dir(bad), better)); isTaken {
		return "rename " + what + ": the site must work on every server"
	}

	return fmt.Sprintf("rename %s to %q", what, better)
}

// reportSlug reports a part of an address, which is the name of a folder of the site.
func (c *pathChecker) reportSlug(p ownedPath, bad, why string) {
	if !c.isFirst(bad) {
		return
	}

	part := path.Base(bad)
	better := filename.Portable(part)
	hint := fmt.Sprintf("write a slug into its front matter: slug: %s", better)
	if path.Join(bad, "index.html") != p.path {
		hint = "rename the folder"
	}

	c.report(ruleOf(part), c.placeOf(p), hint, "the part %q of the address %s", shown(part), why)
}

// shown returns a name as a problem shows it.
func shown(name string) string {
	const most = 60
	if len(name) <= most {
		return name
	}

	return filename.Shorten(name, most) + "..."
}

// reportLength reports a path that is too long as a whole.
func (c *pathChecker) reportLength(p ownedPath) {
	if !c.isFirst(p.owner.file) {
		return
	}

	rule, limit := rules.UnportableName, "Windows allows 259 with the folder of the site"
	if filename.IsUnusablePath(p.path) {
		rule, limit = rules.BadFile, "no system allows as many"
	}

	c.report(rule, c.placeOf(p), "shorten the names of its folders, or move it up",
		"the path of %s in the site has %d characters: %s", shown(p.address()), len([]rune(p.path)), limit)
}
