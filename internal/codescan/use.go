package codescan

import (
	"bytes"
	"cmp"

	"signpost/internal/codes"
	"signpost/internal/codescan/syntax"
)

// State says whether a use is right.
type State int

// The states.
const (
	Documented   State = iota // an article explains the code
	Undocumented              // no article does
	Retired                   // the code is retired
	Misspelled                // the code is spelled in another way
)

var stateNames = [...]string{"documented", "undocumented", "retired", "misspelled"}

// String returns the name of the state.
func (s State) String() string { return stateNames[s] }

// ignoreMark in a line keeps its codes out of the report.
var ignoreMark = []byte("signpost:ignore")

// uses returns the codes in a file, in order.
func (m *matcher) uses(f file, src []byte) []Use {
	found := m.candidates(src)
	if len(found) == 0 {
		return nil
	}

	language := syntax.Of(f.rel, src)
	r := &reader{matcher: m, file: f, src: src, testsFrom: testsFrom(f, src), line: 1}
	if language.IsDocument {
		r.isDocument = true
	}

	next := 0
	language.Spans(src, func(s syntax.Span) bool {
		for next < len(found) && found[next].from < s.To {
			r.read(found[next], s.Kind)
			next++
		}

		return next < len(found)
	})

	return r.uses
}

// reader reads the candidates of a file, in order.
type reader struct {
	*matcher
	file       file
	src        []byte
	isDocument bool
	testsFrom  int

	at        int // the position that line and lineStart belong to
	line      int
	lineStart int
	uses      []Use
}

// read adds a candidate if it is a code.
func (r *reader) read(c candidate, kind syntax.Kind) {
	u, ok := r.judge(c, kind)
	if !ok {
		return
	}

	r.advance(c.from)
	if u.State != Documented && bytes.Contains(r.currentLine(), ignoreMark) {
		if u.State == Undocumented || u.State == Misspelled {
			return
		}

		u.State = Documented
	}

	u.Code = codes.Code(r.src[c.from:c.to])
	u.Area = r.area(c.from, kind)
	u.File = r.file.name
	u.Line = r.line
	u.Column = c.from - r.lineStart + 1
	u.EndColumn = c.to - r.lineStart + 1
	if c.entry >= 0 {
		u.Known = r.entries[c.entry].Code
	}

	r.uses = append(r.uses, u)
}

// judge decides what a candidate is, from the kind of text that it is in.
func (r *reader) judge(c candidate, kind syntax.Kind) (Use, bool) {
	word := r.src[c.from:c.to]
	inCode := kind == syntax.Code && !r.isDocument
	if c.form == variant {
		return r.judgeVariant(&c, kind)
	}

	isNumber := codes.Code(word).IsNumber() && c.form != link
	switch {
	case c.form == unknown && !r.isCertain(word, c.from, isNumber):
		return Use{}, false
	case c.form == unknown, c.entry < 0:
		return Use{State: Undocumented}, true
	case isNumber && !isCalledError(r.src, c.from):
		return Use{}, false
	}

	return Use{State: r.stateOf(c.entry, inCode && !isDistinct(word))}, true
}

// isCertain reports whether a word that looks like a code is one. Numbers and short words, such as E1, have other
// meanings.
func (r *reader) isCertain(word []byte, at int, isNumber bool) bool {
	if isNumber || isHex(codes.Code(word)) || !isDistinct(word) {
		return isCalledError(r.src, at)
	}

	return true
}

// stateOf returns whether a code is retired. A use that is not certain counts as one, but is never a mistake.
func (r *reader) stateOf(entry int, isDoubtful bool) State {
	if r.entries[entry].Retired != nil && !isDoubtful {
		return Retired
	}

	return Documented
}

// judgeVariant decides about a word that may be the name of a constant, or another spelling of a code.
func (r *reader) judgeVariant(c *candidate, kind syntax.Kind) (Use, bool) {
	word := r.src[c.from:c.to]
	if kind == syntax.Code && !r.isDocument {
		entry, ok := r.constants[formatOf(r.file.rel)][string(word)]
		if !ok {
			return Use{}, false
		}

		c.entry = entry
		return Use{State: r.stateOf(entry, !isDistinct(word))}, true
	}

	if kind != syntax.Text || r.isDocument || c.entry < 0 || !c.whole || !r.standsAlone(*c) {
		return Use{}, false
	}

	return Use{State: Misspelled}, true
}

// minKey is the number of letters and digits that make another spelling recognisable.
const minKey = 4

// standsAlone reports whether a word in a text can be a code that is spelled in another way: it is no number, and not
// part of a path, an address or a longer name.
func (r *reader) standsAlone(c candidate) bool {
	known := r.entries[c.entry].Code
	if known.IsNumber() || len(codes.Key(string(known))) < minKey {
		return false
	}

	const joining = `/\#@$%&=+*~-._:?`
	before := byte(' ')
	if c.from > 0 {
		before = r.src[c.from-1]
	}

	after := byte(' ')
	if c.to < len(r.src) {
		after = r.src[c.to]
	}

	if after == ':' || after == '.' || after == '?' { // the end of a clause
		after = ' '
	}

	return bytes.IndexByte([]byte(joining), before) < 0 && bytes.IndexByte([]byte(joining), after) < 0
}

// area returns the area of a position.
func (r *reader) area(at int, kind syntax.Kind) Area {
	switch {
	case at >= r.testsFrom:
		return Test
	case r.isDocument:
		return Document
	case kind == syntax.Comment:
		return Comment
	}

	return Product
}

// advance counts lines up to a position.
func (r *reader) advance(to int) {
	for {
		n := bytes.IndexByte(r.src[r.at:to], '\n')
		if n < 0 {
			r.at = to
			return
		}

		r.at += n + 1
		r.line++
		r.lineStart = r.at
	}
}

// maxLine limits how much of a line is searched.
const maxLine = 2000

func (r *reader) currentLine() []byte {
	rest := r.src[r.lineStart:min(len(r.src), r.at+maxLine)]
	if n := bytes.IndexByte(rest[r.at-r.lineStart:], '\n'); n >= 0 {
		rest = rest[:r.at-r.lineStart+n]
	}

	return rest[max(0, len(rest)-2*maxLine):]
}

// compareUses orders uses by place in the files.
func compareUses(a, b Use) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
	)
}
