package site

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"sync"

	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// links is the result of resolving links.
type links struct {
	// related are the related articles that front matter names.
	related map[*library.Article][]*library.Article

	// pictures are the pictures that articles show.
	pictures *pictureSet

	// notReusable are the articles whose links must be resolved again by the next load.
	notReusable articleSet
}

// resolveLinks sets the target of each link and picture, on several processors. It also resolves related articles and
// icons.
func resolveLinks(ctx context.Context, l lookup, articles articles) (links, error) {
	out := links{
		related:     map[*library.Article][]*library.Article{},
		pictures:    newPictureSet(l.env),
		notReusable: articleSet{},
	}

	results := make([]resolved, len(articles.list))
	err := parallel.Each(ctx, l.Jobs, len(results), func(i int) {
		if a := articles.list[i]; !articles.reused[a] {
			r := resolver{lookup: l, pictures: out.pictures}
			results[i] = r.resolve(ctx, a)
		}
	})
	if err != nil {
		return out, err
	}

	for i, a := range articles.list {
		r := &results[i]
		l.problems = append(l.problems, r.problems...)
		if r.hasPictures || r.problems != nil {
			out.notReusable[a] = true
		}
	}

	for _, a := range articles.list {
		if related := l.relatedTo(a); related != nil {
			out.related[a] = related
		}

		l.resolveIcon(ctx, a, out.pictures)
	}

	return out, ctx.Err()
}

// relatedTo returns the related articles that front matter names.
func (l *lookup) relatedTo(a *library.Article) []*library.Article {
	var list []*library.Article
	for _, name := range a.Related {
		_, other, _ := l.find(a, name)
		if other == nil || other == a {
			place := problem.Place{File: a.File, Line: a.LineOf("related")}
			l.report(rules.DeadPage, place, l.suggestPage(a, name), "the related article %q does not exist", name)
			continue
		}

		list = append(list, other)
	}

	return list
}

// resolver resolves the links of one article. Articles are resolved at the same time, so each resolver has its own
// problems.
type resolver struct {
	lookup
	resolved
	article  *library.Article
	sections []library.LinkSection // of the article
	pictures *pictureSet
}

// resolved is what was found while resolving the links of an article.
type resolved struct {
	problems    []problem.Problem
	hasPictures bool
}

// readers are reused, one for each processor.
var readers = sync.Pool{New: func() any { return new(library.Reader) }}

func (r *resolver) resolve(ctx context.Context, a *library.Article) resolved {
	reader := readers.Get().(*library.Reader)
	defer readers.Put(reader)

	r.article = a
	r.sections = reader.Links(a)
	for _, link := range allLinks(r.sections) {
		r.resolveLink(ctx, link)
	}

	a.SetLinks(r.sections)

	return r.resolved
}

// allLinks returns all links, with their sections.
func allLinks(sections []library.LinkSection) iter.Seq2[*library.LinkSection, *markdown.Link] {
	return func(yield func(*library.LinkSection, *markdown.Link) bool) {
		for i := range sections {
			s := &sections[i]
			for _, list := range [][]markdown.Link{s.HeadingLinks, s.BodyLinks} {
				for j := range list {
					if !yield(s, &list[j]) {
						return
					}
				}
			}
		}
	}
}

func (r *resolver) report(rule problem.Rule, place problem.Place, hint, format string, args ...any) {
	p := rule.At(place, hint, format, args...)

	r.problems = append(r.problems, p)
}

// schemes are the schemes that links may have.
var schemes = []string{"http", "https", "mailto", "tel"}

func (r *resolver) resolveLink(ctx context.Context, link *markdown.Link) {
	link.Target = link.Dest
	place := link.Place(r.article.File)
	u, err := url.Parse(link.Dest)
	isExternal := err == nil && (u.Scheme != "" || u.Host != "")

	switch {
	case err != nil:
		r.report(rules.BadLink, place,
			"remove stray characters, and write % as %25",
			"the address %q is invalid", link.Dest)

	case link.Picture && isExternal:
		r.report(rules.BadPicture, place,
			"save the picture next to the article: pages load nothing from other sites",
			"the picture %q is on another site", link.Dest)

	case u.Scheme != "" && !slices.Contains(schemes, u.Scheme):
		r.report(rules.BadLink, place,
			"link to a page, or use https, mailto or tel",
			"links cannot use the scheme %q", u.Scheme)

	case isExternal:
		link.Target = u.String() // with escapes
	case link.Picture:
		r.resolvePicture(ctx, link, place, u)
	default:
		r.resolvePage(ctx, link, place, u)
	}
}

// resolvePage resolves a link to a page of the site, or to a picture.
func (r *resolver) resolvePage(ctx context.Context, link *markdown.Link, place problem.Place, u *url.URL) {
	address, target := r.article.Path, r.article
	if u.Path != "" {
		var ok bool
		address, target, ok = r.find(r.article, u.Path)
		if !ok && picture.Named(u.Path) {
			r.resolvePicture(ctx, link, place, u)
			return
		}

		if !ok {
			r.report(rules.DeadPage, place, r.suggestPage(r.article, u.Path), "no page at %q", link.Dest)
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
		hint := suggestAnchor(u.Fragment, target)
		r.report(rules.DeadAnchor, place, hint, "%s has no heading %q", r.pageName(target, address), "#"+u.Fragment)
	}
}
