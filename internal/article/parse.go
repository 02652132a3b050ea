package article

import (
	"bytes"
	"cmp"
	"io/fs"
	"regexp"

	"signpost/internal/limit"
	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/sanitise"
)

// Options configure how an article is parsed.
type Options struct {
	// RawHTML is the HTML that is allowed.
	RawHTML sanitise.Mode

	// StrictFrontMatter makes unknown keys in front matter errors.
	StrictFrontMatter bool

	// CodePattern matches the codes that are valid. If nil, all are that have the form of a code.
	CodePattern *regexp.Regexp

	// Audiences are the names of audiences other than PublicAudience and InternalAudience.
	Audiences []string

	// Lint also checks the text against the rules that only warn.
	Lint bool

	// ReadingAge is the age from which an English article should be easy to read. 0 turns the rule off.
	ReadingAge int

	// Content is the content folder, from which snippets are included. If nil, snippets are disabled.
	Content fs.FS

	// Variables are the values of {{ name }}.
	Variables map[string]string

	// Language is the BCP 47 tag of articles whose front matter has none. Empty means English.
	Language string

	// Labels are the texts of callouts and notes by language. A language without labels shows English ones.
	Labels map[string]markdown.Labels
}

// Parse parses an article. file is its path in the content folder. Parse takes ownership of src and changes it.
//
// It always returns an article, as far as the file could be read, and all problems of the file. An article must not be
// published if one of its problems is an error.
func Parse(file string, src []byte, opts Options) (*Article, []problem.Problem) {
	_, isIndex := IndexRank(file)
	a := &Article{Metadata: Metadata{File: file, Index: isIndex}}
	if len(src) > limit.Article {
		a.Path = addressOf(file, "")
		return a, []problem.Problem{tooLarge(file, len(src))}
	}

	problems := checkEncoding(file, src)
	if isUnreadable(problems) {
		a.Path = addressOf(file, "")
		return a, problems
	}

	p := &parser{
		article:  a,
		options:  opts,
		source:   bytes.TrimPrefix(src, byteOrderMark),
		problems: problems,
	}
	p.readFrontMatter()
	p.expandIncludes()
	checkSize(p)
	p.checkDensity()
	p.parseMarkdown()
	p.setPath()
	addAliases(a, p.permalinks)

	return a, p.problems
}

// parser parses one article.
type parser struct {
	article  *Article
	options  Options
	problems []problem.Problem

	// source is the file. Parts that are already parsed are replaced with spaces, so that offsets stay valid.
	source []byte

	positions positions

	suggester suggester

	// codes is the number of headings that declare a code.
	codes int

	// permalinks are addresses that the page had in another program.
	permalinks []string
}

// span returns the place of the source from start up to end. An end that is not after the start is unknown; a negative
// start means the whole file.
func (p *parser) span(start, end int) problem.Place {
	if start < 0 {
		return problem.Place{File: p.article.File}
	}

	return p.positions.span(start, end)
}

// report adds a problem at an offset in the source.
func (p *parser) report(rule problem.Rule, offset int, hint, format string, args ...any) {
	p.problems = append(p.problems, rule.At(p.span(offset, 0), hint, format, args...))
}

// reportLine adds a problem at a line of the article's file; 0 means the whole file.
func (p *parser) reportLine(rule problem.Rule, line int, hint, format string, args ...any) {
	place := problem.Place{
		File: p.article.File,
		Line: line,
	}
	p.problems = append(p.problems, rule.At(place, hint, format, args...))
}

// language returns the BCP 47 tag of the article.
func (p *parser) language() string {
	return cmp.Or(p.article.Lang, p.options.Language)
}

// parseMarkdown splits the text into sections and renders them.
func (p *parser) parseMarkdown() {
	doc := markdown.Parse(p.source, markdown.Options{
		RawHTML:   p.options.RawHTML,
		Variables: p.options.Variables,
		Labels:    p.options.Labels[p.language()],
		TakeTitle: true,
		Title:     p.article.Title,
		Locate:    p.span,
	})
	p.article.Title = cmp.Or(doc.Title, titleOf(p.article.File))
	p.checkText(doc)
	p.buildSections(doc)
	p.reportMistakes(doc.Mistakes)

	ids := newIDs(p)
	ids.assign()
	p.checkCodeSettings()
	p.lint(doc.Root)
}

// blank replaces src with spaces, except for line breaks.
func blank(src []byte) {
	for i, c := range src {
		if c != '\n' {
			src[i] = ' '
		}
	}
}
