package site

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/library"
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

// Edition is the help centre in one language.
type Edition struct {
	// Site is the site that the edition belongs to.
	Site *Site

	Language Language

	// Home is the collection of the content folder, or of the language's folder in it.
	Home *Collection

	// Collections are all others, in display order: each comes before its subcollections.
	Collections []*Collection

	// Articles are all articles except the index files of collections, sorted by Path.
	Articles []*library.Article

	// Glossary is the words that pages explain, or nil.
	Glossary *Glossary

	codes     map[codes.Code]Target // sections that explain a code
	relations relations
}

// Translation is a page in one language.
type Translation struct {
	Language Language
	Path     string
}

// AddressOf returns the address in this language of a page that every language has: "/cy/errors/" for "/errors/".
func (e *Edition) AddressOf(path string) string {
	return e.Home.Path + strings.TrimPrefix(path, "/")
}

// Contains reports whether an address belongs to this edition.
func (e *Edition) Contains(address string) bool {
	return e.Site.editionOf(address) == e
}

// editionOf returns the edition that an address belongs to.
func (s *Site) editionOf(address string) *Edition {
	for _, e := range s.Editions[1:] {
		if strings.HasPrefix(address, e.Home.Path) {
			return e
		}
	}

	return s.First()
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
func (e *Edition) counterpart(from *Edition, address string) (string, bool) {
	if a := e.Site.pages[address]; a != nil && !a.Index {
		file := strings.TrimPrefix(a.File, from.folder())
		translation := e.Site.files[e.folder()+file]
		if translation == nil {
			return "", false
		}

		return translation.Path, true
	}

	address = strings.TrimPrefix(address, from.Home.Path)
	to := e.AddressOf(address)
	exists := e == from ||
		e.Site.folders[to] != nil ||
		inEveryLanguage[e.relative(to)]

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
func (e *Edition) relative(address string) string {
	return "/" + strings.TrimPrefix(address, e.Home.Path)
}

// folder returns the prefix of the language's files.
func (e *Edition) folder() string {
	if e == e.Site.First() {
		return ""
	}
	return e.Language.Tag + "/"
}

// SectionFor returns the section that explains a code in this language.
func (e *Edition) SectionFor(code codes.Code) (Target, bool) {
	target, ok := e.codes[code]
	return target, ok
}

// newSite returns a site with an empty edition for each language.
func newSite(in *input, tables addressTables) *Site {
	s := &Site{
		folders: map[string]*Collection{},
		pages:   tables.byPath,
		files:   tables.byFile,
	}

	s.addEdition(in.source.Language, "/")
	for _, language := range in.source.Languages {
		s.addEdition(language, article.FolderPath(language.Tag))
	}

	return s
}

func (s *Site) addEdition(language Language, address string) {
	home := &Collection{Path: address}
	s.folders[address] = home
	s.Editions = append(s.Editions, &Edition{
		Site:     s,
		Language: language,
		Home:     home,
		codes:    map[codes.Code]Target{},
	})
}
