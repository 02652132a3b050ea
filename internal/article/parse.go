package article

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// Options say how Markdown is read.
type Options struct {
	Unsafe bool // let raw HTML through
	Prose  bool // hold the text against the rules of prose, too

	ReadingAge int // the age from which an article, if it is English, should be read with ease; 0 leaves that alone

	Content   fs.FS             // where snippets are included from; nil lets none be
	Variables map[string]string // what {{ name }} stands for

	Language string           // BCP 47, of what says nothing else; empty is English
	Words    map[string]Words // by language; English where there are none
}

// Parse reads the Markdown file at the path file of the content folder. It always returns an article, as far as the file could be
// read, and with it every mistake found; an article with an error among its problems is not fit to be shown. It takes src over, and changes it.
func Parse(file string, src []byte, opts Options) (*Article, []problem.Problem) {
	a := &Article{File: file, Index: isIndex(file)}
	problems := checkEncoding(file, src)
	if unreadable(problems) {
		a.Path = address(file, "")
		return a, problems
	}
	p := parser{article: a, source: bytes.TrimPrefix(src, byteOrderMark), options: opts, problems: problems}
	p.frontMatter()
	p.speak()
	p.expand()
	p.checkDensity()
	p.markdown()
	p.address()
	return a, p.problems
}

// unreadable reports whether a file is no text at all: what may be mojibake is read nevertheless.
func unreadable(problems []problem.Problem) bool {
	return slices.ContainsFunc(problems, func(p problem.Problem) bool {
		return p.Rule == rules.NotUTF8.ID || p.Rule == rules.EmptyFile.ID
	})
}

var byteOrderMark = []byte("\uFEFF")

type parser struct {
	article   *Article
	options   Options
	source    []byte // the whole file; front matter is blanked out before Markdown sees it, so that positions stay true
	lines     lineTable
	origins   []origin // for each line of the source, where snippets were included
	problems  []problem.Problem
	groups    int // of tabs, so far
	notes     *notes
	words     *Words
	explained int             // level of a section with a code, where the one begun last is that or stands below it; else 0
	refused   map[string]bool // elements of HTML that were told
	marked    int             // bytes of code whose words are marked
	scratch   []byte          // where sections are rendered, one after the other
}

// at is the place of an offset in the source; a negative one means the whole file.
func (p *parser) at(offset int) problem.Place {
	place := problem.Place{File: p.article.File}
	if offset >= 0 {
		place = p.written(p.lines.position(offset))
	}
	return place
}

func (p *parser) report(rule problem.Rule, offset int, hint, format string, args ...any) {
	p.problems = append(p.problems, rule.At(p.at(offset), hint, format, args...))
}

// frontMatter reads the YAML between two lines "---" at the top of the file, and blanks it out.
func (p *parser) frontMatter() {
	p.lines = newLineTable(p.source)
	front, end := cutFrontMatter(p.source)
	switch {
	case end < 0:
		p.report(rules.BrokenYAML, 0, "end the front matter with a line that holds only ---", "the front matter begins with --- and never ends")
	case end > 0:
		p.article.front = string(front)
		errs := strictyaml.Decode(front, 2, &p.article.Front)
		p.problems = append(p.problems, rules.FromYAML(p.article.File, errs)...)
		blank(p.source[:end])
		p.checkSources()
		p.checkText("title", p.article.Title)
		p.checkText("description", p.article.Description)
	}
}

// checkText reports a character that neither HTML nor XML can hold. In the file it is an error by itself; in quotes, YAML has it as "\0".
func (p *parser) checkText(key, text string) {
	at := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' })
	if at < 0 {
		return
	}
	place := problem.Place{File: p.article.File, Line: p.article.LineOf(key)}
	p.problems = append(p.problems, rules.WrongValue.At(place, "take it out", "the %s holds the control character %q, which is no text", key, text[at]))
}

// checkSources reports a source that a reader could not name to anybody.
func (p *parser) checkSources() {
	for _, s := range p.article.Sources {
		if strings.TrimSpace(s.Title) == "" {
			place := problem.Place{File: p.article.File, Line: p.article.LineOf("sources")}
			p.problems = append(p.problems, rules.WrongValue.At(place, "write each source as its title, or as title: and url:", "a source has no title"))
		}
	}
}

// cutFrontMatter returns the YAML and the offset where Markdown begins: 0 without front matter, -1 when it has no end.
func cutFrontMatter(src []byte) (front []byte, end int) {
	first, _, _ := bytes.Cut(src, []byte("\n"))
	if string(bytes.TrimRight(first, "\r \t")) != "---" {
		return nil, 0
	}
	start := len(first) + 1
	for at := start; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		if string(bytes.TrimRight(line, "\r \t")) == "---" {
			return src[start:at], min(at+len(line)+1, len(src))
		}
		at += len(line) + 1
	}
	return nil, -1
}

// Body is the Markdown of a file, without the front matter and the empty lines around it.
func Body(src []byte) []byte {
	src = bytes.TrimPrefix(src, byteOrderMark)
	_, end := cutFrontMatter(src)
	return bytes.TrimLeft(src[max(end, 0):], "\r\n")
}

// blank leaves line breaks and spaces only.
func blank(src []byte) {
	for i, c := range src {
		if c != '\n' {
			src[i] = ' '
		}
	}
}

// markdown splits the text into sections and renders each.
func (p *parser) markdown() {
	doc, notes := markdown.Parse(p.source)
	p.notes = notes
	p.prepare(doc)
	p.takeNotes(doc)
	p.takeTitle(doc)
	p.split(doc)
	p.checkNotes()
	p.identify()
	p.lint(doc)
	p.explain()
	p.forget()
}

// explain gathers what the section of each code says, those below it included, while their text is at hand.
func (p *parser) explain() {
	for i := range p.article.Sections {
		s := &p.article.Sections[i]
		if s.Code == "" {
			continue
		}
		var fix []string
		for n, part := range p.article.Tree(i) {
			s.Summary = cmp.Or(s.Summary, part.Summary)
			if s.Steps == nil {
				s.Steps = part.Steps
			}
			if n > 0 {
				fix = append(fix, part.Title)
			}
			fix = append(fix, part.Text)
		}
		s.Fix = strings.TrimSpace(strings.Join(fix, "\n\n"))
	}
}

// forget lets go of what nobody asks for: of a large site, it would fill a third of the memory.
func (p *parser) forget() {
	for i := range p.article.Sections {
		if s := &p.article.Sections[i]; i > 0 && s.Code == "" {
			s.Explanation = unexplained
		}
	}
}

// takeTitle uses a heading "# Title" at the top where front matter gives none.
func (p *parser) takeTitle(doc ast.Node) {
	heading, ok := doc.FirstChild().(*ast.Heading)
	leads := ok && heading.Level == 1
	if leads && p.article.Title == "" {
		p.article.Title = plainText(heading, p.source)
	}
	if leads && p.article.Title == plainText(heading, p.source) {
		doc.RemoveChild(doc, heading)
	}
	if strings.TrimSpace(p.article.Title) == "" && !p.garbled() {
		hint := `write "title: ..." between two lines --- at the top of the file`
		if strings.HasPrefix(string(p.source), "+++\n") {
			hint = `between +++ stands TOML, which is not read: write YAML, as "title: ...", between two lines ---`
		}
		p.report(rules.MissingTitle, 0, hint, "the article has no title")
	}
	if doc.FirstChild() == nil && !p.article.Index {
		p.report(rules.EmptyFile, -1, "write the article, or delete the file", "the article has no text")
	}
}

// garbled reports whether the front matter could not be read: whatever may stand in it is not missing.
func (p *parser) garbled() bool {
	return slices.ContainsFunc(p.problems, func(p problem.Problem) bool { return p.Rule == rules.BrokenYAML.ID })
}

// address decides where the article stands on the site.
func (p *parser) address() {
	slug := p.article.Slug
	switch {
	case slug != "" && (slug != Slug(slug) || p.article.Index):
		place := problem.Place{File: p.article.File, Line: p.article.LineOf("slug")}
		p.problems = append(p.problems, rules.BadSlug.At(place, "use small letters, digits and hyphens, as in \"add-a-role\"; a folder's index.md takes none",
			"the slug %q cannot be part of an address", slug))
		slug = ""
	case slug == "" && stem(p.article.File) == "_index":
		p.report(rules.BadSlug, -1, "rename it to index.md", "_index.md does not speak for its folder here")
	case slug == "" && !p.article.Index && Slug(stem(p.article.File)) == "":
		p.report(rules.BadSlug, -1, "give the file a name with letters or digits, or its front matter a slug",
			"the file's name cannot be made part of an address")
	}
	p.article.Path = address(p.article.File, slug)
}

func isIndex(file string) bool { return stem(file) == "index" }

func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// address is where the article in file stands: each folder's slug, then its own.
func address(file, slug string) string {
	dir := FolderPath(path.Dir(file))
	switch {
	case isIndex(file):
		return dir
	case slug == "":
		slug = Slug(stem(file))
	}
	return dir + slug + "/"
}

// FolderPath is the address of a folder of the content folder; dir is "." for the content folder itself.
func FolderPath(dir string) string {
	if dir == "." {
		return "/"
	}
	p := "/"
	for part := range strings.SplitSeq(dir, "/") {
		p += Slug(part) + "/"
	}
	return p
}

// Slug makes a text fit for an address: small letters, digits and single hyphens. Letters of every script are kept.
//
// Published addresses rest on it, so it never changes what it makes of a text.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	return b.String()
}
