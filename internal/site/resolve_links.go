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

// linkResult is the result of resolving links.
type linkResult struct {
	// related are the related articles that front matter names.
	related map[*library.Article][]*library.Article

	// pictures are the pictures that articles show.
	pictures *pictureSet

	// notReusable are the articles whose links must be resolved again by the next load.
	notReusable articleSet
}

// resolveLinks sets the target of each link and picture, in parallel. It also resolves related articles and icons.
func resolveLinks(ctx context.Context, f *finder, problems *problemList, articles articleList) (linkResult, error) {
	out := linkResult{
		related:     map[*library.Article][]*library.Article{},
		pictures:    newPictureSet(f.in),
		notReusable: articleSet{},
	}

	results := make([]resolved, len(articles.list))
	err := parallel.Each(ctx, f.in.options.Jobs, len(results), func(i int) {
		if a := articles.list[i]; !articles.reused[a] {
			r := resolver{finder: f, article: a, pictures: out.pictures}
			r.resolve(ctx)
			results[i] = r.found
		}
	})
	if err != nil {
		return out, err
	}

	for i, a := range articles.list {
		r := &results[i]
		problems.add(r.problems.list...)
		if r.hasPictures || r.problems.list != nil {
			out.notReusable[a] = true
		}
	}

	for _, a := range articles.list {
		if related := resolveRelated(f, problems, a); related != nil {
			out.related[a] = related
		}

		resolveIcon(ctx, f, problems, a, out.pictures)
	}

	return out, ctx.Err()
}

// resolveRelated returns the related articles that front matter names.
func resolveRelated(f *finder, problems *problemList, a *library.Article) []*library.Article {
	var list []*library.Article
	for _, name := range a.Related {
		_, other, _ := f.findPage(a, name)
		if other == nil || other == a {
			place := problem.Place{File: a.File, Line: a.LineOf("related")}
			hint := f.suggestPage(a, name)
			problems.report(rules.DeadPage, place, hint, "the related article %q does not exist", name)
			continue
		}

		list = append(list, other)
	}

	return list
}

// resolver resolves the links of one article. Articles are resolved at the same time: resolvers share the finder, which
// they only read, and the pictures, which have a lock.
type resolver struct {
	finder   *finder
	article  *library.Article
	pictures *pictureSet

	sections []library.LinkSection // of the article
	found    resolved
}

// resolved is what was found while resolving the links of an article.
type resolved struct {
	problems    problemList
	hasPictures bool
}

// readers are reused, because their buffers are large.
var readers = sync.Pool{New: func() any { return new(library.Reader) }}

// resolve sets the targets of all links of the article.
func (r *resolver) resolve(ctx context.Context) {
	reader := readers.Get().(*library.Reader)
	defer readers.Put(reader)

	r.sections = reader.Links(r.article)
	for _, link := range allLinks(r.sections) {
		r.resolveLink(ctx, link)
	}

	r.article.SetLinks(r.sections)
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

// schemes are the schemes that links may have.
var schemes = []string{"http", "https", "mailto", "tel"}

func (r *resolver) resolveLink(ctx context.Context, link *markdown.Link) {
	link.Target = link.Dest
	place := link.Place(r.article.File)
	u, err := url.Parse(link.Dest)
	isExternal := err == nil && (u.Scheme != "" || u.Host != "")

	switch {
	case err != nil:
		r.found.problems.report(rules.BadLink, place,
			"remove stray characters, and write % as %25",
			"the address %q is invalid", link.Dest)

	case link.Picture && isExternal:
		r.found.problems.report(rules.BadPicture, place,
			"save the picture next to the article: pages load nothing from other sites",
			"the picture %q is on another site", link.Dest)

	case u.Scheme != "" && !slices.Contains(schemes, u.Scheme):
		r.found.problems.report(rules.BadLink, place,
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
		address, target, ok = r.finder.findPage(r.article, u.Path)
		if !ok && picture.IsPictureName(u.Path) {
			r.resolvePicture(ctx, link, place, u)
			return
		}

		if !ok {
			hint := r.finder.suggestPage(r.article, u.Path)
			p := rules.DeadPage.At(place, hint, "no page at %q", link.Dest)
			p.Target = missingFile(r.article, u.Path)
			r.found.problems.add(p)
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
		hint := r.finder.suggestAnchor(u.Fragment, target)
		page := r.finder.pageName(target, address)
		p := rules.DeadAnchor.At(place, hint, "%s has no heading %q", page, "#"+u.Fragment)
		if target != nil {
			p.Target = target.File
		}

		r.found.problems.add(p)
	}
}
