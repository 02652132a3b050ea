package site

import (
	"context"
	"io/fs"
	"strings"
	"sync/atomic"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/parallel"
	"signpost/internal/problem"
)

// parsed is the articles of the content folder, in the order of their files.
type parsed struct {
	// published are the articles that are part of the site.
	published []*library.Article

	// hidden are drafts and articles that are not published on this day, by file.
	hidden map[string]*library.Article

	// expired are the pages that replace expired articles.
	expired []*MovedPage
}

// parsedFile is an article as it is in its file, with its problems. The cache shares it between loads, so it must not
// be changed.
type parsedFile struct {
	article  *library.Article
	problems []problem.Problem
	err      error
}

// parse reads and parses all articles on several processors.
func parse(ctx context.Context, e *env, files listing) (parsed, error) {
	results := make([]parsedFile, len(files.articles))
	p := parser{env: e, labels: e.labels()}
	var done atomic.Int64

	err := parallel.Each(ctx, e.Jobs, len(results), func(i int) {
		results[i] = p.parse(files.articles[i])
		if e.Progress != nil {
			e.Progress(int(done.Add(1)), len(results))
		}
	})
	if err != nil {
		return parsed{}, err
	}

	out := parsed{hidden: map[string]*library.Article{}}
	for i, r := range results {
		if r.err != nil {
			e.problems = append(e.problems, unreadable(files.articles[i], r.err))
			continue
		}

		out.add(e, r)
	}

	return out, nil
}

// add sorts an article into the published or the hidden ones.
func (p *parsed) add(e *env, r parsedFile) {
	a := r.article
	if e.expired(a) && !a.Draft {
		p.expired = append(p.expired, expiredPage(a))
	}

	if a.Draft && !e.Drafts || !e.isDue(a) || e.expired(a) {
		p.hidden[a.File] = a
		return
	}

	p.published = append(p.published, a)
	e.problems = append(e.problems, r.problems...)
}

// isDue reports whether the publish date of an article has come.
func (e *env) isDue(a *library.Article) bool {
	if e.Now.IsZero() {
		return true
	}

	return !a.Publish.After(e.Now)
}

// expired reports whether the expire date of an article has come.
func (e *env) expired(a *library.Article) bool {
	if e.Now.IsZero() || a.Expire.IsZero() {
		return false
	}

	return !a.Expire.After(e.Now)
}

// expiredPage returns the page that replaces an expired article. Its headings were published too.
func expiredPage(a *library.Article) *MovedPage {
	m := &MovedPage{
		Path:    a.Path,
		Expired: a.Expire.Time,
	}

	add := func(id string) {
		if id != "" {
			m.Headings = append(m.Headings, MovedHeading{ID: id, Expired: m.Expired})
		}
	}
	for _, s := range new(library.Reader).Outline(a) {
		add(s.ID)
		for _, alias := range s.Aliases {
			add(alias)
		}
	}

	return m
}

// parser parses articles, or takes them from the cache.
type parser struct {
	*env
	labels map[string]markdown.Labels // by language
}

func (p *parser) parse(file string) parsedFile {
	if hit, ok := p.Cache.lookup(file); ok && hit.article.Includes == nil { // snippets may have changed
		return hit
	}

	src, err := fs.ReadFile(p.Content, file)
	if err != nil {
		return parsedFile{err: err}
	}

	var parsed parsedFile
	parsed.article, parsed.problems = p.Library.Parse(file, src, article.Options{
		Unsafe:     p.Config.Markdown.Unsafe,
		Lint:       p.Lint,
		ReadingAge: p.Config.ReadingAge,
		Content:    p.Content,
		Variables:  p.Config.Variables,
		Language:   p.languageOf(file),
		Labels:     p.labels,
	})

	p.Cache.keep(file, parsed)

	return parsed
}

// languageOf returns the language of a file, which depends on its folder.
func (e *env) languageOf(file string) string {
	folder, _, ok := strings.Cut(file, "/")
	for _, language := range e.Languages {
		if ok && folder == language.Tag {
			return language.Tag
		}
	}

	return e.Language.Tag
}

// labels returns the labels of callouts and notes, by language.
func (e *env) labels() map[string]markdown.Labels {
	all := map[string]markdown.Labels{}
	if len(e.Language.Labels) > 0 {
		all[e.Language.Tag] = e.Language.Labels
	}

	for _, language := range e.Languages {
		all[language.Tag] = language.Labels
	}

	return all
}
