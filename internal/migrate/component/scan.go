package component

import (
	"strings"
)

type kind int

const (
	opening       kind = iota // <Tabs>, also <Card /> and ":::note"
	closing                   // </Tabs>
	verbatim                  // text that is left alone: HTML comments of plain Markdown, code spans
	placeholder               // <name>: written for readers
	code                      // a code block
	statement                 // import and export
	comment                   // {/* not shown */}
	headingID                 // {/*id*/} or {#id} after a heading
	expression                // {name}
	interpolation             // {{ name }}
)

// syntax is how a component is written.
type syntax int

const (
	tag       syntax = iota // <Card />
	markdoc                 // {% card %}
	directive               // :::card
)

// token is a part of a text that is not plain text. Plain text has no tokens.
type token struct {
	kind       kind
	syntax     syntax
	start, end int
	name       string // of an element; the content of an expression
	attributes []attribute
	isEmpty    bool   // <Card />
	label      string // of a directive: Markdown
	colons     int    // of a directive
	closedBy   int    // index of the token that closes this one, or 0
}

// scanner finds tokens in one text.
type scanner struct {
	c      *converter
	s      string
	at     int
	tokens []token

	// ticks contains for each run of backticks where the next run of the same length begins, or 0.
	ticks map[int]int

	inList bool // the current lines may belong to a list
	blank  bool // the line before is blank
}

// scan returns the tokens of a text, with the pairs that belong together.
func scan(s string, c *converter) []token {
	sc := &scanner{
		c:     c,
		s:     s,
		ticks: nextTicks(s),
		blank: true,
	}

	for sc.at < len(s) {
		if sc.at == 0 || s[sc.at-1] == '\n' {
			if sc.startLine() {
				continue
			}
		}

		sc.inline()
	}

	return closeDirective(pair(sc.tokens), len(s))
}

// closeDirective closes a directive without an end at the end of the text, as other programs do.
func closeDirective(tokens []token, end int) []token {
	last := 0
	for i, t := range tokens {
		switch {
		case i < last:
		case t.kind == opening && t.syntax == directive && t.closedBy == 0:
			tokens[i].closedBy = len(tokens)
			return append(tokens, token{kind: closing, syntax: directive, start: end, end: end})
		case t.kind == opening:
			last = t.closedBy
		}
	}

	return tokens
}

func (sc *scanner) add(t token) {
	sc.at = t.end
	sc.tokens = append(sc.tokens, t)
}

// line returns the line that begins at an offset, without its end, and the offset of the next one.
func (sc *scanner) line(at int) (line string, next int) {
	n := strings.IndexByte(sc.s[at:], '\n')
	if n < 0 {
		return sc.s[at:], len(sc.s)
	}

	return sc.s[at : at+n], at + n + 1
}

// startLine reads what can only begin on a line of its own. It reports whether it read a token.
func (sc *scanner) startLine() bool {
	line, next := sc.line(sc.at)
	prefix := containerPrefix(line)
	text := line[prefix:]
	wasBlank := sc.blank
	sc.blank = text == ""
	switch {
	case text == "":
		sc.at = next
		return true
	case strings.ContainsAny(line[:prefix], "-*+.)"):
		sc.inList = true
	case columns(line[:prefix]) == 0:
		sc.inList = false
	}

	isIndented := columns(line[:prefix]) >= 4 && wasBlank && !sc.inList
	if marker := fenceMarker(text); marker != "" && (!isIndented || sc.c.dialect.JSX) {
		sc.readFence(sc.at+prefix, next, marker)
		return true
	}

	if isIndented && !sc.c.dialect.JSX {
		sc.blank = true // the next indented line is code, too
		sc.at = next

		return true
	}

	if sc.c.dialect.JSX && prefix == 0 && isStatement(text) {
		sc.add(token{kind: statement, start: sc.at, end: sc.statementEnd()})
		return true
	}

	if sc.c.dialect.Directives && strings.HasPrefix(text, ":::") {
		if t, ok := readDirective(text); ok {
			t.start = sc.at + prefix
			t.end = sc.at + len(line)
			sc.add(t)

			return true
		}
	}

	sc.at += prefix

	return false
}

// readFence reads a code block up to its end, or the end of the text.
func (sc *scanner) readFence(start, next int, marker string) {
	for next < len(sc.s) {
		line, after := sc.line(next)
		text := strings.TrimSpace(strings.TrimLeft(line, " \t>"))
		if strings.HasPrefix(text, marker) && strings.Trim(text, marker[:1]) == "" {
			sc.add(token{kind: code, start: start, end: next + len(line)})
			return
		}

		next = after
	}

	sc.add(token{kind: code, start: start, end: len(sc.s)})
}

// inline moves to the next token or to the next line.
func (sc *scanner) inline() {
	rest := sc.s[sc.at:]
	n := strings.IndexAny(rest, "\n`<{\\$")
	if n < 0 {
		sc.at = len(sc.s)
		return
	}

	sc.at += n
	start := sc.at
	switch sc.s[start] {
	case '`':
		sc.readTicks()
	case '<':
		sc.readTag()
	case '{':
		sc.readBrace()
	case '\\':
		sc.at = min(start+2, len(sc.s))
		if sc.at > start+1 && sc.s[start+1] == '\n' {
			sc.at--
		}
	case '$':
		sc.readMath()
	default:
		sc.at++
	}

	if sc.at == start {
		sc.at++
	}
}

// nextTicks returns, for the offset of each run of backticks, the offset of the next run of the same length.
func nextTicks(s string) map[int]int {
	next := map[int]int{}
	last := map[int]int{} // by length
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] != '`' {
			continue
		}

		end := i + 1
		for i > 0 && s[i-1] == '`' {
			i--
		}

		next[i] = last[end-i]
		last[end-i] = i
	}

	return next
}

// readTicks reads code between backticks, which does not extend over a blank line.
func (sc *scanner) readTicks() {
	start := sc.at
	n := 0
	for start+n < len(sc.s) && sc.s[start+n] == '`' {
		n++
	}

	end := sc.ticks[start]
	if end == 0 || sc.c.wasted > maxWasted || hasBlankLine(sc.s[start:end]) {
		sc.at = start + n
		if end > 0 {
			sc.c.wasted += end - start
		}

		return
	}

	sc.at = end + n
}

func hasBlankLine(s string) bool {
	for {
		_, rest, ok := strings.Cut(s, "\n")
		if !ok {
			return false
		}

		next, isBlank := skipBlank(rest, 0)
		if isBlank && next < len(rest) {
			return true
		}

		s = rest
	}
}

// readMath skips a formula between double dollars, whose braces are not expressions.
func (sc *scanner) readMath() {
	if !strings.HasPrefix(sc.s[sc.at:], "$$") || sc.c.wasted > maxWasted {
		return
	}

	n := strings.Index(sc.s[sc.at+2:], "$$")
	if n < 0 {
		sc.c.wasted += len(sc.s) - sc.at
		return
	}

	sc.at += n + 4
}

// pair finds the token that closes each opening one. What is closed in the wrong order is not closed.
func pair(tokens []token) []token {
	var open []int
	count := map[string]int{}
	id := func(t token) string {
		if t.syntax == directive {
			return ":::"
		}

		return string(rune('0'+t.syntax)) + t.name
	}

	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.kind == opening && !t.isEmpty:
			open = append(open, i)
			count[id(*t)]++
		case t.kind == closing && count[id(*t)] > 0:
			for len(open) > 0 {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				count[id(tokens[last])]--
				if id(tokens[last]) == id(*t) && tokens[last].colons <= max(t.colons, 3) {
					tokens[last].closedBy = i
					break
				}
			}
		}
	}

	return tokens
}
