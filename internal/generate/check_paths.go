package generate

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"signpost/internal/address"
	"signpost/internal/filename"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/search"
	"signpost/internal/site"
)

// checkPaths reports files of the site that cannot be next to each other on every system, and names that some system
// cannot store.
func (r *Result) checkPaths(ctx context.Context, o Options) error {
	if r.themes == nil {
		r.themes = new(ThemeCache) // the theme is compiled again when the site is written
	}

	generated, err := r.generated(ctx)
	if err != nil && r.Failed() { // it does not matter now that the theme has a mistake, too
		return ctx.Err()
	}

	if err != nil {
		return err
	}

	c := newPathChecker(r, o)
	c.addGenerated(generated.current)
	c.addSources()
	c.addFormer()
	c.reportNames()

	if len(c.problems) == 0 {
		return nil
	}

	r.add(problem.ApplySeverities(c.problems, r.Config.Lint))

	return r.MarkKnown(o)
}

// pathChecker checks the paths of all files of a site.
type pathChecker struct {
	*Result
	lockFile string
	taken    takenPaths
	doubtful []ownedPath     // with a name that some system cannot store
	reported map[string]bool // names, and pairs of files
	problems []problem.Problem

	aliases    map[*library.Article]problem.Place
	duplicates map[string]bool // articles that are known to have the address of another one
}

func newPathChecker(r *Result, o Options) *pathChecker {
	c := &pathChecker{
		Result:     r,
		lockFile:   o.LockFile(),
		taken:      takenPaths{},
		reported:   map[string]bool{},
		aliases:    map[*library.Article]problem.Place{},
		duplicates: map[string]bool{},
	}

	for _, p := range r.Problems {
		if p.Rule == rules.DuplicateAddress.ID {
			c.duplicates[p.File] = true
		}
	}

	return c
}

// ownedPath is a path of the site and what is there.
type ownedPath struct {
	path  string
	owner owner
}

// owner is what a file of the site is made of.
type owner struct {
	kind   ownerKind
	file   string // of the content folder
	former *site.FormerPage
}

// ownerKind is a kind of owner. If two want the same path, the greater one is reported.
type ownerKind int

const (
	derived ownerKind = iota // ownerOf finds the owner when it is needed
	ownFile                  // signpost itself
	articleFile
	folderOfArticle // file is an article in it
	pictureFile
	attachedFile
	staticFile
	formerPage
)

// addGenerated adds the files that signpost makes, without pictures.
func (c *pathChecker) addGenerated(files []output.File) {
	for _, f := range files {
		c.add(f.Path, owner{})
	}

	for _, e := range c.Site.Editions {
		first := search.FirstFile
		if c.portable {
			first = search.FirstPortableFile
		}

		c.add(indexFile(e, first), owner{})
	}
}

// addSources adds the files of the content folder that are published as they are.
func (c *pathChecker) addSources() {
	for _, p := range c.Site.Pictures {
		c.add(site.PublicName(p.File), owner{kind: pictureFile, file: p.File})
	}

	for _, f := range c.Site.Attachments {
		c.add(f.Path, owner{kind: attachedFile, file: f.File})
	}

	for _, f := range c.Site.Static {
		c.add(f.Path, owner{kind: staticFile, file: f.File})
	}
}

// addFormer adds the pages at old addresses.
func (c *pathChecker) addFormer() {
	for _, m := range c.Site.FormerPages {
		if name, ok := address.Parse(m.Path).File(); ok {
			c.add(name, owner{kind: formerPage, former: m})
		}
	}
}

// add adds a path. It reports a conflict with one that was added before.
func (c *pathChecker) add(name string, o owner) {
	if other, ok := c.taken.conflict(name); ok {
		c.reportConflict(ownedPath{name, c.ownerOf(name, o)}, other)
	}

	rest := name
	for range c.taken.add(name, o) {
		if o.kind != formerPage && filename.Check(path.Base(rest)) != "" {
			c.doubtful = append(c.doubtful, ownedPath{name, o})
			return
		}

		rest = path.Dir(rest)
	}

	if filename.IsLongPath(name) {
		c.doubtful = append(c.doubtful, ownedPath{name, o})
	}
}

// ownerOf returns the owner of a file that signpost makes: an article or folder whose page or copy it is, or signpost.
func (c *pathChecker) ownerOf(name string, o owner) owner {
	if o.kind != derived {
		return o
	}

	if c.Site.HasFile(name) {
		return owner{kind: articleFile, file: name}
	}

	address := "/" + strings.TrimSuffix(name, "index.html")
	if target, ok := c.Site.Find(address); ok {
		return owner{kind: articleFile, file: target.Article.File}
	}

	if a := c.Site.ArticleBelow(address); a != nil && address != "/" {
		return owner{kind: folderOfArticle, file: a.File}
	}

	return owner{kind: ownFile}
}

// placeOf returns where a problem with the path of an owner is.
func (c *pathChecker) placeOf(p ownedPath) problem.Place {
	place := problem.Place{File: c.name(p.owner.file)}
	if p.owner.former != nil {
		return c.placeOfFormer(p.owner.former)
	}

	if target, ok := c.Site.Find("/" + strings.TrimSuffix(p.path, "index.html")); ok && target.Article.Slug != "" {
		place.Line = target.Article.LineOf("slug")
	}

	return place
}

// placeOfFormer returns where an old address is written. An article may contain many, and finding their line takes as
// long as reading them.
func (c *pathChecker) placeOfFormer(m *site.FormerPage) problem.Place {
	place, isKnown := c.aliases[m.Alias]
	switch {
	case m.Alias == nil:
		return problem.Place{File: c.lockFile, Line: m.LockLine}
	case !isKnown:
		place = m.Place()
		place.File = c.name(place.File)
		c.aliases[m.Alias] = place
	}

	return place
}

// name returns the name of a content file in problems.
func (r *Result) name(file string) string {
	return path.Join(filepath.ToSlash(r.contentDir), file)
}

// describe names what is at a path.
func (c *pathChecker) describe(p ownedPath) string {
	switch o := c.ownerOf(p.path, p.owner); o.kind {
	case ownFile:
		return "a file that signpost writes"
	case formerPage:
		return c.describeFormer(o.former)
	case folderOfArticle:
		return "the folder of " + c.name(o.file)
	default:
		return c.name(o.file)
	}
}

func (c *pathChecker) describeFormer(m *site.FormerPage) string {
	if m.Alias == nil {
		return "the old address " + m.Address()
	}

	return fmt.Sprintf("the alias %s of %s", m.Address(), c.name(m.Alias.File))
}

// describeFile names the file at a path and what it belongs to.
func (c *pathChecker) describeFile(p ownedPath) string {
	if p.owner.kind == ownFile {
		return fmt.Sprintf("the file /%s, which signpost writes", p.path)
	}

	return fmt.Sprintf("the file /%s of %s", p.path, c.describe(p))
}

func (c *pathChecker) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	c.problems = append(c.problems, rule.At(place, hint, format, args...))
}
