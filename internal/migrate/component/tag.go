package component

import (
	"regexp"
	"slices"
	"strings"
)

// attribute is one of a tag: title="x", size={4}, open.
type attribute struct {
	name   string
	value  string
	isCode bool // {value}
	isFlag bool // no value
}

// htmlElements are the elements of HTML that can be in Markdown. Other names in lower case are placeholders such as
// <name>, which are shown.
var htmlElements = setOf(`
	a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center
	cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure
	font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main
	map mark math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp
	rt ruby s samp script section select slot small source span strike strong style sub summary sup svg table
	tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr`)

var emptyElements = setOf("area base br col embed hr img input link meta param source track wbr")

// rawElements contain no Markdown and no tags.
var rawElements = setOf("script style")

// alwaysRead are HTML elements that signpost refuses, and parts of components, in every dialect.
var alwaysRead = setOf("iframe video audio script style embed object template")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}

	return set
}

// readTag reads what begins with "<": a tag, an HTML comment, or text.
func (sc *scanner) readTag() {
	start := sc.at
	rest := sc.s[start:]
	if sc.c.wasted > maxWasted {
		return
	}

	switch {
	case strings.HasPrefix(rest, "<!--"):
		sc.readHTMLComment()
	case strings.HasPrefix(rest, "<>"):
		sc.add(token{kind: opening, start: start, end: start + 2})
	case strings.HasPrefix(rest, "</"):
		sc.readClosingTag()
	default:
		sc.readOpeningTag()
	}
}

func (sc *scanner) readOpeningTag() {
	start := sc.at
	rest := sc.s[start:]
	name := tagName(rest[1:])
	if name == "" || len(rest) > len(name)+1 && strings.IndexByte(" \t\n/>", rest[len(name)+1]) < 0 {
		return
	}

	p := &tagParser{sc: sc, at: start + 1 + len(name)}
	if !p.attributes() {
		sc.c.wasted += p.at - start
		return
	}

	t := token{kind: opening, start: start, end: p.at, name: name, attributes: p.found, isEmpty: p.isEmpty}
	if htmlElements[name] && !sc.c.dialect.JSX && !alwaysRead[name] {
		sc.at = p.at
		return
	}

	switch {
	case isPlaceholder(name) && !slices.ContainsFunc(p.found, func(a attribute) bool { return !a.isFlag }):
		t.kind = placeholder
	case emptyElements[name]:
		t.isEmpty = true
	}

	sc.add(t)
	if rawElements[name] && !t.isEmpty {
		sc.skipRaw(name)
	}
}

// isPlaceholder reports whether a name is neither that of an HTML element nor that of a component: "<your-name>" is
// written for readers. A hyphen is part of the names of components, too.
func isPlaceholder(name string) bool {
	return isLower(name) && !htmlElements[name] && !strings.Contains(name, "-")
}

func (sc *scanner) readHTMLComment() {
	n := strings.Index(sc.s[sc.at:], "-->")
	if n < 0 {
		sc.c.wasted += len(sc.s) - sc.at
		return
	}

	sc.add(token{kind: verbatim, start: sc.at, end: sc.at + n + len("-->")})
}

// skipRaw moves to the end of a script or a style.
func (sc *scanner) skipRaw(name string) {
	n := strings.Index(sc.s[sc.at:], "</"+name)
	if n >= 0 {
		sc.at += n
	} else {
		sc.c.wasted += len(sc.s) - sc.at
	}
}

func (sc *scanner) readClosingTag() {
	rest := sc.s[sc.at+2:]
	name := tagName(rest)
	after := strings.TrimLeft(rest[len(name):min(len(rest), len(name)+100)], " \t\n")
	if !strings.HasPrefix(after, ">") || htmlElements[name] && !sc.c.dialect.JSX && !alwaysRead[name] {
		return
	}

	t := token{kind: closing, start: sc.at, end: sc.at + 2 + strings.IndexByte(rest, '>') + 1, name: name}
	if name != "" && isPlaceholder(name) {
		t.kind = placeholder
	}

	sc.add(t)
}

// tagName returns the name at the start of a tag, or "".
func tagName(s string) string {
	n := 0
	for n < len(s) && n < 100 && (isLetter(s[n]) || n > 0 && (isDigit(s[n]) || strings.IndexByte("-_.:", s[n]) >= 0)) {
		n++
	}

	name := s[:n]
	if strings.Contains(name, ":") { // <https://example.org> is a link
		return ""
	}

	return name
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func isDigit(b byte) bool  { return b >= '0' && b <= '9' }

// tagParser reads the attributes of a tag.
type tagParser struct {
	sc      *scanner
	at      int
	found   []attribute
	isEmpty bool
}

// attributes reads up to the end of the tag, and reports whether there is one.
func (p *tagParser) attributes() bool {
	s := p.sc.s
	for p.at < len(s) {
		p.skipSpace()
		switch rest := s[p.at:]; {
		case rest == "":
			return false
		case strings.HasPrefix(rest, "/>"):
			p.at += 2
			p.isEmpty = true
			return true
		case rest[0] == '>':
			p.at++
			return true
		case rest[0] == '{': // a comment or {...rest}
			end := p.sc.braceEnd(p.at)
			if end < 0 {
				return false
			}

			if inner := strings.TrimSpace(s[p.at+1 : end-1]); strings.HasPrefix(inner, "...") {
				p.found = append(p.found, attribute{name: "...", value: inner[3:], isCode: true})
			}

			p.at = end
		case !p.attribute():
			return false
		}
	}

	return false
}

func (p *tagParser) skipSpace() {
	for p.at < len(p.sc.s) && strings.IndexByte(" \t\n", p.sc.s[p.at]) >= 0 {
		p.at++
	}
}

// attribute reads one attribute. In a tag of Markdown, a bracket or a backtick shows that it is none.
func (p *tagParser) attribute() bool {
	s := p.sc.s
	start := p.at
	for p.at < len(s) && strings.IndexByte(" \t\n=/><{}\"'`", s[p.at]) < 0 {
		p.at++
	}

	a := attribute{name: s[start:p.at], isFlag: true}
	if a.name == "" {
		return false
	}

	mark := p.at
	p.skipSpace()
	if p.at >= len(s) || s[p.at] != '=' {
		p.at = mark
		p.found = append(p.found, a)

		return true
	}

	p.at++
	p.skipSpace()
	a.isFlag = false
	ok := p.value(&a)
	p.found = append(p.found, a)

	return ok
}

func (p *tagParser) value(a *attribute) bool {
	s := p.sc.s
	if p.at >= len(s) {
		return false
	}

	switch quote := s[p.at]; quote {
	case '"', '\'':
		n := strings.IndexByte(s[p.at+1:], quote)
		if n < 0 {
			p.sc.c.wasted += len(s) - p.at
			return false
		}

		a.value = s[p.at+1 : p.at+1+n]
		p.at += n + 2
	case '{':
		end := p.sc.braceEnd(p.at)
		if end < 0 {
			return false
		}

		a.value = strings.TrimSpace(s[p.at+1 : end-1])
		a.isCode = true
		p.at = end
	default:
		start := p.at
		for p.at < len(s) && strings.IndexByte(" \t\n>\"'`", s[p.at]) < 0 {
			p.at++
		}

		a.value = strings.TrimSuffix(s[start:p.at], "/")
		p.at = start + len(a.value)

		return a.value != ""
	}

	return true
}

var (
	directiveLine = regexp.MustCompile(`^(:{3,})[ \t]*([A-Za-z][\w-]*)?(.*)$`)
	directiveEnd  = regexp.MustCompile(`\{[^{}]*\}[ \t]*$`)
)

// readDirective reads the line ":::note[Title]", ":::note Title" or ":::".
func readDirective(line string) (token, bool) {
	m := directiveLine.FindStringSubmatch(line)
	if m == nil {
		return token{}, false
	}

	t := token{
		kind:   opening,
		syntax: directive,
		name:   strings.ToLower(m[2]),
		colons: len(m[1]),
	}

	label := strings.TrimSpace(m[3])
	if t.name == "" {
		t.kind = closing
		return t, label == ""
	}

	label = strings.TrimSpace(directiveEnd.ReplaceAllString(label, ""))
	if strings.HasPrefix(label, "[") && strings.HasSuffix(label, "]") {
		label = label[1 : len(label)-1]
	}

	t.label = label

	return t, true
}

// readBrace reads what begins with "{": a Markdoc tag, an interpolation of Vue, or an expression of JSX.
func (sc *scanner) readBrace() {
	rest := sc.s[sc.at:]
	d := sc.c.dialect
	switch {
	case strings.HasPrefix(rest, "{%") && d.Markdoc:
		sc.readMarkdoc()
	case strings.HasPrefix(rest, "{{") && !d.JSX:
		if n := strings.Index(rest[:min(len(rest), 500)], "}}"); n > 0 && d.Vue {
			name := strings.TrimSpace(rest[2:n])
			sc.add(token{kind: interpolation, start: sc.at, end: sc.at + n + 2, name: name})
		} else if n > 0 { // signpost would take it for a variable
			sc.add(token{kind: placeholder, start: sc.at, end: sc.at + 2})
		}
	case d.JSX:
		sc.readExpression()
	}
}

var idBrace = regexp.MustCompile(`^\{(?:/\*)?[ \t]*#?([\w.:-]+)[ \t]*(?:\*/)?\}[ \t]*(?:\n|$)`)

func (sc *scanner) readExpression() {
	start := sc.at
	rest := sc.s[start:min(len(sc.s), start+300)]
	if m := idBrace.FindStringSubmatch(rest); m != nil && sc.endsHeading(rest) {
		end := start + strings.IndexByte(rest, '}') + 1
		sc.add(token{kind: headingID, start: start, end: end, name: m[1]})

		return
	}

	end := sc.braceEnd(start)
	if end < 0 {
		return
	}

	t := token{kind: expression, start: start, end: end, name: strings.TrimSpace(sc.s[start+1 : end-1])}
	if isComment(t.name) {
		t.kind = comment
	}

	sc.add(t)
}

// endsHeading reports whether braces are an ID: "{#id}", or "{/*id*/}" in a heading.
func (sc *scanner) endsHeading(brace string) bool {
	if !strings.HasPrefix(brace, "{#") && !strings.HasPrefix(brace, "{/*") {
		return false
	}

	line := sc.s[max(0, sc.at-500):sc.at]
	line = line[strings.LastIndexByte(line, '\n')+1:]

	return isHeading(strings.TrimLeft(line[containerPrefix(line):], " ")) || isHeading(line)
}

func isComment(code string) bool {
	return code == "" || strings.HasPrefix(code, "/*") && strings.Index(code, "*/") == len(code)-2
}

var markdocTag = regexp.MustCompile(`^\{%[ \t\n]*(/|end)?[ \t]*([A-Za-z][\w-]*)`)

// readMarkdoc reads "{% tabs %}", "{% /tabs %}" and "{% endtabs %}".
func (sc *scanner) readMarkdoc() {
	rest := sc.s[sc.at:]
	m := markdocTag.FindStringSubmatch(rest)
	n := strings.Index(rest[:min(len(rest), 10_000)], "%}")
	if m == nil || n < 0 {
		return
	}

	t := token{kind: opening, syntax: markdoc, start: sc.at, end: sc.at + n + 2, name: m[2]}
	if m[1] != "" {
		t.kind = closing
		sc.add(t)

		return
	}

	inner := strings.TrimSpace(rest[len(m[0]):n])
	if strings.HasSuffix(inner, "/") {
		t.isEmpty = true
		inner = inner[:len(inner)-1]
	}

	p := &tagParser{sc: &scanner{c: sc.c, s: inner + ">"}}
	if p.attributes() {
		t.attributes = p.found
	}

	sc.add(t)
}
