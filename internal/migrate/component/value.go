package component

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"signpost/internal/migrate/literal"
)

// value is the value of an expression, if it is known without running code.
type value struct {
	kind   valueKind
	text   string // of a string, a number or a flag; the code of an unknown value or an element
	items  []value
	fields []field
}

type field struct {
	name  string
	value value
}

type valueKind int

const (
	unknownValue valueKind = iota
	stringValue
	numberValue
	flagValue // true, false, null and undefined
	listValue
	objectValue
	elementValue // <b>text</b>
	importValue  // the file of an import
)

// get returns the field of an object, or an unknown value.
func (v value) get(names ...string) value {
	for _, name := range names {
		for _, f := range v.fields {
			if f.name == name {
				return f.value
			}
		}
	}

	return value{}
}

// parseValue reads an expression. It looks up names that are imported or exported.
func (c *converter) parseValue(code string) value {
	p := &valueParser{c: c, s: code}
	v := p.value(0)
	p.skip()
	if p.at < len(p.s) {
		return c.knownCall(code)
	}

	return v
}

// knownCall returns the value of what is more than a literal and means one anyway.
func (c *converter) knownCall(code string) value {
	unknown := value{text: code}
	for _, prefix := range []string{"import.meta.env.BASE_URL + ", "baseUrl + ", "props.baseUrl + "} {
		if rest, ok := strings.CutPrefix(code, prefix); ok {
			return c.parseValue(rest)
		}
	}

	return unknown
}

func (c *converter) imported(spec string) value {
	return value{kind: importValue, text: spec}
}

// lookup returns the value of a name, such as "props.title".
func (c *converter) lookup(name string) (value, bool) {
	first, rest, _ := strings.Cut(name, ".")
	v, ok := c.values[first]
	for ok && rest != "" {
		first, rest, _ = strings.Cut(rest, ".")
		v = v.get(first)
		ok = v.kind != unknownValue
	}

	c.included += v.size()

	return v, ok && c.included <= maxIncluded
}

// size returns about how many bytes a value contains.
func (v value) size() int {
	n := len(v.text)
	for _, item := range v.items {
		n += item.size()
	}

	for _, f := range v.fields {
		n += len(f.name) + f.value.size()
	}

	return n
}

// valueOf converts a value of YAML.
func valueOf(v any, depth int) value {
	if depth > maxDepth {
		return value{}
	}

	switch v := v.(type) {
	case string:
		return value{kind: stringValue, text: v}
	case bool:
		return value{kind: flagValue, text: strconv.FormatBool(v)}
	case int, int64, uint64, float64:
		return value{kind: numberValue, text: fmt.Sprint(v)}
	case time.Time:
		return value{kind: stringValue, text: v.Format(time.DateOnly)}
	case []any:
		list := value{kind: listValue}
		for _, item := range v {
			list.items = append(list.items, valueOf(item, depth+1))
		}

		return list
	case map[string]any:
		object := value{kind: objectValue}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			object.fields = append(object.fields, field{name, valueOf(v[name], depth+1)})
		}

		return object
	}

	return value{}
}

// valueParser parses the literals of JavaScript, and elements between them. Package literal reads settings, in which a
// likely value is better than none; readers see the values here, so whatever else is in an expression makes it unknown.
type valueParser struct {
	c  *converter
	s  string
	at int
}

func (p *valueParser) skip() {
	for p.at < len(p.s) {
		if strings.IndexByte(" \t\n;", p.s[p.at]) >= 0 {
			p.at++
			continue
		}

		end := p.at
		if p.s[p.at] == '/' {
			end = commentEnd(p.s, p.at)
		}

		if end == p.at {
			return
		}

		p.at = min(end+1, len(p.s))
	}
}

func (p *valueParser) value(depth int) value {
	p.skip()
	if p.at >= len(p.s) || depth > maxDepth {
		return value{text: p.s[p.at:]}
	}

	switch b := p.s[p.at]; {
	case b == '"' || b == '\'' || b == '`':
		return p.text(b)
	case b == '[':
		return p.list(depth)
	case b == '{':
		return p.object(depth)
	case b == '<':
		return p.element()
	case b == '(':
		if end := closingBrace(p.s, p.at); end > 0 {
			inner := p.s[p.at+1 : end-1]
			p.at = end
			p.c.rereads -= len(inner)
			if p.c.rereads > 0 && depth < maxDepth {
				return (&valueParser{c: p.c, s: inner}).value(depth + 1)
			}
		}

		return value{}
	}

	return p.word()
}

// text reads a string. A template that contains an expression with an unknown value is unknown.
func (p *valueParser) text(quote byte) value {
	start := p.at
	var b strings.Builder
	for p.at++; p.at < len(p.s); p.at++ {
		switch s := p.s[p.at]; {
		case s == quote:
			p.at++
			return value{kind: stringValue, text: b.String()}
		case s == '\\' && p.at+1 < len(p.s):
			c, n := literal.Unescape(p.s[p.at:])
			b.WriteString(c)
			p.at += n - 1
		case quote == '`' && strings.HasPrefix(p.s[p.at:], "${"):
			end := closingBrace(p.s, p.at+1)
			if end < 0 {
				p.at = start
				return value{}
			}

			name := strings.TrimSpace(p.s[p.at+2 : end-1])
			known := "${" + name + "}"
			if v, ok := p.c.lookup(name); ok {
				known = v.text
			} else if strings.HasSuffix(name, "baseUrl") || name == "import.meta.env.BASE_URL" {
				known = "/"
			}

			b.WriteString(known)
			p.at = end - 1
		default:
			b.WriteByte(s)
		}
	}

	p.at = start

	return value{}
}

func (p *valueParser) list(depth int) value {
	v := value{kind: listValue}
	for p.at++; ; {
		p.skip()
		switch {
		case p.at >= len(p.s):
			return value{}
		case p.s[p.at] == ']':
			p.at++
			return v
		case p.s[p.at] == ',':
			p.at++
			continue
		}

		before := p.at
		v.items = append(v.items, p.value(depth+1))
		if p.at == before {
			return value{}
		}
	}
}

func (p *valueParser) object(depth int) value {
	v := value{kind: objectValue}
	for p.at++; ; {
		p.skip()
		switch {
		case p.at >= len(p.s):
			return value{}
		case p.s[p.at] == '}':
			p.at++
			return v
		case p.s[p.at] == ',':
			p.at++
			continue
		}

		before := p.at
		name := p.key()
		p.skip()
		if p.at >= len(p.s) || p.s[p.at] != ':' {
			return value{}
		}

		p.at++
		v.fields = append(v.fields, field{name, p.value(depth + 1)})
		if p.at == before {
			return value{}
		}
	}
}

func (p *valueParser) key() string {
	if p.at < len(p.s) && (p.s[p.at] == '"' || p.s[p.at] == '\'') {
		return p.text(p.s[p.at]).text
	}

	start := p.at
	for p.at < len(p.s) && (isLetter(p.s[p.at]) || isDigit(p.s[p.at]) || p.s[p.at] == '_' || p.s[p.at] == '$') {
		p.at++
	}

	return p.s[start:p.at]
}

// element reads JSX up to the end of the value.
func (p *valueParser) element() value {
	sub := &scanner{c: p.c, s: p.s, at: p.at}
	depth := 0
	for sub.at < len(p.s) {
		n := strings.IndexByte(p.s[sub.at:], '<')
		if n < 0 {
			return value{}
		}

		sub.at += n
		from := sub.at
		sub.tokens = nil
		sub.readTag()
		if sub.at == from {
			sub.at++
		}

		for _, t := range sub.tokens {
			switch {
			case t.kind == opening && !t.isEmpty:
				depth++
			case t.kind == closing:
				depth--
			}
		}

		if depth <= 0 {
			v := value{kind: elementValue, text: p.s[p.at:sub.at]}
			p.at = sub.at

			return v
		}
	}

	return value{}
}

// word reads a number, a flag or a name.
func (p *valueParser) word() value {
	start := p.at
	for p.at < len(p.s) && (isLetter(p.s[p.at]) || isDigit(p.s[p.at]) || strings.IndexByte("_$.-?", p.s[p.at]) >= 0) {
		p.at++
	}

	word := p.s[start:p.at]
	if _, err := strconv.ParseFloat(word, 64); err == nil {
		return value{kind: numberValue, text: word}
	}

	switch word {
	case "true", "false", "null", "undefined":
		return value{kind: flagValue, text: word}
	}

	if p.at < len(p.s) && p.s[p.at] == '(' {
		return p.call(word, start)
	}

	name := strings.ReplaceAll(word, "?", "")
	if known, ok := p.c.lookup(name); ok {
		return known
	}

	base := name
	for _, suffix := range []string{".default", ".src"} {
		base = strings.TrimSuffix(base, suffix)
	}

	if spec, ok := p.c.imports[base]; ok {
		return p.c.imported(spec)
	}

	p.at = start

	return value{text: word}
}

// call reads a call of a function that returns its first argument, more or less.
func (p *valueParser) call(function string, start int) value {
	end := closingBrace(p.s, p.at)
	if end > 0 {
		argument := (&valueParser{c: p.c, s: p.s[p.at+1 : end-1]}).firstString()
		p.at = end
		if strings.HasPrefix(p.s[end:], ".default") {
			p.at += len(".default")
		}

		switch {
		case argument == "":
		case function == "require":
			return p.c.imported(argument)
		case function == "useBaseUrl" || function == "withBase" || function == "t" || function == "translate":
			return value{kind: stringValue, text: argument}
		}
	}

	p.at = start

	return value{text: function}
}

// firstString returns the string at the start, or "".
func (p *valueParser) firstString() string {
	p.skip()
	if p.at < len(p.s) && strings.IndexByte("\"'`", p.s[p.at]) >= 0 {
		return p.text(p.s[p.at]).text
	}

	return ""
}
