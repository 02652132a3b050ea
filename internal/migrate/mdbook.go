package migrate

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/anchors"
)

// mdbook is mdBook, which publishes the chapters in SUMMARY.md.
var mdbook = Generator{
	Name:     "mdbook",
	Settings: []string{"book.toml"},
	Signs:    []string{"{{#include", "{{#rustdoc_include", "{{#playground"},
	Read:     readMdBook,
	Address:  htmlFileAddress,
	Anchors:  anchors.MdBook,
	Conversions: []Conversion{
		convertMdBookIncludes,
		convertMdBookCode,
		raiseHeadings,
		convertElements,
		escapeVariables,
	},
}

// mdbookSettings are the settings in book.toml.
type mdbookSettings struct {
	Book struct {
		Title       string
		Description string
		Language    string
		Src         string
	}
	Output struct {
		HTML struct {
			SiteURL  string `toml:"site-url"`
			Redirect map[string]string
		}
	}
}

func readMdBook(p *Project) error {
	var s mdbookSettings
	if p.Evidence != p.Base {
		if err := p.ReadTOML(p.Evidence, &s); err != nil {
			p.Note(p.Evidence, 0, KindSettings, "%v", err)
		}
	}

	p.Title = s.Book.Title
	p.Description = s.Book.Description
	p.Language = s.Book.Language
	if u := s.Output.HTML.SiteURL; scheme.MatchString(u) {
		p.BaseURL = u
	}

	src := p.join(cmp.Or(s.Book.Src, "src"))
	if !p.HasDir(src) {
		src = p.Base
	}

	readSummary(p, path.Join(src, "SUMMARY.md"))
	listed := map[string]bool{}
	for _, e := range p.Navigation {
		listed[strings.TrimPrefix(e.File, src+"/")] = true
	}

	p.AddDocs(Docs{Dir: src, Skip: func(name string) bool {
		return isPage(name) && (strings.EqualFold(name, "SUMMARY.md") || len(listed) > 0 && !listed[name])
	}})

	for _, from := range slices.Sorted(maps.Keys(s.Output.HTML.Redirect)) {
		to := s.Output.HTML.Redirect[from]
		if !strings.HasPrefix(to, "/") && !scheme.MatchString(to) {
			to = path.Join(path.Dir("/"+from), to)
		}

		p.Redirects = append(p.Redirects, Redirect{From: from, To: to, File: p.Evidence})
	}

	return nil
}
