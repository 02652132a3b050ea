package glossary

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Mark is a place in HTML at which a word is explained.
type Mark struct {
	Start, End int // offsets
	Word       int // index in Words
}

// Find returns the places in the HTML of a section at which words are explained: the first use of each, except words
// that skip returns true for.
func (g *Glossary) Find(source []byte, skip func(word int) bool) []Mark {
	if g == nil || len(g.Words) == 0 {
		return nil
	}

	f := finder{forms: &g.forms, tokens: html.NewTokenizer(bytes.NewReader(source))}
	for offset := 0; ; {
		kind := f.tokens.Next()
		if kind == html.ErrorToken {
			break
		}

		raw := f.tokens.Raw()
		f.read(kind, raw, offset)
		offset += len(raw)
	}

	return firstUses(f.found, skip)
}

// firstUses returns the first mark of each word.
func firstUses(marks []Mark, skip func(word int) bool) []Mark {
	seen := map[int]bool{}
	var first []Mark
	for _, m := range marks {
		if !seen[m.Word] && !skip(m.Word) {
			first = append(first, m)
		}

		seen[m.Word] = true
	}

	return first
}

// finder finds words in HTML.
type finder struct {
	forms  *trie
	tokens *html.Tokenizer
	found  []Mark

	// left is the element whose content is left alone, and depth the number of elements of this name that are open.
	left  string
	depth int

	quoted quotation
}

// read reads a token that begins at an offset.
func (f *finder) read(kind html.TokenType, raw []byte, offset int) {
	switch kind {
	case html.TextToken:
		if f.left == "" {
			f.readText(raw, offset)
		}

	case html.StartTagToken:
		f.start()
	case html.EndTagToken:
		name, _ := f.tokens.TagName()
		if !isInline[atom.Lookup(name)] {
			f.quoted = quotation{}
		}

		if string(name) == f.left {
			f.depth--
		}

		if f.depth == 0 {
			f.left = ""
		}
	}
}

// start reads a start tag.
func (f *finder) start() {
	tag, hasAttributes := f.tokens.TagName()
	name := string(tag)
	element := atom.Lookup(tag)
	if !isInline[element] {
		f.quoted = quotation{}
	}

	switch {
	case f.left == name:
		f.depth++
	case f.left == "" && !isVoid[element] && (isLeftAlone[element] || hasAttributes && f.isForeign()):
		f.left, f.depth = name, 1
	}
}

// isForeign reports whether an attribute of the tag says that its content is in another language.
func (f *finder) isForeign() bool {
	found := false
	for more := true; more; {
		var key []byte
		key, _, more = f.tokens.TagAttr()
		found = found || string(key) == "lang"
	}

	return found
}

// readText finds the words of a text that begins at an offset. Those in quotation marks are left alone: they are what
// a screen says.
func (f *finder) readText(text []byte, offset int) {
	for at := 0; at < len(text); {
		if mark, size := markAt(text, at); mark != 0 {
			f.readMark(text, at, size, mark)
			at += size

			continue
		}

		if f.forms.starts[text[at]] && isBoundary(text, at) {
			if word, end, ok := f.forms.longest(text, at); ok {
				f.found = append(f.found, Mark{offset + at, offset + end, word})
				at = end

				continue
			}
		}

		at++
	}
}

// readMark begins or ends a quotation.
func (f *finder) readMark(text []byte, at, size int, mark rune) {
	switch {
	case strings.ContainsRune(f.quoted.ends, mark) && isClosing(text, at+size):
		f.found = f.found[:f.quoted.found]
		f.quoted = quotation{}
	case f.quoted.ends == "" && isOpening(text, at, mark):
		f.quoted = quotation{closing[mark], len(f.found)}
	}
}

func setOf(atoms ...atom.Atom) map[atom.Atom]bool {
	set := map[atom.Atom]bool{}
	for _, a := range atoms {
		set[a] = true
	}

	return set
}

var (
	// isLeftAlone contains the elements in which no word is explained: links and controls, headings and labels, code,
	// bold text (the names of buttons), quotations, and what explains a word itself.
	isLeftAlone = setOf(
		atom.A, atom.Button, atom.Select, atom.Textarea, atom.Option, atom.Label, atom.Summary,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Th, atom.Caption, atom.Dt,
		atom.Code, atom.Pre, atom.Kbd, atom.Samp, atom.Var, atom.B, atom.Strong,
		atom.Blockquote, atom.Q, atom.Cite, atom.Del, atom.S,
		atom.Abbr, atom.Dfn, atom.Ruby,
		atom.Script, atom.Style, atom.Template, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Title,
	)

	// isInline contains elements inside a block of text. All others begin a new block.
	isInline = setOf(
		atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Br, atom.Cite, atom.Code, atom.Del, atom.Dfn, atom.Em,
		atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Mark, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strong,
		atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr,
	)

	// isVoid contains elements without content.
	isVoid = setOf(
		atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Source, atom.Track, atom.Wbr,
	)
)
