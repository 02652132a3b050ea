package article

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Mention is a code that the text speaks of. Whether there is such a code is for package site to say.
type Mention struct {
	Code  codes.Code
	Place problem.Place
}

// prose holds the text against the rules that one file can decide. Code and addresses are no prose. The words that rules look for
// are English; a text in another language has none of them, so that nothing is said of it.
func (p *parser) prose(doc ast.Node) {
	if !p.options.Prose {
		return
	}
	b := block{parser: p}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b.visit(n)
		}
		return ast.WalkContinue, nil
	})
	p.checkAge(&b.readings)
	p.checkLevels()
	p.checkErrorSections(doc)
	p.checkMessages()
}

func (b *block) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		b.parser.checkLinkText(n)
		return
	case *ast.AutoLink:
		b.parser.checkAutoLink(n)
		return
	case *ast.Image:
		b.parser.checkAlt(n)
		return
	}
	if first := n.FirstChild(); first != nil && n.Type() == ast.TypeBlock && first.Type() == ast.TypeInline {
		b.read(n)
		b.checkForeign()
		b.check()
		b.readings.count(b)
	}
}

// checkLevels reports a heading that leaves a level out: screen readers list headings by their levels.
func (p *parser) checkLevels() {
	before := 1
	for _, s := range p.article.Sections {
		if s.Level > before+1 {
			p.problems = append(p.problems, rules.SkippedLevel.At(problem.Place{File: p.article.File, Line: s.Line},
				"write it with one # more than the heading that it belongs to", "the heading %q is of level %d and stands below one of level %d", s.Title, s.Level, before))
		}
		before = s.Level
	}
}

// block is a paragraph, a heading, a cell or the like, as prose. One value is used for every block of a file, so that reading it
// costs no memory.
type block struct {
	parser *parser
	node   ast.Node
	text   []byte // what is read; a piece of code is one standIn
	small  []byte // text with its letters A to Z made small
	parts  []part
	strong []stretch // of the text
	tokens []token
	said   bool     // that an emoji carries meaning
	table  ast.Node // the last table of which that was said

	readings readings // of all blocks so far
}

// stretch is a part of a block's text.
type stretch struct{ from, to int }

// part is a piece of the text that stands in one piece in the source too.
type part struct{ at, source int }

type token struct {
	from, to int
	kind     tokenKind
}

type tokenKind byte

const (
	space tokenKind = iota
	word
	emoji
	stop // the end of a sentence
	mark // any other punctuation
)

// standIn takes the place of code, of an address, or of anything else that is a word to the sentence and no prose.
const standIn = '\x01'

func (b *block) read(n ast.Node) {
	b.node, b.said = n, false
	b.text, b.parts, b.strong, b.tokens = b.text[:0], b.parts[:0], b.strong[:0], b.tokens[:0]
	b.gather(n)
	b.small = append(b.small[:0], b.text...)
	for i, c := range b.small {
		if c >= 'A' && c <= 'Z' {
			b.small[i] = c + 'a' - 'A'
		}
	}
	for i := 0; i < len(b.text); {
		kind, size := next(b.text[i:])
		if kind != space {
			b.tokens = append(b.tokens, token{i, i + size, kind})
		}
		i += size
	}
}

// gather appends the prose in n. It doesn't resolve entities: none makes a word longer or shorter.
func (b *block) gather(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.parts = append(b.parts, part{len(b.text), c.Segment.Start})
			b.text = append(b.text, c.Segment.Value(b.parser.source)...)
			if c.HardLineBreak() {
				b.text = append(b.text, '\n')
			} else if c.SoftLineBreak() {
				b.text = append(b.text, ' ')
			}
		case *ast.CodeSpan, *ast.AutoLink:
			b.parts = append(b.parts, part{len(b.text), max(c.Pos(), 0)})
			b.text = append(b.text, standIn)
		case *ast.Image, *ast.RawHTML:
		default:
			if c.Type() != ast.TypeInline {
				continue
			}
			from := len(b.text)
			b.gather(c)
			if e, ok := c.(*ast.Emphasis); ok && e.Level == 2 {
				b.strong = append(b.strong, stretch{from, len(b.text)})
			}
		}
	}
}

// source is the offset in the file of an offset in the text.
func (b *block) source(at int) int {
	for i := len(b.parts) - 1; i >= 0; i-- {
		if b.parts[i].at <= at {
			return b.parts[i].source + at - b.parts[i].at
		}
	}
	return max(b.node.Pos(), 0)
}

func (b *block) report(rule problem.Rule, at int, hint, format string, args ...any) {
	b.parser.report(rule, b.source(at), hint, format, args...)
}

// next is the token at the beginning of text.
func next(text []byte) (kind tokenKind, size int) {
	if n := wordSize(text); n > 0 {
		return word, n
	}
	r, size := utf8.DecodeRune(text)
	switch r {
	case ' ', '\t', '\u00a0', '\\':
		return space, size
	case '.', '!', '?', '…', '\n':
		return stop, size
	}
	if isEmoji(r) {
		return emoji, size + emojiTail(text[size:])
	}
	return mark, size
}

// wordSize is the length of the word at the beginning of text. What joins two letters or digits is part of it: "didn't", "2.4", "ID-201".
func wordSize(text []byte) int {
	n := 0
	for {
		for n < len(text) && text[n] < utf8.RuneSelf && inWordASCII[text[n]] {
			n++
		}
		if n == len(text) {
			return n
		}
		r, size := utf8.DecodeRune(text[n:])
		if !inWord(r) && (n == 0 || !joins(r, text[n+size:])) {
			return n
		}
		n += size
	}
}

func joins(r rune, after []byte) bool {
	switch r {
	case '\'', '’', '-', '.', '_', '@', '/', '\u2011':
		next, _ := utf8.DecodeRune(after)
		return inWord(next)
	}
	return false
}
