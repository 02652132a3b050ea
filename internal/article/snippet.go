package article

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// SnippetFolder is the folder of the content whose Markdown files are no articles: they are put into articles by a line
//
//	{{< include "contact.md" >}}
//
// Links in them are read from this folder.
const SnippetFolder = "_snippets"

// mostIncluded is how many bytes an article may include: snippets that include others many times over would else grow without bound.
const mostIncluded = 1 << 20

var (
	includeLine = regexp.MustCompile(`^([ \t>]*)\{\{<[ \t]*include[ \t]+"([^"]*)"[ \t]*>\}\}[ \t]*\r?\n?$`)
	fenceLine   = regexp.MustCompile("^[ \t>]*(?:[-*+]|[0-9]+[.)])?[ \t]*(```+|~~~+)(.*)")
)

// origin is where a line of the expanded source was written.
type origin struct {
	file   string
	line   int
	indent int // bytes that were put in front of it
	outer  int // the line of the article that it stands for
}

// expander puts snippets where a file includes them.
type expander struct {
	p       *parser
	out     []byte
	origins []origin
	open    []string // the files that are being included, the article first
	outer   int      // the line of the article that is being expanded
	taken   int      // bytes included so far
}

// expand replaces the lines that include a snippet by what is in it.
func (p *parser) expand() {
	if !includes(p.source) {
		return
	}
	e := expander{p: p}
	e.file(p.article.File, p.source, nil)
	p.source, p.origins = e.out, e.origins
	p.lines = newLineTable(p.source)
	slices.Sort(p.article.Includes)
	p.article.Includes = slices.Compact(p.article.Includes)
}

// file writes a file, each line of it after prefix.
func (e *expander) file(name string, src, prefix []byte) {
	e.open = append(e.open, name)
	var fence []byte
	line := 0
	for text := range bytes.Lines(src) {
		line++
		if len(e.open) == 1 {
			e.outer = line
		}
		fence = nextFence(fence, text)
		if m := includeLine.FindSubmatch(text); m != nil && fence == nil {
			e.include(string(m[2]), slices.Concat(prefix, m[1]), problem.Place{File: name, Line: line, Column: len(m[1]) + 1})
			continue
		}
		e.out = append(append(e.out, prefix...), text...)
		e.origins = append(e.origins, origin{name, line, len(prefix), e.outer})
	}
	if len(e.open) > 1 && !bytes.HasSuffix(src, []byte("\n")) {
		e.out = append(e.out, '\n')
	}
	e.open = e.open[:len(e.open)-1]
}

// nextFence is the fence of the block of code that the lines after this one stand in, or nil: code is shown as it is written.
func nextFence(fence, line []byte) []byte {
	m := fenceLine.FindSubmatch(line)
	switch {
	case m == nil:
		return fence
	case fence == nil && (m[1][0] == '~' || !bytes.ContainsRune(m[2], '`')):
		return m[1]
	case fence != nil && bytes.HasPrefix(m[1], fence) && len(bytes.TrimSpace(m[2])) == 0:
		return nil
	}
	return fence
}

// include writes the snippet called name, or says why it cannot.
func (e *expander) include(name string, prefix []byte, place problem.Place) {
	file := path.Join(SnippetFolder, name)
	report := func(hint, format string, args ...any) {
		e.p.problems = append(e.p.problems, rules.BadInclude.At(place, hint, format, args...))
	}
	switch {
	case !fs.ValidPath(name) || path.Ext(name) != ".md" || e.p.options.Content == nil:
		report("write the name of a Markdown file in the folder "+SnippetFolder+", as \"contact.md\"", "%q is no snippet", name)
		return
	case slices.Contains(e.open, file):
		report("take one of the lines out", "%q includes itself: %s", name, strings.Join(append(e.open[1:len(e.open):len(e.open)], file), ", "))
		return
	}
	e.p.article.Includes = append(e.p.article.Includes, file)
	src, err := fs.ReadFile(e.p.options.Content, file)
	if err != nil {
		report(e.nearest(name), "there is no snippet %q", name)
		return
	}
	if e.taken += len(src) + len(place.File); e.taken > mostIncluded {
		report("include less", "the article includes more than %d MB", mostIncluded>>20)
		return
	}
	if src, ok := e.check(file, src); ok {
		e.file(file, src, prefix)
	}
}

// check reports a snippet that is no text, or begins as an article does.
func (e *expander) check(file string, src []byte) ([]byte, bool) {
	found := checkEncoding(file, src)
	e.p.problems = append(e.p.problems, found...)
	src = bytes.TrimPrefix(src, byteOrderMark)
	if _, end := cutFrontMatter(src); end != 0 {
		e.p.problems = append(e.p.problems, rules.BadInclude.At(problem.Place{File: file, Line: 1}, "take the lines between the two --- out",
			"a snippet has no front matter"))
		return nil, false
	}
	return src, !unreadable(found)
}

func (e *expander) nearest(name string) string {
	var names []string
	_ = fs.WalkDir(e.p.options.Content, SnippetFolder, func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(file) == ".md" {
			names = append(names, strings.TrimPrefix(file, SnippetFolder+"/"))
		}
		return nil
	})
	if nearest, ok := strictyaml.Nearest(name, names); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	return "put the file in the folder " + SnippetFolder + " of the content"
}

// written is where the line and column of the expanded source were written.
func (p *parser) written(line, column int) problem.Place {
	if line > len(p.origins) {
		return problem.Place{File: p.article.File, Line: line, Column: column}
	}
	o := p.origins[line-1]
	return problem.Place{File: o.file, Line: o.line, Column: max(1, column-o.indent)}
}

// line is the line of the article that an offset stands for; of what is in a snippet, that which includes it.
func (p *parser) line(offset int) int {
	line, _ := p.lines.position(max(offset, 0))
	if line <= len(p.origins) {
		return p.origins[line-1].outer
	}
	return line
}

// rebase makes an address that a snippet gives relative to its folder one from the content folder.
func rebase(dest, snippet string) string {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasPrefix(dest, "/") {
		return dest
	}
	return "/" + path.Join(path.Dir(snippet), dest)
}
