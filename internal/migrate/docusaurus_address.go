package migrate

import (
	"cmp"
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	numberPrefix = regexp.MustCompile(`^(\d+)\s*[-_.]+\s*([^-_.\s].*)$`)
	notPrefix    = regexp.MustCompile(`^(?:(?:\d{2}|\d{4})[-_.]\d{2}(?:[-_.](?:\d{2}|\d{4}))?|\d+[-_.]\d+).*$`)
	blogDate     = regexp.MustCompile(`^(?:.*/)?(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/]?(.*?)(?:/index)?$`)
)

// withoutNumber returns a name without the number for its order, as DefaultNumberPrefixParser of Docusaurus does.
func (f *docusaurusFolder) withoutNumber(name string) (string, int) {
	m := numberPrefix.FindStringSubmatch(name)
	if m == nil || !f.prefixes || notPrefix.MatchString(name) {
		return name, -1
	}

	n, _ := strconv.Atoi(m[1])

	return m[2], n
}

// folderOf returns a folder without the numbers of its parts.
func (f *docusaurusFolder) folderOf(name string) string {
	var parts []string
	for part := range strings.SplitSeq(path.Dir(name), "/") {
		if part, _ = f.withoutNumber(part); part != "." {
			parts = append(parts, part)
		}
	}

	return strings.Join(parts, "/")
}

// baseID returns the last part of the ID of a page.
func (f *docusaurusFolder) baseID(p *Page) string {
	name, _ := f.withoutNumber(path.Base(stem(p.Name)))
	return cmp.Or(p.Front.Get("id"), name)
}

// id returns the ID by which menus name a page.
func (f *docusaurusFolder) id(p *Page) string {
	return joinPrefix(f.folderOf(p.Name), f.baseID(p))
}

// isFolderPage reports whether a page describes its folder (isCategoryIndex of Docusaurus).
func (f *docusaurusFolder) isFolderPage(p *Page) bool {
	name := strings.ToLower(path.Base(stem(p.Name)))
	return name == "index" || name == "readme" || name == strings.ToLower(path.Base(path.Dir(p.Name)))
}

// docusaurusAddress repeats getSlug of plugin-content-docs (slug.ts).
func docusaurusAddress(p *Page) string {
	s, _ := p.Project.Extra.(*docusaurusSettings)
	f := s.folders[p.Docs]
	slug := p.Front.Get("slug")
	switch {
	case p.Front.Get("draft") == "true":
		return ""
	case f == nil || f.kind == "pages":
		return s.slash(folderAddress(p))
	case f.kind == "blog":
		return s.slash(blogAddress(p, slug))
	}

	folder := f.folderOf(p.Name)
	switch {
	case strings.HasPrefix(slug, "/"):
	case slug != "":
		slug = path.Join("/", folder, slug)
	case f.isFolderPage(p):
		slug = withSlash(folder)
	default:
		slug = joinPrefix(folder, f.baseID(p))
	}

	address := path.Join("/", f.docs.Prefix, slug)
	if strings.HasSuffix(slug, "/") && address != "/" {
		address += "/"
	}

	return s.slash(address)
}

// slash adds or removes the slash at the end of an address, as trailingSlash says.
func (s *docusaurusSettings) slash(address string) string {
	switch {
	case address == "/":
	case s.slashes == "true" && !strings.HasSuffix(address, "/"):
		return address + "/"
	case s.slashes == "false":
		return strings.TrimSuffix(address, "/")
	}

	return address
}

func blogAddress(p *Page, slug string) string {
	name := stem(p.Name)
	switch m := blogDate.FindStringSubmatch(name); {
	case slug != "":
		name = slug
	case m != nil:
		name = path.Join(m[1], m[2], m[3], m[4])
	default:
		name = strings.TrimSuffix(name, "/index")
	}

	return path.Join("/", p.Docs.Prefix, name)
}
