package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// piece is what a block of a section that explains a code is for. They stand in this order, so that a person in a hurry finds the
// same thing in the same place in every section.
type piece int

const (
	meaning piece = iota
	who
	steps
	worked
	failed
	pieces
)

func (k piece) String() string {
	return [...]string{"what it means", "who can fix it", "the list of steps", "how to check that it worked", "what to do if it did not work"}[k]
}

// leads are the words with which a piece begins, in bold or as a heading.
var leads = map[piece][]string{
	who:    {"who can fix", "who fixes", "who must fix", "who to ask"},
	worked: {"check that it worked", "check it worked", "check that it works", "check it works"},
	failed: {"if it did not work", "if it didn't work", "if it does not work", "if it doesn't work", "if that did not work", "if this did not work", "if that didn't work", "if this didn't work"},
}

// found is where each piece of a section begins in the source; -1 means that it has none.
type found [pieces]int

// outline finds the pieces of every section, those of the sections below it included.
func (p *parser) outline(doc ast.Node) []found {
	sections := p.article.Sections
	list := make([]found, len(sections))
	for i := range list {
		list[i] = found{-1, -1, -1, -1, -1}
	}
	at := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			at++
		}
		kind, ok := p.classify(n)
		if !ok {
			continue
		}
		for i, level := at, 7; i > 0 && level > 2; i-- {
			if sections[i].Level >= level {
				continue
			}
			level = sections[i].Level
			if list[i][kind] < 0 {
				list[i][kind] = max(n.Pos(), 0)
			}
		}
	}
	return list
}

// classify tells which piece a block of a section is. A paragraph without a lead may be what the error means.
func (p *parser) classify(n ast.Node) (piece, bool) {
	switch n := n.(type) {
	case *ast.List:
		return steps, n.IsOrdered()
	case *ast.Heading, *ast.Paragraph:
		text := strings.ToLower(strings.ReplaceAll(plainText(n, p.source), "’", "'"))
		for kind, list := range leads {
			if slices.ContainsFunc(list, func(lead string) bool { return strings.HasPrefix(text, lead) }) {
				return kind, true
			}
		}
		return meaning, n.Kind() == ast.KindParagraph && text != ""
	}
	return 0, false
}

// checkErrorSections holds the sections that explain a code against what each of them is to have.
func (p *parser) checkErrorSections(doc ast.Node) {
	if !slices.ContainsFunc(p.article.Sections, func(s Section) bool { return s.Code != "" }) {
		return
	}
	for i, has := range p.outline(doc) {
		s := &p.article.Sections[i]
		if s.Code == "" || p.article.Codes[s.Code].Retired != nil {
			continue
		}
		p.checkSteps(i, has)
		if p.english() { // the words that begin each part are
			p.checkMissing(s, has)
			p.checkOrder(s, has)
		}
	}
}

// checkSteps looks for a numbered list anywhere in the section: one in a quotation or an item counts too.
func (p *parser) checkSteps(i int, has found) {
	s := p.article.Sections[i]
	nested := func(s Section) bool { return bytes.Contains(s.Body.source, []byte("<ol")) }
	if has[steps] < 0 && !slices.ContainsFunc(p.article.Tree(i), nested) {
		p.problems = append(p.problems, rules.CodeWithoutSteps.At(problem.Place{File: p.article.File, Line: s.Line},
			"write what to do as a numbered list: 1. ...", "the section of %s has no steps", s.Code))
	}
}

func (p *parser) checkMissing(s *Section, has found) {
	var missing []string
	for _, k := range []piece{meaning, who, worked, failed} {
		if has[k] < 0 {
			missing = append(missing, k.String())
		}
	}
	if missing != nil {
		p.problems = append(p.problems, rules.MissingPart.At(problem.Place{File: p.article.File, Line: s.Line},
			"begin paragraphs with **Who can fix it:**, **Check that it worked:** and **If it did not work:**", "the section of %s does not say: %s", s.Code, strings.Join(missing, ", ")))
	}
}

func (p *parser) checkOrder(s *Section, has found) {
	last := meaning
	for k := who; k < pieces; k++ {
		switch {
		case has[k] < 0:
		case has[k] < has[last]:
			p.report(rules.SectionOrder, has[k], fmt.Sprintf("put it after %s", last), "in the section of %s, %s comes before %s", s.Code, k, last)
			return
		default:
			last = k
		}
	}
}

// checkMessages reports an error message that can be read in a picture alone: it can be neither searched for nor heard.
func (p *parser) checkMessages() {
	for i := range p.article.Sections {
		s := &p.article.Sections[i]
		for j := range s.Body.Links {
			if l := &s.Body.Links[j]; l.Picture {
				p.checkMessage(i, l)
			}
		}
	}
}

func (p *parser) checkMessage(i int, l *Link) {
	s := &p.article.Sections[i]
	hint := "write the message in the text, in quotation marks, word for word"
	place := l.Place(p.article)
	alt := folded(l.Alt)
	quotes := quoted(l.Alt)
	shows := slices.ContainsFunc([]string{"error", "message", "warning", "dialog"}, func(w string) bool { return strings.Contains(alt, " "+w) })
	switch {
	case bareTitle(s) && len(p.article.Codes[s.Code].Also) == 0:
		p.problems = append(p.problems, rules.MessageInPicture.At(place, "make the message the heading, or give it in front matter, under codes, as also",
			"the section of %s shows a picture, and no text says what the message is", s.Code))
	case !shows:
	case len(quotes) > 0:
		text := p.everyWord(i)
		if !slices.ContainsFunc(quotes, func(q string) bool { return strings.Contains(text, folded(q)) }) {
			p.problems = append(p.problems, rules.MessageInPicture.At(place, hint, "the message %q stands in a picture alone", quotes[0]))
		}
	case s.Code == "" && strings.Contains(alt, " error message") && !strings.ContainsAny(s.Text+s.Title, `"“‘`) && !bytes.Contains(s.Body.source, []byte("<code")):
		p.problems = append(p.problems, rules.MessageInPicture.At(place, hint, "the picture shows an error message that the text does not give"))
	}
}

// bareTitle recognises a heading that is no more than its code, as "Error ID-201".
func bareTitle(s *Section) bool {
	rest := strings.TrimPrefix(strings.ToLower(s.Title), "error")
	code, ok := codes.Parse(strings.Trim(rest, " :#"))
	return s.Code != "" && ok && code == s.Code
}

// everyWord is all the text around a picture: its section, those below, and the wordings that front matter lists.
func (p *parser) everyWord(i int) string {
	var b strings.Builder
	for _, s := range p.article.Tree(i) {
		b.WriteString(s.Title + "\n" + s.Text + "\n")
	}
	for _, wording := range p.article.Codes[p.article.Sections[i].Code].Also {
		b.WriteString(wording + "\n")
	}
	return folded(b.String())
}

// folded is the words of a text, small, each after a space.
func folded(text string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) }) {
		b.WriteString(" " + w)
	}
	return b.String()
}

// quoted is what stands in double quotation marks, of two words or more.
func quoted(text string) []string {
	var list []string
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(`"“”„`, r) })
	if strings.IndexAny(text, `"“„`) == 0 {
		parts = append([]string{""}, parts...)
	}
	for i := 1; i < len(parts); i += 2 {
		if strings.Contains(strings.TrimSpace(parts[i]), " ") {
			list = append(list, parts[i])
		}
	}
	return list
}
