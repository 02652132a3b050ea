package site

import (
	"context"
	"io/fs"

	"signpost/internal/article"
	"signpost/internal/glossary"
	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Glossary is the words that the pages of an edition explain.
type Glossary struct {
	*glossary.Glossary

	// Articles are about the words with the same index. They are nil if there is none.
	Articles []*library.Article
}

// GlossaryFor returns the glossary of an article, or nil if its words are not explained. They are not if the article is
// in another language than its edition.
func (s *Site) GlossaryFor(a *library.Article) *Glossary {
	e := s.editionOf(a.Path)
	isForeign := a.Lang != "" && a.Lang != e.Language.Tag
	if a.NoGlossary || isForeign {
		return nil
	}

	return e.Glossary
}

// glossaryFiles returns the files of the glossaries of all languages, if they exist.
func (in *input) glossaryFiles() map[string]bool {
	files := map[string]bool{glossary.File: true}
	for _, language := range in.source.Languages {
		files[language.Tag+"/"+glossary.File] = true
	}

	return files
}

// readGlossaries reads the glossary of each edition.
func readGlossaries(ctx context.Context, f *finder, problems *problemList) {
	for _, e := range f.site.Editions {
		r := glossaryReader{finder: f, problems: problems, edition: e, file: e.folder() + glossary.File}
		if !f.files.glossaries[r.file] {
			continue
		}

		r.read()
		if f.in.options.Lint && e.Glossary != nil {
			r.reportUnused(ctx)
		}
	}
}

// glossaryReader reads the glossary of an edition.
type glossaryReader struct {
	finder   *finder
	problems *problemList
	edition  *Edition
	file     string // in the content folder
}

func (r *glossaryReader) read() {
	src, err := fs.ReadFile(r.finder.in.source.Content, r.file)
	if err != nil {
		r.problems.add(unreadable(r.file, err))
		return
	}

	words, mistakes := glossary.Parse(src)
	r.problems.add(rules.FromYAML(r.file, mistakes)...)

	articles := make([]*library.Article, len(words.Words))
	from := &library.Article{Metadata: article.Metadata{File: r.file, Path: r.edition.Home.Path}}
	for i := range words.Words {
		if name := words.Words[i].Article; name != "" {
			articles[i] = r.find(from, name, words.Words[i].Line)
		}
	}

	r.edition.Glossary = &Glossary{words, articles}
}

// find returns the article that the word on a line names, or nil.
func (r *glossaryReader) find(from *library.Article, name string, line int) *library.Article {
	f := r.finder
	if _, a, ok := f.findPage(from, name); ok && a != nil {
		return a
	}

	place := problem.Place{File: r.file, Line: line}
	if to := f.others.article(from, name); to != nil {
		r.problems.add(f.others.problem(place, to))
		return nil
	}

	r.problems.report(rules.DeadPage, place, f.suggestPage(from, name), "the article %q does not exist", name)

	return nil
}

// reportUnused reports the words that no article of the edition contains.
func (r *glossaryReader) reportUnused(ctx context.Context) {
	words := r.edition.Glossary
	used := make([]bool, len(words.Words))
	isUsed := func(word int) bool { return used[word] }

	var reader library.Reader
	for _, a := range r.finder.site.pages {
		if r.finder.site.GlossaryFor(a) != words {
			continue
		}

		sections, err := reader.HTML(a)
		if err != nil || ctx.Err() != nil {
			return // the build reports it
		}

		for i := range sections {
			for _, m := range words.Find(sections[i].Body.Source, isUsed) {
				used[m.Word] = true
			}
		}
	}

	for i, w := range words.Words {
		if !used[i] {
			r.problems.report(rules.UnusedWord, problem.Place{File: r.file, Line: w.Line},
				"remove it, or write it as articles do: capital letters count, and plurals belong in also",
				"no article contains the word %q", w.Name)
		}
	}
}
