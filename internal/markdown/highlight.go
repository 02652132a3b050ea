package markdown

import (
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Code beyond these limits is shown without highlighting. chroma tokenises with backtracking regular expressions: for
// hostile code of a few kilobytes some need minutes and then time out, which would make the output depend on the speed
// of the computer. Within the limits the worst known case takes a tenth of a second (see highlight_test.go).
const (
	maxCodeLength  = 4 << 10  // bytes of a block
	maxLineLength  = 200      // bytes
	maxRunLength   = 40       // repetitions of one byte
	maxHighlighted = 16 << 10 // bytes of a document
)

// highlightedLanguages are chroma's names of the languages to highlight: those of support articles, each tested with
// hostile code.
var highlightedLanguages = []string{
	"Bash", "Batchfile", "CSS", "Diff", "Go", "HTML", "HTTP", "INI", "JavaScript", "JSON", "PowerShell", "properties",
	"Python", "reg", "SQL", "TOML", "XML", "YAML",
}

// Languages returns the names and aliases of all languages that a code block can name, sorted and in lower case. The
// caller must not change the slice.
var Languages = sync.OnceValue(func() []string {
	names := lexers.Names(true)
	for i := range names {
		names[i] = strings.ToLower(names[i])
	}

	slices.Sort(names)

	return slices.Compact(names)
})

// checkLanguage reports a code block in a language that does not exist.
func (d *Document) checkLanguage(code *ast.FencedCodeBlock) {
	name := strings.ToLower(string(code.Language(d.Source)))
	if name != "" && !isLanguage(name) {
		d.report(UnknownLanguage, code.Info.Segment.Start, name)
	}
}

func isLanguage(name string) bool {
	_, found := slices.BinarySearch(Languages(), name)
	return found
}

// highlight returns code as HTML in which tokens have a class. ok is false for code to be shown without highlighting.
func (d *Document) highlight(language, code string) (html []byte, ok bool) {
	language = strings.ToLower(language)
	if !isLanguage(language) || d.highlighted+len(code) > maxHighlighted || !isWithinLimits(code) {
		return nil, false
	}

	lexer := lexers.Get(language)
	if !slices.Contains(highlightedLanguages, lexer.Config().Name) {
		return nil, false
	}

	d.highlighted += len(code)
	code = strings.ReplaceAll(code, "\r\n", "\n")
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return nil, false
	}

	return renderTokens(tokens, code)
}

func isWithinLimits(code string) bool {
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

		if line > maxLineLength || run > maxRunLength {
			return false
		}
	}

	return len(code) <= maxCodeLength
}

// renderTokens renders tokens; adjacent ones of the same class share an element. ok is false if the tokens are not the
// whole code.
func renderTokens(tokens chroma.Iterator, code string) (html []byte, ok bool) {
	open, rest := "", code
	for token := tokens(); token != chroma.EOF; token = tokens() {
		rest, ok = strings.CutPrefix(rest, token.Value)
		if !ok {
			return nil, false
		}

		class := classOf(token.Type)
		if strings.TrimSpace(token.Value) == "" {
			class = open // white space needs no class
		}

		if class != open {
			html = appendSpanEnd(html, open)
			html = appendSpanStart(html, class)
			open = class
		}

		html = append(html, util.EscapeHTML([]byte(token.Value))...)
	}

	return appendSpanEnd(html, open), rest == ""
}

func appendSpanStart(html []byte, class string) []byte {
	if class == "" {
		return html
	}

	return append(html, `<span class="`+class+`">`...)
}

func appendSpanEnd(html []byte, class string) []byte {
	if class == "" {
		return html
	}

	return append(html, "</span>"...)
}

// classOf maps chroma's token types to the few classes that themes colour: comments (c), keywords (k), names (n),
// strings (s), literals such as numbers (m), inserted lines (i) and deleted lines (d). Most tokens have none.
func classOf(t chroma.TokenType) string {
	switch {
	case t == chroma.CommentPreproc, t.InCategory(chroma.Keyword):
		return "k"
	case t.InCategory(chroma.Comment):
		return "c"
	case isColouredName(t):
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

func isColouredName(t chroma.TokenType) bool {
	return t == chroma.NameTag ||
		t == chroma.NameAttribute ||
		t.InSubCategory(chroma.NameBuiltin) ||
		t.InSubCategory(chroma.NameFunction) ||
		t.InSubCategory(chroma.NameVariable)
}
