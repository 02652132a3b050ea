// Package glossary reads the readers' glossary, content/_glossary.yaml, and finds its words in the HTML of articles.
//
// The words of the code of this repository are something else: docs/glossary.md lists them.
//
// [Parse] reads the file. [Glossary.Find] returns the places at which pages explain words: the first use of each in a
// section. It compares whole words as they are written, prefers the longest, and leaves alone headings, links, code,
// names of buttons, and quoted messages. Both take time in proportion to their input.
package glossary

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/limit"
	"signpost/internal/strictyaml"
)

// File is the name of the glossary in the content folder, or in the folder of a language.
const File = "_glossary.yaml"

// Word is a word or a phrase that pages explain.
type Word struct {
	Name string // the key of the file

	// Explanation is plain text on one line.
	Explanation string `yaml:"explanation,scalar"`

	// Also are other forms of the word, such as its plural.
	Also []string `yaml:"also"`

	// Article is the file of an article about the word, relative to the glossary, or empty.
	Article string `yaml:"article"`

	Line int // of the file
}

// Glossary is the words of one language. A nil Glossary has none.
type Glossary struct {
	Words []Word // in alphabetical order
	forms trie
}

// Parse parses a glossary: a mapping from words to their explanations. It returns all mistakes, and a glossary of the
// words without any.
func Parse(src []byte) (*Glossary, []strictyaml.Error) {
	var words map[string]Word
	errs := strictyaml.Decode(src, 1, &words)
	p := parser{keys: strictyaml.KeysOf(src, 1), errors: errs, owners: map[string]string{}}
	for _, e := range errs {
		word, _, _ := strings.Cut(e.Key, ".")
		delete(words, word)
	}

	if len(words) > limit.Words {
		p.report(1, "", "remove words that readers know",
			"the glossary has %d words; the limit is %d", len(words), limit.Words)
		words = nil
	}

	names := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
	})

	g := &Glossary{forms: newTrie()}
	for _, name := range names {
		if word, ok := p.check(name, words[name]); ok {
			g.add(word)
		}
	}

	slices.SortStableFunc(p.errors, func(a, b strictyaml.Error) int { return a.Line - b.Line })

	return g, p.errors
}

// Forms returns the word with its other forms.
func (w *Word) Forms() []string {
	return append([]string{w.Name}, w.Also...)
}

// add adds a word. One in lower case may begin a sentence, with a capital letter.
func (g *Glossary) add(w Word) {
	g.Words = append(g.Words, w)
	id := len(g.Words) - 1
	for _, form := range w.Forms() {
		g.forms.add(form, id)
		first, size := utf8.DecodeRuneInString(form)
		if unicode.IsLower(first) {
			g.forms.addMissing(string(unicode.ToUpper(first))+form[size:], id)
		}
	}
}

// Has reports whether the glossary explains a word that is given in any form.
func (g *Glossary) Has(form string) bool {
	_, ok := g.Lookup(form)
	return ok
}

// Lookup returns the index of the word with a form.
func (g *Glossary) Lookup(form string) (word int, ok bool) {
	if g == nil {
		return 0, false
	}

	return g.forms.lookup(form)
}

// parser checks words, and collects mistakes.
type parser struct {
	keys   strictyaml.Keys
	errors []strictyaml.Error
	owners map[string]string // names of words, by form
}

// report adds a mistake in the explanation of a word.
func (p *parser) report(line int, word, hint, format string, args ...any) {
	p.errors = append(p.errors, strictyaml.Error{
		Kind: strictyaml.WrongValue,
		Line: max(line, 1),
		Text: fmt.Sprintf(format, args...),
		Hint: hint,
		Key:  word,
	})
}

// check returns a word with white space removed, or reports what is wrong with it.
func (p *parser) check(name string, w Word) (Word, bool) {
	line := p.keys.LineIn("", name)
	before := len(p.errors)
	w = Word{
		Name:        oneLine(name),
		Explanation: oneLine(w.Explanation),
		Also:        w.Also,
		Article:     strings.TrimSpace(w.Article),
		Line:        line,
	}

	switch length := utf8.RuneCountInString(w.Explanation); {
	case length == 0:
		p.report(line, name, "write one sentence in plain words", "the word %q has no explanation", name)
	case length > limit.Explanation:
		p.report(line, name, "say it in one or two sentences, and name an article about it",
			"the explanation of %q has %d characters; the limit is %d", name, length, limit.Explanation)
	case hasControl(w.Explanation):
		p.report(line, name, "remove it", "the explanation of %q contains a control character", name)
	}

	if len(w.Also) > limit.Forms {
		p.report(line, name, "remove those that no article contains",
			"the word %q has %d other forms; the limit is %d", name, len(w.Also), limit.Forms)
		return w, false
	}

	for i, form := range w.Also {
		w.Also[i] = oneLine(form)
	}

	for _, form := range w.Forms() {
		p.checkForm(form, w)
	}

	return w, len(p.errors) == before
}

// checkForm checks a form of a word.
func (p *parser) checkForm(form string, w Word) {
	owner, isUsed := p.owners[form]
	length := utf8.RuneCountInString(form)
	switch {
	case !strings.ContainsFunc(form, isWordRune):
		p.report(w.Line, w.Name, "write the word as articles do", "the word %q has no letters or digits", form)
	case hasControl(form):
		p.report(w.Line, w.Name, "remove it", "the word %q contains a control character", form)
	case length > limit.Word:
		p.report(w.Line, w.Name, "explain a shorter part of it",
			"the word %q has %d characters; the limit is %d", shorten(form), length, limit.Word)
	case isUsed:
		p.report(w.Line, w.Name, "keep one of the two", "%q is also a form of %q", form, owner)
	default:
		p.owners[form] = w.Name
	}
}

// oneLine puts one space between the words of a text.
func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, unicode.IsControl)
}

// shorten returns the beginning of a long text for a message.
func shorten(text string) string {
	const most = 40
	runes := []rune(text)

	return string(runes[:min(len(runes), most)]) + "..."
}
