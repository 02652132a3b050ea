package article

import (
	"cmp"
	"strings"

	"github.com/yuin/goldmark/util"
	"golang.org/x/text/language"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Words are those that a page shows of itself in the middle of an article, in one language.
type Words struct {
	Note      string `yaml:"note"` // the titles of callouts
	Tip       string `yaml:"tip"`
	Important string `yaml:"important"`
	Warning   string `yaml:"warning"`
	Caution   string `yaml:"caution"`
	Notes     string `yaml:"notes"`     // what the list of a section's notes is called
	Reference string `yaml:"reference"` // {number}: what leads to a note
	Back      string `yaml:"back"`      // {number}: what leads back from it
}

// English is what articles show where no words are given.
var English = Words{
	Note: "Note", Tip: "Tip", Important: "Important", Warning: "Warning", Caution: "Caution",
	Notes: "Notes", Reference: "Note {number}", Back: "Back from note {number}",
}

// callout is the title of a callout, by the word that marks it.
func (w *Words) callout(kind string) string {
	return map[string]string{"note": w.Note, "tip": w.Tip, "important": w.Important, "warning": w.Warning, "caution": w.Caution}[kind]
}

// labelled is a word with a number in it, as an attribute has it.
func labelled(word, number string) string {
	return string(util.EscapeHTML([]byte(strings.ReplaceAll(word, "{number}", number))))
}

// speak finds the words of the article's language: that of its front matter, else that of the folder it stands in.
func (p *parser) speak() {
	p.words = &English
	if words, ok := p.options.Words[cmp.Or(p.article.Lang, p.options.Language)]; ok {
		p.words = &words
	}
	if _, err := language.Parse(p.article.Lang); err != nil && p.article.Lang != "" {
		place := problem.Place{File: p.article.File, Line: p.article.LineOf("lang")}
		p.problems = append(p.problems, rules.WrongValue.At(place, "write a language tag such as en-GB or cy", "%q is not a language", p.article.Lang))
	}
}

// wordsOf is what the parser that a node is written for says of itself.
func wordsOf(w util.BufWriter) *Words { return w.(*sink).parser.words }
