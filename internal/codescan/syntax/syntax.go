// Package syntax divides source code into comments, strings and other code. It knows the comments and quotes of common
// languages by the names of their files, and nothing else of their grammar.
//
// A file may contain anything: the work is linear in its length, and an error in one place, such as a quote without an
// end, affects as little as possible of the rest. Highlighters know more of each language, but take a hundred times as
// long and stop at such errors.
package syntax

// Kind is what a part of a file is.
type Kind byte

// The kinds.
const (
	Code    Kind = iota // names, numbers and punctuation
	Text                // strings, and the text of markup and of settings
	Comment             // comments, and documentation in strings
)

// Span is a part of a file.
type Span struct {
	From int
	To   int
	Kind Kind
}

// Language is what is known about files of a language.
type Language struct {
	Name string

	// IsDocument is set for prose, such as Markdown: it mentions codes, and no program prints it.
	IsDocument bool

	base     Kind // of what no rule matches
	rules    []rule
	byteRule [256][]int // the rules that can match at a byte
}

// rule finds a comment or a string.
type rule struct {
	first string // the bytes that it can begin with

	// match returns where the span at a position ends. It returns none if there is no such span, and open if it has no
	// end: after some of these, the rule is not tried again.
	match func(src []byte, at int) (end int, kind Kind)

	// inner, if set, is the language between the span and its end mark, as for a script in HTML.
	inner func() *Language
	until func(src []byte, at int) int
}

const (
	none = -1 // the rule does not match
	open = -2 // the span does not end
)

// newLanguage returns a language with these rules. The first one that matches counts.
func newLanguage(name string, base Kind, rules ...[]rule) *Language {
	l := &Language{Name: name, base: base}
	for _, list := range rules {
		l.rules = append(l.rules, list...)
	}

	for i, r := range l.rules {
		for _, b := range []byte(r.first) {
			l.byteRule[b] = append(l.byteRule[b], i)
		}
	}

	return l
}

// Spans calls yield for the spans of a file, in order. Together they are the whole file. It stops if yield returns
// false.
func (l *Language) Spans(src []byte, yield func(Span) bool) {
	x := &lexer{src: src, yield: yield}
	x.run(l, len(src))
	x.flush()
}

// lexer merges the spans that it finds.
type lexer struct {
	src     []byte
	yield   func(Span) bool
	pending Span // not yet yielded: the next one may be of the same kind
	stopped bool
}

// maxOpen is how many spans of a rule may have no end. Each is searched for up to the end of the file.
const maxOpen = 8

// run reads from the current position to an end.
func (x *lexer) run(l *Language, to int) {
	failures := make([]int, len(l.rules))
	for x.pending.To < to && !x.stopped {
		at := x.pending.To
		r, end, kind := l.match(x.src[:to], at, failures)
		x.add(end, kind)
		if r != nil && r.inner != nil {
			x.run(r.inner(), r.until(x.src[:to], end))
		}
	}
}

// match returns the rule that matches at a position, and the end of its span. Without one, it is the next byte.
func (l *Language) match(src []byte, at int, failures []int) (*rule, int, Kind) {
	for _, i := range l.byteRule[src[at]] {
		if failures[i] >= maxOpen {
			continue
		}

		end, kind := l.rules[i].match(src, at)
		if end > at {
			return &l.rules[i], min(end, len(src)), kind
		}

		if end == open {
			failures[i]++
		}
	}

	return nil, at + 1, l.base
}

// add adds a span from the current position.
func (x *lexer) add(to int, kind Kind) {
	if kind != x.pending.Kind {
		x.flush()
	}

	x.pending.To = to
	x.pending.Kind = kind
}

// flush yields the pending span.
func (x *lexer) flush() {
	if x.pending.To > x.pending.From && !x.stopped {
		x.stopped = !x.yield(x.pending)
	}

	x.pending.From = x.pending.To
}
