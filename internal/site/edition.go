package site

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/markdown"
)

// Language is a language of a help centre.
type Language struct {
	// Tag is a BCP 47 tag such as "cy", and Name is the language's own name, such as "Cymraeg".
	Tag  string
	Name string

	// Labels are the texts of callouts and notes.
	Labels markdown.Labels
}

// Translation is a page in one language.
type Translation struct {
	Language Language
	Path     string
}

// AddressOf returns the address in this language of a page that every language has: "/cy/errors/" for "/errors/".
func (s *Site) AddressOf(path string) string {
	return s.Home.Path + strings.TrimPrefix(path, "/")
}

// Contains reports whether an address belongs to this edition.
func (s *Site) Contains(address string) bool {
	return s.editionOf(address) == s
}

func (s *Site) editionOf(address string) *Site {
	for _, e := range s.Editions[1:] {
		if strings.HasPrefix(address, e.Home.Path) {
			return e
		}
	}

	return s.Editions[0]
}

// Translations returns all languages of the page at an address, including its own. It returns nil if there is only
// one.
func (s *Site) Translations(address string) []Translation {
	from := s.editionOf(address)
	var list []Translation
	for _, e := range s.Editions {
		if to, ok := e.counterpart(from, address); ok {
			list = append(list, Translation{e.Language, to})
		}
	}

	if len(list) < 2 {
		return nil
	}

	return list
}

// counterpart returns the address in this edition of a page of another. Translations of an article have the same file
// name in both folders.
func (s *Site) counterpart(from *Site, address string) (string, bool) {
	if a := s.pages[address]; a != nil && !a.Index {
		file := strings.TrimPrefix(a.File, from.folder())
		translation := s.files[s.folder()+file]
		if translation == nil {
			return "", false
		}

		return translation.Path, true
	}

	address = strings.TrimPrefix(address, from.Home.Path)
	to := s.AddressOf(address)
	exists := s == from ||
		s.folders[to] != nil ||
		inEveryLanguage[s.relative(to)]

	return to, exists
}

// inEveryLanguage are the pages that every edition has.
var inEveryLanguage = map[string]bool{
	ErrorsPath:  true,
	SearchPath:  true,
	AZPath:      true,
	ContactPath: true,
}

// relative returns an address without the folder of the language.
func (s *Site) relative(address string) string {
	return "/" + strings.TrimPrefix(address, s.Home.Path)
}

// folder returns the prefix of the language's files.
func (s *Site) folder() string {
	if s == s.Editions[0] {
		return ""
	}
	return s.Language.Tag + "/"
}

// SectionFor returns the section that explains a code in this language.
func (s *Site) SectionFor(code codes.Code) (Target, bool) {
	target, ok := s.codes[code]
	return target, ok
}

// newSite returns a site with an empty edition for each language.
func newSite(in *input, tables addressTables) *Site {
	folders := map[string]*Collection{} // by path
	edition := func(language Language, address string) *Site {
		home := &Collection{Path: address}
		folders[address] = home

		return &Site{
			Language: language,
			Home:     home,
			folders:  folders,
			pages:    tables.byPath,
			files:    tables.byFile,
			codes:    map[codes.Code]Target{},
		}
	}

	first := edition(in.source.Language, "/")
	editions := []*Site{first}
	for _, language := range in.source.Languages {
		editions = append(editions, edition(language, article.FolderPath(language.Tag)))
	}

	for _, s := range editions {
		s.Editions = editions
	}

	return first
}

// share copies to the other editions what all languages have in common.
func (s *Site) share() {
	for _, e := range s.Editions[1:] {
		e.Pictures = s.Pictures
		e.FormerPages = s.FormerPages
		e.FormerHeadings = s.FormerHeadings
		e.Registry = s.Registry
		e.explicit = s.explicit
	}
}
