package site

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"sync"

	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/sanitise"
)

// linkResult is the result of resolving links.
type linkResult struct {
	// related are the related articles that front matter names.
	related map[*library.Article][]*library.Article

	// pictures are the pictures that articles show.
	pictures *pictureSet

	// attachments are the other files that articles link to.
	attachments *attachmentSet

	// showing are the articles with pictures or attachments.
	showing []*library.Article

	// notReusable are the articles whose links must be resolved again by the next load.
	notReusable articleSet
}

// resolveLinks sets the target of each link and picture, in parallel. It also resolves related articles and icons.
func resolveLinks(ctx context.Context, f *finder, problems *problemList, articles articleList) (linkResult, error) {
	out := linkResult{
		related:     map[*library.Article][]*library.Article{},
		pictures:    newPictureSet(f.in),
		attachments: newAttachmentSet(f.in),
		notReusable: articleSet{},
	}

	results := make([]resolved, len(articles.list))
	err := parallel.Each(ctx, f.in.options.Jobs, len(results), func(i int) {
		if a := articles.list[i]; !articles.reused[a] {
			r := resolver{finder: f, article: a, pictures: out.pictures, attachments: out.attachments}
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
		if r.hasFiles || r.problems.list != nil {
			out.notReusable[a] = true
		}

		if r.hasFiles {
			out.showing = append(out.showing, a)
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
	lines := a.Lines()
	for _, name := range relatedNames(f, a) {
		other := findRelated(f, a, name)
		if other == nil || other == a {
			place := problem.Place{File: a.File, Line: lines("related")}
			if to := f.others.article(a, name); to != nil {
				problems.add(f.others.problem(place, to))
				continue
			}

			hint := f.suggestPage(a, name)
			problems.report(rules.DeadPage, place, hint, "the related article %q does not exist", name)
			continue
		}

		list = append(list, other)
	}

	return list
}

// relatedNames returns the names of the related articles. Other programs separate them with commas.
func relatedNames(f *finder, a *library.Article) []string {
	var names []string
	for _, name := range a.Related {
		if findRelated(f, a, name) != nil || !strings.Contains(name, ",") {
			names = append(names, name)
			continue
		}

		for part := range strings.SplitSeq(name, ",") {
			names = append(names, strings.TrimSpace(part))
		}
	}

	return names
}

// findRelated returns the article that front matter names: with its path or, as other programs do, only with its name.
func findRelated(f *finder, from *library.Article, name string) *library.Article {
	if _, a, ok := f.findPage(from, name); ok {
		return a
	}

	if p, ok := f.findPublished(from, name); ok {
		return p.article
	}

	if strings.ContainsAny(name, "./") {
		return nil
	}

	p, _ := f.findNamed(from, fold(name))

	return p.article
}

// resolver resolves the links of one article. Articles are resolved at the same time: resolvers share the finder, which
// they only read, and the pictures, which have a lock.
type resolver struct {
	finder   *finder
	article  *library.Article
	pictures *pictureSet

	attachments *attachmentSet

	sections []library.LinkSection // of the article
	found    resolved

	file string // to which the last link leads, if it is not a page
}

// resolved is what was found while resolving the links of an article.
type resolved struct {
	problems problemList
	hasFiles bool // it shows or links to files other than articles
}

// readers are reused, because their buffers are large.
var readers = sync.Pool{New: func() any { return new(library.Reader) }}

// resolve sets the targets of all links of the article.
func (r *resolver) resolve(ctx context.Context) {
	reader := readers.Get().(*library.Reader)
	defer readers.Put(reader)

	r.sections = reader.Links(r.article)
	for i := range r.sections {
		r.resolveList(ctx, r.sections[i].HeadingLinks)
		r.resolveList(ctx, r.sections[i].BodyLinks)
	}

	r.article.SetLinks(r.sections)
}

// resolveList resolves links, and sets what the notes after them say.
func (r *resolver) resolveList(ctx context.Context, links []markdown.Link) {
	for i := range links {
		link := &links[i]
		if link.Note != 0 {
			r.setNote(link)
			r.file = ""
			continue
		}

		if !link.Picture {
			r.file = ""
		}

		r.resolveLink(ctx, link)
	}
}

// allLinks returns all links, with their sections.
func allLinks(sections []library.LinkSection) iter.Seq2[*library.LinkSection, *markdown.Link] {
	return func(yield func(*library.LinkSection, *markdown.Link) bool) {
		for i := range sections {
			s := &sections[i]
			for _, list := range [][]markdown.Link{s.HeadingLinks, s.BodyLinks} {
				for j := range list {
					if list[j].Note == 0 && !yield(s, &list[j]) {
						return
					}
				}
			}
		}
	}
}

// resolveLink sets the target of a link. It is empty if the scheme is not allowed, whatever the severity of the rule.
func (r *resolver) resolveLink(ctx context.Context, link *markdown.Link) {
	r.findTarget(ctx, link)
	isText := link.Picture && !link.InAttribute // pages show no picture of another site
	if !isText && !r.allows(sanitise.Scheme(link.Target)) {
		link.Target = ""
	}
}

// allows reports whether links may have a scheme.
func (r *resolver) allows(scheme string) bool {
	allowed := r.finder.in.source.Config.Security.Schemes
	return scheme == "" || sanitise.IsKnownScheme(scheme) || slices.Contains(allowed, scheme)
}

func (r *resolver) findTarget(ctx context.Context, link *markdown.Link) {
	link.Target = link.Dest
	place := link.Place(r.article.File)
	u, err := url.Parse(link.Dest)
	isExternal := err == nil && (u.Scheme != "" || u.Host != "")

	switch {
	case err != nil && (strings.Contains(link.Dest, "{{") || strings.Contains(link.Dest, "{%")):
		r.found.problems.report(rules.ForeignSyntax.Rule, place,
			"write the address that the other program would fill in",
			"the address %q has the syntax of another program", link.Dest)
	case err != nil:
		r.found.problems.report(rules.BadLink, place,
			"remove stray characters, and write % as %25",
			"the address %q is invalid", link.Dest)

	case link.Picture && isExternal:
		r.found.problems.report(rules.BadPicture, place,
			"save the picture next to the article: pages load nothing from other sites",
			"the picture %q is on another site", link.Dest)

	case isExternal:
		r.resolveExternal(link, place, u)
	case link.Picture && markdown.MediaType(link.Dest) != "":
		r.resolveMedia(link, place, u)
	case link.Picture:
		r.resolvePicture(ctx, link, place, u)
	default:
		r.resolvePage(ctx, link, place, u)
	}
}

// resolveExternal resolves a link with a scheme or a host. It may be that of this site.
func (r *resolver) resolveExternal(link *markdown.Link, place problem.Place, u *url.URL) {
	if r.resolveOwn(link, place, u) {
		return
	}

	link.Target = u.String() // with escapes
	r.checkScheme(link, place, u)
}

// checkScheme reports links that run a script, open a file, or have a host or an unknown word in place of the scheme.
func (r *resolver) checkScheme(link *markdown.Link, place problem.Place, u *url.URL) {
	if scheme, forbidden := sanitise.ForbiddenScheme(link.Dest); forbidden {
		r.found.problems.report(rules.BadLink, place,
			"link to a page, or use https, mailto, tel, or the scheme of an application",
			"links cannot use the scheme %q", scheme)
		return
	}

	if len(u.Scheme) == 1 {
		r.found.problems.report(rules.BadLink, place,
			"use / instead of \\, and a path relative to the article",
			"the address %q begins with a drive letter", link.Dest)
		return
	}

	switch {
	case r.allows(u.Scheme):
	case strings.Contains(u.Scheme, ".") || u.Scheme == "localhost":
		r.found.problems.report(rules.BadLink, place,
			fmt.Sprintf("write https://%s", link.Dest),
			"the address %q has no scheme", link.Dest)
	default:
		r.found.problems.report(rules.BadLink, place,
			fmt.Sprintf("if it opens an application, add %q to security.schemes in the settings", u.Scheme),
			"the scheme %q is not known", u.Scheme)
	}
}

// resolveOwn resolves a link with the full URL of this site. It returns false if no page of the site is there: another
// program may serve it.
func (r *resolver) resolveOwn(link *markdown.Link, place problem.Place, u *url.URL) bool {
	name, ok := r.finder.findOwn(u)
	if !ok {
		return false
	}

	address, a, ok := r.finder.findPage(r.article, name)
	p := page{address: address, article: a}
	if !ok {
		p, ok = r.finder.findPublished(r.article, name)
	}

	if ok {
		r.setTarget(link, place, u, p, true)
	}

	return ok
}

// resolvePage resolves a link to a page of the site, or to another file.
func (r *resolver) resolvePage(ctx context.Context, link *markdown.Link, place problem.Place, u *url.URL) {
	if u.Path == "" {
		r.setTarget(link, place, u, page{address: r.article.Path, article: r.article}, false)
		return
	}

	if address, a, ok := r.finder.findPage(r.article, u.Path); ok {
		r.setTarget(link, place, u, page{address: address, article: a}, false)
		return
	}

	if picture.IsPictureName(u.Path) {
		r.resolvePicture(ctx, link, place, u)
		return
	}

	isExact := r.finder.files.others[fileOf(r.article, u.Path)]
	if isExact && !isPageName(u.Path) && r.resolveAttachment(link, place, u) {
		return
	}

	if p, ok := r.finder.findPublished(r.article, u.Path); ok {
		r.setTarget(link, place, u, p, true)
		return
	}

	if r.resolveAttachment(link, place, u) {
		return
	}

	if p, ok := r.finder.findTitled(r.article, link.Alt); ok {
		r.setTarget(link, place, u, p, true)
		return
	}

	if r.finder.isOutside(r.article, u.Path) {
		r.found.problems.report(rules.OutsideLink, place,
			"check that the page exists, and write its full address with https://",
			"the link %q leads out of the help centre, to another part of its host", link.Dest)
		return
	}

	if to := r.finder.others.article(r.article, u.Path); to != nil {
		r.found.problems.add(r.finder.others.problem(place, to))
		return
	}

	hint := r.finder.suggestTarget(r.article, u.Path)
	p := rules.DeadPage.At(place, hint, "no page at %q", link.Dest)
	p.Target = missingFile(r.article, u.Path)
	r.found.problems.add(p)
}

// setTarget sets the target of a link to a page, or to one of its headings. isAdvised is set if the path is not that of
// the file or the address.
func (r *resolver) setTarget(link *markdown.Link, place problem.Place, u *url.URL, p page, isAdvised bool) {
	address, isOther, ok := r.finder.findHeading(p, u)
	link.Target = withQuery(address, u.RawQuery)
	if !ok && strings.HasPrefix(u.Fragment, "tab/") {
		r.found.problems.report(rules.ForeignSyntax.Rule, place,
			"write > [!TAB] and the label, then each line of the tab after >",
			"%q is the syntax of another program for a tab", "#"+u.Fragment)
		return
	}

	if !ok {
		hint := r.finder.suggestAnchor(r.article, u.Fragment, p.article)
		name := r.finder.pageName(p.article, p.address)
		found := rules.DeadAnchor.At(place, hint, "%s has no heading %q", name, "#"+u.Fragment)
		if p.article != nil {
			found.Target = p.article.File
		}

		r.found.problems.add(found)

		return
	}

	if isAdvised || isOther {
		hint := "link to " + r.finder.linkTo(r.article, address)
		r.found.problems.report(rules.IndirectLink, place, hint,
			"the link %q leads to %s, but does not name its file or heading", link.Dest, address)
	}
}

// withQuery adds a query to an address, before its fragment.
func withQuery(address, query string) string {
	if query == "" {
		return address
	}

	path, fragment, isHeading := strings.Cut(address, "#")
	path += "?" + query
	if isHeading {
		path += "#" + fragment
	}

	return path
}
