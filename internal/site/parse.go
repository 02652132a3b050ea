package site

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"signpost/internal/article"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/parallel"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/sanitise"
)

// parseResult is the articles of the content folder, in the order of their files.
type parseResult struct {
	// published are the articles that belong to the site today.
	published []*library.Article

	// hidden are drafts, articles that are not published on this day and those for other audiences, by file.
	hidden map[string]*library.Article

	// expiredPages are the pages that replace expired articles.
	expiredPages []*FormerPage

	audiences *audiences
}

// parsedFile is an article as it is in its file, with its problems. The cache shares it between loads, so it must not
// be changed.
type parsedFile struct {
	article  *library.Article
	problems []problem.Problem
	err      error
}

// parse reads and parses all articles in parallel.
func parse(ctx context.Context, in *input, problems *problemList, files listing) (parseResult, error) {
	results := make([]parsedFile, len(files.articles))
	p := parser{in: in, labels: in.labels()}
	var done atomic.Int64

	err := parallel.Each(ctx, in.options.Jobs, len(results), func(i int) {
		results[i] = p.parse(files.articles[i])
		if in.options.Progress != nil {
			in.options.Progress(int(done.Add(1)), len(results))
		}
	})
	if err != nil {
		return parseResult{}, err
	}

	out := parseResult{
		hidden:    map[string]*library.Article{},
		audiences: newAudiences(in, results),
	}
	for i, r := range results {
		if r.err != nil {
			problems.add(unreadable(files.articles[i], r.err))
			continue
		}

		if !out.audiences.include(r.article) {
			out.hidden[r.article.File] = r.article
			problems.add(unclearAudiences(r.problems)...)
			continue
		}

		if out.add(in, r.article) {
			problems.add(r.problems...)
		}
	}

	return out, nil
}

// unclearAudiences returns the problems that say why an article may be in the wrong site.
func unclearAudiences(problems []problem.Problem) []problem.Problem {
	isOther := func(p problem.Problem) bool { return p.Rule != rules.UnclearAudience.ID }
	return slices.DeleteFunc(slices.Clone(problems), isOther)
}

// add sorts an article into the published or the hidden ones, and reports whether it is published.
func (p *parseResult) add(in *input, a *library.Article) (isPublished bool) {
	if in.hasExpired(a) && !a.Draft {
		p.expiredPages = append(p.expiredPages, newExpiredPage(a))
	}

	if a.Draft && !in.options.Drafts || !in.isDue(a) || in.hasExpired(a) {
		p.hidden[a.File] = a
		return false
	}

	p.published = append(p.published, a)

	return true
}

// isDue reports whether an article may be published now.
func (in *input) isDue(a *library.Article) bool {
	if in.options.Now.IsZero() {
		return true
	}

	return !a.Publish.After(in.options.Now)
}

// hasExpired reports whether an article is out of date.
func (in *input) hasExpired(a *library.Article) bool {
	if in.options.Now.IsZero() || a.Expire.IsZero() {
		return false
	}

	return !a.Expire.After(in.options.Now)
}

// newExpiredPage returns the page that replaces an expired article. Its headings were published too.
func newExpiredPage(a *library.Article) *FormerPage {
	m := &FormerPage{
		Path:    a.Path,
		Expired: a.Expire.Time,
	}

	add := func(id string) {
		if id != "" {
			m.Headings = append(m.Headings, FormerHeading{ID: id, Expired: m.Expired})
		}
	}
	for _, s := range new(library.Reader).Outline(a) {
		add(s.ID)
		for _, alias := range slices.Concat(s.Aliases, s.Anchors) {
			add(alias)
		}
	}

	return m
}

// parser parses articles, or takes them from the cache.
type parser struct {
	in     *input
	labels map[string]markdown.Labels // by language
}

func (p *parser) parse(file string) parsedFile {
	hit, ok := p.in.options.Cache.parsedFile(file)
	if ok && hit.article.Includes == nil { // otherwise its snippets may have changed
		return hit
	}

	src, err := fs.ReadFile(p.in.source.Content, file)
	if err != nil {
		return parsedFile{err: err}
	}

	options := p.optionsFor(file)

	var result parsedFile
	result.article, result.problems = p.in.options.Library.Parse(file, src, options)
	p.in.options.Cache.saveParsed(file, result)

	return result
}

// rawHTML are the modes that settings name.
var rawHTML = map[string]sanitise.Mode{
	config.SafeHTML:   sanitise.Safe,
	config.RefuseHTML: sanitise.Refuse,
	config.UnsafeHTML: sanitise.Unsafe,
}

func (p *parser) optionsFor(file string) article.Options {
	cfg := p.in.source.Config

	return article.Options{
		RawHTML:           rawHTML[cfg.Markdown.HTML],
		StrictFrontMatter: cfg.FrontMatter == config.StrictFrontMatter,
		CodePattern:       cfg.Codes.Regexp(),
		Audiences:         cfg.Audiences,
		Lint:              p.in.options.Lint,
		ReadingAge:        cfg.ReadingAge,
		Content:           p.in.source.Content,
		Variables:         cfg.Variables,
		Language:          p.in.languageOf(file),
		Labels:            p.labels,
	}
}

// languageOf returns the language of a file, which depends on its folder.
func (in *input) languageOf(file string) string {
	folder, _, ok := strings.Cut(file, "/")
	for _, language := range in.source.Languages {
		if ok && folder == language.Tag {
			return language.Tag
		}
	}

	return in.source.Language.Tag
}

// labels returns the labels of callouts and notes, by language.
func (in *input) labels() map[string]markdown.Labels {
	all := map[string]markdown.Labels{}
	first := in.source.Language
	if len(first.Labels) > 0 {
		all[first.Tag] = first.Labels
	}

	for _, language := range in.source.Languages {
		all[language.Tag] = language.Labels
	}

	return all
}
