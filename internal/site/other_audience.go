package site

import (
	"fmt"
	"iter"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// otherAudience knows what the site leaves out because it is for other readers.
type otherAudience struct {
	finder *finder

	pages func() map[string]*library.Article // by address

	// hiddenFiles are the files that hidden articles use, also drafts and those of another day.
	hiddenFiles func() map[string]bool

	// files are the attachments that only articles for others use, and those in their folders.
	files func() map[string]bool
}

func newOtherAudience(f *finder) *otherAudience {
	o := &otherAudience{finder: f}
	o.pages = sync.OnceValue(o.findPages)
	o.hiddenFiles = sync.OnceValue(o.findHiddenFiles)
	o.files = sync.OnceValue(o.findFiles)

	return o
}

func (o *otherAudience) findPages() map[string]*library.Article {
	pages := map[string]*library.Article{}
	for _, file := range slices.Sorted(maps.Keys(o.finder.hidden)) {
		if a := o.finder.hidden[file]; !o.finder.site.audiences.include(a) {
			pages[a.Path] = a
		}
	}

	return pages
}

func (o *otherAudience) findHiddenFiles() map[string]bool {
	files := map[string]bool{}
	reader := new(library.Reader)
	for _, a := range o.finder.hidden {
		files[path.Join(path.Dir(a.File), a.Icon)] = true
		for file := range o.finder.filesOf(reader, a) {
			files[file] = true
		}
	}

	return files
}

func (o *otherAudience) findFiles() map[string]bool {
	files := map[string]bool{}
	reader := new(library.Reader)
	for _, a := range o.pages() {
		for file := range o.finder.filesOf(reader, a) {
			files[file] = true
		}
	}

	for file := range o.finder.files.others {
		if !o.finder.site.audiences.includeFile(file) {
			files[file] = true
		}
	}

	if len(files) == 0 {
		return files
	}

	for _, a := range o.finder.site.files {
		for file := range o.finder.filesOf(reader, a) {
			delete(files, file)
		}
	}

	return files
}

// isUsed reports whether an article that is not in the site uses a file, so that it must not be deleted.
func (o *otherAudience) isUsed(file string) bool {
	return o.hiddenFiles()[file]
}

// filesOf returns the files, other than articles, that an article links to.
func (f *finder) filesOf(reader *library.Reader, a *library.Article) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, link := range allLinks(reader.Links(a)) {
			u, err := url.Parse(link.Dest)
			if err != nil || u.Host != "" || u.Path == "" {
				continue
			}

			if file, ok := f.findFile(a, u.Path); ok && !yield(file) {
				return
			}
		}
	}
}

// article returns the article for another audience that a path in a link means, or nil.
func (o *otherAudience) article(from *library.Article, name string) *library.Article {
	a := o.finder.hiddenAt(from, name)
	if a == nil || o.finder.site.audiences.include(a) {
		return nil
	}

	return a
}

// problem returns the problem of a link to an article for another audience.
func (o *otherAudience) problem(place problem.Place, to *library.Article) problem.Problem {
	return rules.InternalLink.At(place, "remove the link, or give both articles the same audience",
		"readers of this site cannot open %s: its audience is %s",
		o.finder.in.name(to.File), o.finder.site.audiences.of(to.File))
}

// lostHint returns the hint for a published address that is lost.
func (o *otherAudience) lostHint(address string) string {
	page, _, _ := strings.Cut(address, "#")
	file, _ := url.PathUnescape(page)
	a := o.pages()[page]
	switch {
	case a == nil && o.files()[strings.TrimPrefix(file, "/")]:
		return fmt.Sprintf("only articles for other readers use this file: link to it from another article, or run: "+
			"signpost lock retire %s --reason TEXT", page)
	case a == nil:
		return fixHint
	}

	return fmt.Sprintf("%s has the audience %s: publish it again, or say where readers find its content now: "+
		"signpost lock move %s NEW, or why it is gone: signpost lock retire %s --reason TEXT",
		o.finder.in.name(a.File), o.finder.site.audiences.of(a.File), page, page)
}

// isPublic reports whether an address of this site also exists on the public one.
func (o *otherAudience) isPublic(address string) bool {
	page, _, _ := strings.Cut(address, "#")
	s := o.finder.site
	switch a, c := s.pages[page], s.folders[page]; {
	case !s.IsInternal():
		return true
	case a != nil:
		return s.IsForPublic(a)
	case c != nil:
		return s.HasPublicPage(c)
	}

	return o.finder.isGenerated(page) // otherwise it is a file
}

// HasPublicPage reports whether the public site contains the page of a collection, or one below it.
func (s *Site) HasPublicPage(c *Collection) bool {
	return !s.IsInternal() ||
		c.Index != nil && s.IsForPublic(c.Index) ||
		slices.ContainsFunc(c.Articles, s.IsForPublic) ||
		slices.ContainsFunc(c.Collections, s.HasPublicPage)
}
