package article

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// The words of code are marked within these bounds; what is beyond them is shown plain. chroma finds words with regular expressions
// that go back and try again: on hostile code of a few kilobytes some need minutes, and give up by the clock, which would make a build
// depend on the speed of the computer. Within the bounds the worst that is known takes a tenth of a second (highlight_test.go).
const (
	longestCode = 4 << 10  // bytes of a block
	longestLine = 200      // bytes
	longestRun  = 40       // of the same byte
	mostMarked  = 16 << 10 // bytes of an article
)

// marked are the languages whose words are marked, by chroma's name: those that such articles show, tried with hostile code.
var marked = []string{
	"Bash", "Batchfile", "CSS", "Diff", "Go", "HTML", "HTTP", "INI", "JavaScript", "JSON", "PowerShell", "properties", "Python", "reg",
	"SQL", "TOML", "XML", "YAML",
}

// languages are all names and aliases that chroma knows, sorted.
var languages = sync.OnceValue(func() []string {
	names := lexers.Names(true)
	for i := range names {
		names[i] = strings.ToLower(names[i])
	}
	slices.Sort(names)
	return slices.Compact(names)
})

// checkLanguage reports code in a language that does not exist.
func (p *parser) checkLanguage(code *ast.FencedCodeBlock) {
	name := strings.ToLower(string(code.Language(p.source)))
	if name == "" || known(name) {
		return
	}
	hint := "write text after the fence where there is no language, or nothing"
	if nearest, ok := strictyaml.Nearest(name, languages()); ok {
		hint = fmt.Sprintf("did you mean %q? Where there is no language, write text or nothing", nearest)
	}
	p.report(rules.UnknownLanguage, code.Info.Segment.Start, hint, "there is no language %q", name)
}

func known(language string) bool {
	_, found := slices.BinarySearch(languages(), language)
	return found
}

// mark returns code as HTML in which words have the class of what they are; ok is false for code that is to be shown plain.
func (p *parser) mark(language, code string) (page []byte, ok bool) {
	language = strings.ToLower(language)
	if !known(language) || p.marked+len(code) > mostMarked || !bounded(code) {
		return nil, false
	}
	lexer := lexers.Get(language)
	if !slices.Contains(marked, lexer.Config().Name) {
		return nil, false
	}
	p.marked += len(code)
	code = strings.ReplaceAll(code, "\r\n", "\n")
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return nil, false
	}
	return writeTokens(tokens, code)
}

// bounded reports whether code is within the bounds.
func bounded(code string) bool {
	line, run := 0, 0
	for i := range len(code) {
		line++
		if code[i] == '\n' {
			line = 0
		}
		run++
		if i > 0 && code[i] != code[i-1] {
			run = 1
		}
		if line > longestLine || run > longestRun {
			return false
		}
	}
	return len(code) <= longestCode
}

// writeTokens writes the tokens as HTML, neighbours of one class together. It gives up where they are not the whole code.
func writeTokens(tokens chroma.Iterator, code string) (page []byte, ok bool) {
	open, rest := "", code
	for token := tokens(); token != chroma.EOF; token = tokens() {
		if rest, ok = strings.CutPrefix(rest, token.Value); !ok {
			return nil, false
		}
		class := classOf(token.Type)
		if strings.TrimSpace(token.Value) == "" {
			class = open // spaces are of any class
		}
		if class != open {
			page = append(closeSpan(page, open), openSpan(class)...)
			open = class
		}
		page = append(page, util.EscapeHTML([]byte(token.Value))...)
	}
	return closeSpan(page, open), rest == ""
}

func openSpan(class string) string {
	if class == "" {
		return ""
	}
	return `<span class="` + class + `">`
}

func closeSpan(page []byte, class string) []byte {
	if class == "" {
		return page
	}
	return append(page, "</span>"...)
}

// classOf sorts chroma's many kinds of words into the few that the theme has colours for: comments, keywords, names, strings, numbers,
// lines that were put in and taken out. Most words are of none.
func classOf(t chroma.TokenType) string {
	switch {
	case t == chroma.CommentPreproc || t.InCategory(chroma.Keyword):
		return "k"
	case t.InCategory(chroma.Comment):
		return "c"
	case t == chroma.NameTag, t == chroma.NameAttribute, t.InSubCategory(chroma.NameBuiltin), t.InSubCategory(chroma.NameFunction), t.InSubCategory(chroma.NameVariable):
		return "n"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InCategory(chroma.Literal):
		return "m"
	case t == chroma.GenericInserted:
		return "i"
	case t == chroma.GenericDeleted:
		return "d"
	}
	return ""
}
