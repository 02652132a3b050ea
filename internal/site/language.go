package site

import (
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Language is one that a help centre is written in.
type Language struct {
	Tag   string // BCP 47: "cy"
	Name  string // in the language itself: "Cymraeg"
	Words article.Words
}

// Version is a page in one of the languages.
type Version struct {
	Language Language
	Path     string
}

// Own is the address in this language of a page that each has: of "/errors/", "/cy/errors/".
func (s *Site) Own(path string) string { return s.Home.Path + strings.TrimPrefix(path, "/") }

// Has reports whether a page belongs to the help centre in this language.
func (s *Site) Has(address string) bool { return s.editionOf(address) == s }

func (s *Site) editionOf(address string) *Site {
	for _, e := range s.Editions[1:] {
		if strings.HasPrefix(address, e.Home.Path) {
			return e
		}
	}
	return s.Editions[0]
}

// Versions lists the languages in which there is the page at an address, its own among them, where there are others.
func (s *Site) Versions(address string) []Version {
	from := s.editionOf(address)
	var list []Version
	for _, e := range s.Editions {
		if to, ok := e.counterpart(from, address); ok {
			list = append(list, Version{e.Language, to})
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// counterpart is where the page of another language stands in this one: articles are those of the same file in both folders.
func (s *Site) counterpart(from *Site, address string) (string, bool) {
	to := s.Own(strings.TrimPrefix(address, from.Home.Path))
	if a := s.pages[address]; a != nil && !a.Index {
		b := s.files[s.folder()+strings.TrimPrefix(a.File, from.folder())]
		if b == nil {
			return "", false
		}
		return b.Path, true
	}
	return to, s == from || s.folders[to] != nil || inEveryLanguage[s.relative(to)]
}

var inEveryLanguage = map[string]bool{ErrorsPath: true, SearchPath: true, AZPath: true, ContactPath: true}

// relative is an address as it is within the language's own folder.
func (s *Site) relative(address string) string { return "/" + strings.TrimPrefix(address, s.Home.Path) }

// folder is what the names of the language's files begin with.
func (s *Site) folder() string {
	if s == s.Editions[0] {
		return ""
	}
	return s.Language.Tag + "/"
}

// Explains finds the section that explains a code in this language.
func (s *Site) Explains(code codes.Code) (Target, bool) {
	target, ok := s.codes[code]
	return target, ok
}

// editions begins a site for each language. Each but the first has a folder of its own.
func (l *loader) editions() {
	s := &l.site
	s.Language = l.options.Language
	s.Home = &Collection{Path: "/"}
	s.folders, s.pages, s.files = map[string]*Collection{"/": s.Home}, l.byPath, l.byFile
	s.Editions = []*Site{s}
	for _, language := range l.options.Languages {
		address := article.FolderPath(language.Tag)
		e := &Site{Language: language, Home: &Collection{Path: address}, folders: s.folders, pages: s.pages, files: s.files}
		s.folders[address] = e.Home
		s.Editions = append(s.Editions, e)
	}
	for _, e := range s.Editions {
		e.Editions, e.codes = s.Editions, map[codes.Code]Target{}
		e.relations.features = l.options.Cache.featuresIn(e.Language.Tag)
	}
}

// share lets every language know what is known of all of them.
func (l *loader) share() {
	for _, e := range l.site.Editions[1:] {
		e.Pictures, e.Moved, e.Signs, e.Registry, e.given = l.site.Pictures, l.site.Moved, l.site.Signs, l.site.Registry, l.site.given
	}
}

// languageOf is the language of a file, by the folder that it stands in.
func (l *loader) languageOf(file string) string {
	folder, _, within := strings.Cut(file, "/")
	for _, language := range l.options.Languages {
		if within && folder == language.Tag {
			return language.Tag
		}
	}
	return l.options.Language.Tag
}

func (l *loader) words() map[string]article.Words {
	words := map[string]article.Words{l.options.Language.Tag: l.options.Language.Words}
	for _, language := range l.options.Languages {
		words[language.Tag] = language.Words
	}
	if words[l.options.Language.Tag] == (article.Words{}) {
		delete(words, l.options.Language.Tag)
	}
	return words
}

// translated keeps a section of another language that explains a code. The code is declared where the content folder's own language
// explains it.
func (l *loader) translated(e *Site, a *article.Article, i int, declared map[codes.Code]problem.Place) {
	s, place := a.Sections[i], problem.Place{File: a.File, Line: a.Sections[i].Line}
	if first, twice := e.codes[s.Code]; twice {
		l.report(rules.DuplicateCode, place, "explain it in one of the two", "%s is explained twice in this language, first in %s on line %d",
			s.Code, l.name(first.Article.File), first.Article.Sections[first.Section].Line)
		return
	}
	e.codes[s.Code] = Target{a, i}
	if _, ok := declared[s.Code]; !ok {
		l.report(rules.UnexplainedCode, place, "explain it there first: short links lead there", "%s is explained in %s, and not in %s", s.Code, e.Language.Tag, l.options.Language.Tag)
	}
}
