package site

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// resolve finds what each link and picture leads to, an article on each processor.
func (l *loader) resolve(ctx context.Context) error {
	l.pictures.shown = map[string]func() seen{}
	found := make([][]problem.Problem, len(l.articles))
	illustrated := make([]bool, len(l.articles))
	err := parallel.Each(ctx, l.options.Jobs, len(l.articles), func(i int) {
		if l.kept[l.articles[i]] {
			return
		}
		reader := readers.Get().(*article.Reader)
		defer readers.Put(reader)
		r := resolver{loader: l, article: reader.Links(l.articles[i])}
		eachLink(r.article, func(_ *article.Section, link *article.Link) { r.link(ctx, link) })
		l.articles[i].SetLinks(r.article)
		found[i], illustrated[i] = r.problems, r.illustrated
	})
	if err != nil {
		return err
	}
	for i, problems := range found {
		l.problems = append(l.problems, problems...)
		if illustrated[i] {
			l.altered[l.articles[i]] = true
		}
	}
	l.settle(found)
	l.site.given = map[*article.Article][]*article.Article{}
	for _, a := range l.articles {
		l.related(a)
		l.icon(ctx, a)
	}
	return ctx.Err()
}

// readers are used again, one for each processor.
var readers = sync.Pool{New: func() any { return new(article.Reader) }}

// related finds the articles that front matter names.
func (l *loader) related(a *article.Article) {
	for _, name := range a.Related {
		_, other, ok := l.find(a, name)
		if !ok || other == nil || other == a {
			l.report(rules.DeadPage, problem.Place{File: a.File, Line: a.LineOf("related")}, l.nearestPage(a, name), "the related article %q does not exist", name)
			continue
		}
		l.site.given[a] = append(l.site.given[a], other)
	}
}

// eachLink visits the links of an article that has them.
func eachLink(a *article.Article, visit func(*article.Section, *article.Link)) {
	for i := range a.Sections {
		s := &a.Sections[i]
		for j := range s.Heading.Links {
			visit(s, &s.Heading.Links[j])
		}
		for j := range s.Body.Links {
			visit(s, &s.Body.Links[j])
		}
	}
}

// resolver resolves the links of one article.
type resolver struct {
	*loader
	article     *article.Article
	problems    []problem.Problem
	illustrated bool // it shows pictures
}

func (r *resolver) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	r.problems = append(r.problems, rule.At(place, hint, format, args...))
}

var schemes = []string{"http", "https", "mailto", "tel"}

func (r *resolver) link(ctx context.Context, link *article.Link) {
	link.Target = link.Dest
	place := link.Place(r.article)
	u, err := url.Parse(link.Dest)
	switch {
	case err != nil:
		r.report(rules.BadLink, place, "check the address for stray characters; a % is written %25", "the address %q cannot be read", link.Dest)
	case link.Picture && (u.Scheme != "" || u.Host != ""):
		r.report(rules.BadPicture, place, "put the picture beside the article: pages load nothing from elsewhere", "the picture %q is on another site", link.Dest)
	case u.Scheme != "" && !slices.Contains(schemes, u.Scheme):
		r.report(rules.BadLink, place, "links lead to pages, https, mailto or tel", "the link %q leads to no page", link.Dest)
	case u.Scheme != "" || u.Host != "":
		link.Target = u.String() // escaped where the writer did not
	case link.Picture:
		r.picture(ctx, link, place, u)
	default:
		r.page(ctx, link, place, u)
	}
}

// page resolves a link within the site: to a file beside the article, or to an address from the site's root.
func (r *resolver) page(ctx context.Context, link *article.Link, place problem.Place, u *url.URL) {
	address, target := r.article.Path, r.article
	if u.Path != "" {
		var ok bool
		if address, target, ok = r.find(r.article, u.Path); !ok {
			if picture.Named(u.Path) {
				r.picture(ctx, link, place, u)
				return
			}
			r.report(rules.DeadPage, place, r.nearestPage(r.article, u.Path), "the link %q leads to no page", link.Dest)
			return
		}
	}
	link.Target = address
	if u.RawQuery != "" {
		link.Target += "?" + u.RawQuery
	}
	if u.Fragment == "" {
		return
	}
	link.Target += "#" + u.EscapedFragment()
	if target == nil || target.SectionOf(u.Fragment) < 0 {
		r.report(rules.DeadAnchor, place, nearestAnchor(u.Fragment, anchors(target)), "%s has no heading %q", r.pageName(target, address), "#"+u.Fragment)
	}
}

// pageName is how a page is called before a writer: by its file, where it has one.
func (l *loader) pageName(a *article.Article, address string) string {
	if a == nil {
		return address
	}
	return l.name(a.File)
}

// find looks a path up: from the root of the site, or of a file from the article that links to it.
func (l *loader) find(from *article.Article, name string) (address string, a *article.Article, ok bool) {
	if strings.HasSuffix(name, ".md") {
		a, ok = l.byFile[fileOf(from, name)]
		if ok {
			address = a.Path
		}
		return address, a, ok
	}
	if !strings.HasPrefix(name, "/") {
		return "", nil, false
	}
	address = strings.TrimSuffix(name, "/") + "/"
	if a, ok = l.byPath[address]; ok {
		return address, a, true
	}
	return address, nil, l.generated(address)
}

// fileOf is the file that a link names, from the article that it stands in or from the content folder.
func fileOf(from *article.Article, name string) string {
	if strings.HasPrefix(name, "/") {
		return strings.TrimPrefix(path.Clean(name), "/")
	}
	return path.Join(path.Dir(from.File), name)
}

// generated reports whether the generator makes the page at address.
func (l *loader) generated(address string) bool {
	e := l.site.editionOf(address)
	if e.relative(address) == ContactPath {
		return l.options.Contact
	}
	if inEveryLanguage[e.relative(address)] || l.site.folders[address] != nil {
		return true
	}
	return slices.ContainsFunc(l.site.Registry.Codes, func(e codes.Entry) bool { return codes.Path(e.Code) == address })
}

func anchors(a *article.Article) []string {
	var ids []string
	if a == nil {
		return nil
	}
	for _, s := range new(article.Reader).Outline(a) {
		if s.ID != "" {
			ids = append(append(ids, s.ID), s.Aliases...)
		}
	}
	return ids
}

// nearestPage says why a link leads nowhere, or what it may have meant: a file of the same language.
func (l *loader) nearestPage(from *article.Article, name string) string {
	if !strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "/") {
		stem := strings.TrimSuffix(name, "/")
		if markdown[strings.ToLower(path.Ext(stem))] {
			stem = strings.TrimSuffix(stem, path.Ext(stem))
		}
		return fmt.Sprintf("link to the file (%s.md), or to an address that begins with /", stem)
	}
	if a := l.hidden[fileOf(from, name)]; a != nil && a.Draft {
		return fmt.Sprintf("%s is a draft: take out \"draft: true\" when it is ready, or take the link out", l.name(a.File))
	} else if a != nil {
		return fmt.Sprintf("%s is not shown today: see publish and expire in its front matter", l.name(a.File))
	}
	edition := l.site.editionOf(from.Path)
	files := maps.Clone(l.byFile)
	maps.DeleteFunc(files, func(_ string, a *article.Article) bool { return l.site.editionOf(a.Path) != edition })
	if file, ok := nearest(name, files); ok {
		return fmt.Sprintf("did you mean %s?", l.name(file))
	}
	return "check the path: it is read from the folder of the article, or from the content folder when it begins with /"
}

// nearest is the file whose name is that of the missing one, or nearly so; of those that share a name, the first by path.
func nearest[V any](missing string, files map[string]V) (file string, ok bool) {
	named := map[string]string{}
	for _, file := range slices.Backward(slices.Sorted(maps.Keys(files))) {
		named[strings.ToLower(path.Base(file))] = file
	}
	name, ok := strictyaml.Nearest(path.Base(missing), slices.Sorted(maps.Keys(named)))
	return named[name], ok
}

func nearestAnchor(fragment string, ids []string) string {
	if nearest, ok := strictyaml.Nearest(fragment, ids); ok {
		return fmt.Sprintf("did you mean #%s?", nearest)
	}
	if len(ids) == 0 {
		return "the page has no headings to link to; link to the page itself"
	}
	return "its headings are #" + strings.Join(ids[:min(len(ids), 8)], ", #")
}
