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
	"sync"

	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// SnippetFolder is the folder of the content that contains snippets. An article includes one with a line
//
//	{{< include "contact.md" >}}
//
// Links in a snippet are relative to its own folder.
const SnippetFolder = "_snippets"

// HasInclude reports whether an article may include a snippet.
func HasInclude(src []byte) bool {
	return bytes.Contains(src, []byte("{{<"))
}

var (
	includeLine = regexp.MustCompile(`^([ \t>]*)\{\{<[ \t]*include[ \t]+"([^"]*)"[ \t]*>\}\}[ \t]*\r?\n?$`)
	fenceLine   = regexp.MustCompile("^[ \t>]*(?:[-*+]|[0-9]+[.)])?[ \t]*(```+|~~~+)(.*)")
)

// expandIncludes replaces the lines that include a snippet with its text.
func (p *parser) expandIncludes() {
	if !HasInclude(p.source) {
		return
	}

	e := includer{
		content: p.options.Content,
		names:   sync.OnceValue(func() []string { return listSnippets(p.options.Content) }),
	}
	e.writeFile(p.article.File, p.source, nil)

	p.source = e.out
	p.positions.lines = newLineTable(p.source)
	p.positions.origins = e.origins
	p.problems = append(p.problems, e.problems...)
	slices.Sort(e.files)
	p.article.Includes = slices.Compact(e.files)
}

// includer writes an article with its snippets.
type includer struct {
	content  fs.FS
	out      []byte
	origins  []origin
	problems []problem.Problem
	files    []string        // that were included, or would have been
	open     []string        // the files that are being included, beginning with the article
	line     int             // of the article
	included int             // bytes so far
	isFull   bool            // more is not included; this is reported once
	names    func() []string // of all snippets

	suggester suggester
}

// writeFile writes a file, each line after a prefix.
func (e *includer) writeFile(name string, src, prefix []byte) {
	e.open = append(e.open, name)
	var fence []byte
	line := 0
	for text := range bytes.Lines(src) {
		line++
		if len(e.open) == 1 {
			e.line = line
		}

		fence = nextFence(fence, text)
		m := includeLine.FindSubmatch(text)
		if m == nil || fence != nil {
			e.writeLine(text, prefix, name, line)
			continue
		}

		place := problem.Place{
			File:   name,
			Line:   line,
			Column: len(m[1]) + 1,
		}
		if !e.include(string(m[2]), slices.Concat(prefix, m[1]), place) {
			e.writeLine(escapeBraces(text), prefix, name, line)
		}
	}

	isSnippet := len(e.open) > 1
	if isSnippet && !bytes.HasSuffix(src, []byte("\n")) {
		e.out = append(e.out, '\n')
	}

	e.open = e.open[:len(e.open)-1]
}

func (e *includer) writeLine(text, prefix []byte, file string, line int) {
	e.out = append(e.out, prefix...)
	e.out = append(e.out, text...)
	e.origins = append(e.origins, origin{
		file:        file,
		line:        line,
		indent:      len(prefix),
		articleLine: e.line,
	})
}

// nextFence returns the fence of the code block that continues after a line, or nil. Includes in code are examples.
func nextFence(fence, line []byte) []byte {
	m := fenceLine.FindSubmatch(line)
	if m == nil {
		return fence
	}

	marks, info := m[1], m[2]
	if fence == nil {
		if marks[0] == '`' && bytes.ContainsRune(info, '`') {
			return nil // inline code
		}

		return marks
	}

	if bytes.HasPrefix(marks, fence) && len(bytes.TrimSpace(info)) == 0 {
		return nil
	}

	return fence
}

// include writes the snippet called name. It reports why it cannot, and then returns false.
func (e *includer) include(name string, prefix []byte, place problem.Place) bool {
	file := path.Join(SnippetFolder, name)
	if !fs.ValidPath(name) || path.Ext(name) != ".md" || e.content == nil {
		hint := "write the name of a Markdown file in the folder " + SnippetFolder + `, such as "contact.md"`
		e.report(place, hint, "%q is not a snippet", name)

		return false
	}

	if slices.Contains(e.open, file) {
		chain := append(slices.Clone(e.open[1:]), file)
		e.report(place, "remove one of the lines", "%q includes itself: %s", name, strings.Join(chain, ", "))

		return false
	}

	if e.isFull {
		return false
	}

	e.files = append(e.files, file)
	src, err := fs.ReadFile(e.content, file)
	if err != nil {
		e.report(place, e.suggest(name), "there is no snippet %q", name)
		return false
	}

	e.included += len(src) + len(place.File)
	if e.included > limit.Included {
		e.isFull = true
		e.report(place, "include less", "the article includes more than %d MB", limit.Included>>20)
		return false
	}

	src, ok := e.check(file, src)
	if ok {
		e.writeFile(file, src, prefix)
	}

	return ok
}

// escapeBraces returns a line that shows its braces: readers see that something is missing.
func escapeBraces(line []byte) []byte {
	return bytes.Replace(line, []byte("{{"), []byte(`\{{`), 1)
}

func (e *includer) report(place problem.Place, hint, format string, args ...any) {
	e.problems = append(e.problems, rules.BadInclude.At(place, hint, format, args...))
}

// check reports a snippet that is not text or has front matter. It returns the snippet without a byte order mark.
func (e *includer) check(file string, src []byte) (text []byte, ok bool) {
	problems := checkEncoding(file, src)
	e.problems = append(e.problems, problems...)

	text = bytes.TrimPrefix(src, byteOrderMark)
	if _, end := cutFrontMatter(text); end != 0 {
		place := problem.Place{
			File: file,
			Line: 1,
		}
		e.report(place, "remove the lines between the two ---", "snippets cannot have front matter")

		return nil, false
	}

	return text, !isUnreadable(problems)
}

// suggest returns a hint for a snippet that does not exist.
func (e *includer) suggest(name string) string {
	if nearest, ok := e.suggester.nearest(name, e.names); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}

	return "put the file into the folder " + SnippetFolder + " of the content"
}

// listSnippets returns the names of all snippets.
func listSnippets(content fs.FS) []string {
	var names []string
	_ = fs.WalkDir(content, SnippetFolder, func(file string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(file) == ".md" {
			names = append(names, strings.TrimPrefix(file, SnippetFolder+"/"))
		}

		return nil
	})

	return names
}

// rebase returns a relative address in a snippet as an address from the content folder. Others are returned unchanged.
func rebase(dest, snippet string) string {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasPrefix(dest, "/") {
		return dest
	}

	return "/" + path.Join(path.Dir(snippet), dest)
}
