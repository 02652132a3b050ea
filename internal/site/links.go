package site

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// resolve finds what each link and picture leads to.
func (l *loader) resolve() {
	l.pictures = map[string]*Picture{}
	for _, a := range l.articles {
		for i := range a.Sections {
			s := &a.Sections[i]
			for j := range s.Heading.Links {
				l.link(a, &s.Heading.Links[j])
			}
			for j := range s.Body.Links {
				l.link(a, &s.Body.Links[j])
			}
		}
	}
}

var schemes = []string{"http", "https", "mailto", "tel"}

func (l *loader) link(a *article.Article, link *article.Link) {
	link.Target = link.Dest
	place := problem.Place{File: a.File, Line: link.Line, Column: link.Column}
	u, err := url.Parse(link.Dest)
	switch {
	case err != nil:
		l.report(problem.BadLink, place, "check the address for stray characters; a % is written %25", "the address %q cannot be read", link.Dest)
	case link.Picture && (u.Scheme != "" || u.Host != ""):
		l.report(problem.BadPicture, place, "put the picture beside the article: pages load nothing from elsewhere", "the picture %q is on another site", link.Dest)
	case u.Scheme != "" && !slices.Contains(schemes, u.Scheme):
		l.report(problem.BadLink, place, "links lead to pages, https, mailto or tel", "the link %q leads to no page", link.Dest)
	case u.Scheme != "" || u.Host != "":
		link.Target = u.String() // escaped where the writer did not
	case link.Picture:
		l.picture(a, link, place, u)
	default:
		l.page(a, link, place, u)
	}
}

// page resolves a link within the site: to a file beside the article, or to an address from the site's root.
func (l *loader) page(a *article.Article, link *article.Link, place problem.Place, u *url.URL) {
	address, target := a.Path, a
	if u.Path != "" {
		var ok bool
		if address, target, ok = l.find(a, u.Path); !ok {
			if pictureType[strings.ToLower(path.Ext(u.Path))] {
				l.picture(a, link, place, u)
				return
			}
			l.report(problem.DeadPage, place, l.nearestPage(u.Path), "the link %q leads to no page", link.Dest)
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
	if ids := anchors(target); !slices.Contains(ids, u.Fragment) {
		l.report(problem.DeadAnchor, place, nearestAnchor(u.Fragment, ids), "%s has no heading %q", l.pageName(target, address), "#"+u.Fragment)
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
		file := path.Join(path.Dir(from.File), name)
		if strings.HasPrefix(name, "/") {
			file = strings.TrimPrefix(path.Clean(name), "/")
		}
		a, ok = l.byFile[file]
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

// generated reports whether the generator makes the page at address.
func (l *loader) generated(address string) bool {
	if slices.Contains([]string{"/", ErrorsPath, SearchPath, AZPath}, address) || l.site.folders[address] != nil {
		return true
	}
	return slices.ContainsFunc(l.site.Registry.Codes, func(e codes.Entry) bool { return codes.Path(e.Code) == address })
}

func anchors(a *article.Article) []string {
	var ids []string
	if a == nil {
		return nil
	}
	for _, s := range a.Sections {
		if s.ID != "" {
			ids = append(append(ids, s.ID), s.Aliases...)
		}
	}
	return ids
}

func (l *loader) nearestPage(name string) string {
	if !strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "/") {
		return fmt.Sprintf("link to the file (%s.md), or to an address that begins with /", strings.TrimSuffix(name, "/"))
	}
	base := path.Base(name)
	names := map[string]string{}
	for file := range l.byFile {
		names[strings.ToLower(path.Base(file))] = file
	}
	if nearest, ok := strictyaml.Nearest(base, slices.Sorted(maps.Keys(names))); ok {
		return fmt.Sprintf("did you mean %s?", l.name(names[nearest]))
	}
	return "check the path: it is read from the folder of the article, or from the content folder when it begins with /"
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
