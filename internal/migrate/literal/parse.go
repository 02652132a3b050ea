package literal

import "strings"

// maxDepth limits how deep literals are nested.
const maxDepth = 100

// parser reads values from tokens. It never goes back, so the work is linear.
type parser struct {
	tokens []token
	at     int
	depth  int
	module *Module
}

func (p *parser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}

	return token{}
}

func (p *parser) peekAt(n int) token {
	if p.at+n < len(p.tokens) {
		return p.tokens[p.at+n]
	}

	return token{}
}

func (p *parser) take() token {
	t := p.peek()
	p.at++

	return t
}

// accept takes the next token if it is the given sign or word.
func (p *parser) accept(text string) bool {
	t := p.peek()
	if (t.kind == sign || t.kind == word) && t.text == text {
		p.at++
		return true
	}

	return false
}

// readStatements reads the constants, imports and exports of a module.
func (m *Module) readStatements(p *parser) {
	for p.peek().kind != end {
		t := p.take()
		switch {
		case t.kind == word && t.text == "import":
			m.readImport(p)
		case t.kind == word && t.text == "export" && p.accept("default"):
			m.Default = p.value()
		case t.kind == word && t.text == "module" && p.accept(".") && p.accept("exports") && p.accept("="):
			m.Default = p.value()
		case t.kind == word && (t.text == "const" || t.text == "let" || t.text == "var"):
			m.readConstant(p)
		case t.kind == sign && (t.text == "{" || t.text == "("):
			p.skipTo(closing(t.text))
		}
	}
}

// readConstant reads "name = value", where a type may follow the name.
func (m *Module) readConstant(p *parser) {
	if p.peek().kind != word {
		return
	}

	constant := p.take().text
	if p.accept(":") {
		for t := p.peek(); t.kind != end && t.text != "=" && t.text != ";"; t = p.peek() {
			p.skipOne()
		}
	}

	if p.accept("=") {
		m.Names[constant] = p.value()
	}
}

// readImport reads an import up to the name of its module.
func (m *Module) readImport(p *parser) {
	locals := map[string]string{}
	exported := "default"
	for t := p.peek(); t.kind == word || t.kind == sign; t = p.peek() {
		if t.text == ";" || t.text == "(" {
			return
		}

		p.at++
		switch {
		case t.kind == sign && t.text == "{", t.kind == sign && t.text == ",":
			exported = ""
		case t.kind == sign || t.text == "type" || t.text == "from":
		case t.text == "as":
			if local := p.take(); local.kind == word {
				delete(locals, exported)
				locals[local.text] = exported
			}
		default:
			if exported != "default" || len(locals) > 0 {
				exported = t.text
			}

			locals[t.text] = exported
		}
	}

	if t := p.peek(); t.kind == text {
		p.at++
		for local, exported := range locals {
			m.imports[local] = reference{t.text, exported}
		}
	}
}

// value reads a value up to the comma, bracket or semicolon behind it.
func (p *parser) value() Value {
	p.depth++
	defer func() { p.depth-- }()

	v := p.operand()
	for {
		t := p.peek()
		switch {
		case isEndOfValue(t):
			return v
		case t.kind == word && (t.text == "as" || t.text == "satisfies"):
			p.skipValue()
			return v
		case t.kind == sign && (t.text == "|" || t.text == "?") && p.peekAt(1).text == t.text:
			p.at += 2
			if other := p.operand(); v.Kind == Unknown || v.Kind == name {
				v = other
			}
		case t.kind == sign && t.text == "+" && v.Kind == String:
			p.at++
			if other := p.operand(); other.Kind == String {
				v.Text += other.Text
			} else {
				v.Kind = Unknown
			}
		case t.kind == word && isStatement(t.text):
			return v
		default:
			p.skipValue()
			return Value{Line: v.Line}
		}
	}
}

// isStatement reports whether a word begins a statement: the semicolon before it may be missing.
func isStatement(text string) bool {
	switch text {
	case "const", "let", "var", "export", "import", "module",
		"function", "async", "class", "if", "for", "return", "try":
		return true
	}

	return false
}

func isEndOfValue(t token) bool {
	return t.kind == end || t.kind == sign && strings.Contains(",;)]}", t.text)
}

// operand reads one literal, name or call.
func (p *parser) operand() Value {
	t := p.take()
	v := Value{Line: t.line, Text: t.text, module: p.module}
	switch {
	case p.depth > maxDepth:
		p.at--
		p.skipValue()
		return Value{Line: t.line}
	case t.kind == text:
		v.Kind = String
	case t.kind == number:
		v.Kind = Number
	case t.kind == word:
		return p.wordValue(v)
	case t.kind == sign && t.text == "[":
		v.Kind = List
		v.Items = p.items("]")
	case t.kind == sign && t.text == "{":
		v.Kind = Object
		v.Fields = p.fields()
	case t.kind == sign && t.text == "(":
		return p.group(v)
	case isEndOfValue(t):
		p.at--
	}

	return v
}

// wordValue reads a constant, a call, or a function, which counts as what it returns.
func (p *parser) wordValue(v Value) Value {
	switch v.Text {
	case "true", "false":
		v.Kind = Bool
		return v
	case "null", "undefined":
		v.Kind = Null
		return v
	case "async", "await", "new", "typeof":
		return p.operand()
	case "function":
		return p.function(v)
	}

	if p.accept("=>") {
		return p.body()
	}

	v.Kind = name
	for {
		switch {
		case p.peek().text == "?" && p.peekAt(1).text == ".":
			p.at++
		case p.peek().kind == sign && p.peek().text == "." && p.peekAt(1).kind == word:
			v.Text += "." + p.peekAt(1).text
			p.at += 2
		case p.peek().kind == sign && p.peek().text == "(":
			p.at++
			v.Kind = Call
			v.Items = p.items(")")
		default:
			return v
		}
	}
}

// function reads a function after its first word.
func (p *parser) function(v Value) Value {
	for t := p.peek(); t.kind != end && t.text != "("; t = p.peek() {
		p.at++
	}

	p.skipOne()
	if p.peek().text != "{" {
		return Value{Line: v.Line}
	}

	return p.body()
}

// group reads a value in parentheses, or a function that begins with its parameters.
func (p *parser) group(v Value) Value {
	inner := p.value()
	p.skipTo(")")
	if p.accept("=>") {
		return p.body()
	}

	if inner.Kind == Unknown {
		inner.Line = v.Line
	}

	return inner
}

// body reads the result of a function: an expression, or the value after the last "return" of its block.
func (p *parser) body() Value {
	if p.depth > maxDepth || !p.accept("{") {
		return p.operand()
	}

	var v Value
	for t := p.peek(); t.kind != end && t.text != "}"; t = p.peek() {
		if t.kind == word && t.text == "return" {
			p.at++
			v = p.value()
			continue
		}

		p.skipOne()
	}

	p.accept("}")

	return v
}

// items reads values up to a closing bracket.
func (p *parser) items(closing string) []Value {
	var list []Value
	for {
		t := p.peek()
		switch {
		case t.kind == end:
			return list
		case t.kind == sign && t.text == closing:
			p.at++
			return list
		case t.kind == sign && (t.text == "," || strings.Contains(";)]}", t.text)):
			p.at++
			continue
		}

		spread := p.accept("...")
		v := p.value()
		v.spread = spread
		list = append(list, v)
	}
}

// fields reads the fields of an object up to its brace.
func (p *parser) fields() []Field {
	var list []Field
	for {
		t := p.take()
		switch {
		case t.kind == end:
			return list
		case t.kind == sign && t.text == "}":
			return list
		case t.kind == sign && t.text == "...":
			v := p.value()
			v.spread = true
			list = append(list, Field{Value: v})
		case t.kind == word || t.kind == text || t.kind == number:
			if f, ok := p.field(t); ok {
				list = append(list, f)
			}
		case t.kind == sign && closing(t.text) != "":
			p.skipTo(closing(t.text)) // a computed name
		}
	}
}

func (p *parser) field(key token) (Field, bool) {
	f := Field{Name: key.text}
	t := p.peek()
	switch {
	case t.kind == sign && t.text == ":":
		p.at++
		f.Value = p.value()
	case t.kind == sign && t.text == "(":
		f.Value = p.function(Value{Line: key.line})
	case isEndOfValue(t) && key.kind == word:
		f.Value = Value{Kind: name, Text: key.text, Line: key.line, module: p.module}
	default:
		return f, false
	}

	return f, true
}

// closing returns the bracket that closes another one, or "".
func closing(open string) string {
	switch open {
	case "{":
		return "}"
	case "(":
		return ")"
	case "[":
		return "]"
	}

	return ""
}

// skipTo skips to the bracket that closes the current one, including it.
func (p *parser) skipTo(closing string) {
	for t := p.peek(); t.kind != end; t = p.peek() {
		if t.kind == sign && t.text == closing {
			p.at++
			return
		}

		p.skipOne()
	}
}

// skipValue skips to the end of a value.
func (p *parser) skipValue() {
	for t := p.peek(); !isEndOfValue(t); t = p.peek() {
		p.skipOne()
	}
}

// skipOne skips a token, with everything up to the bracket that closes it.
func (p *parser) skipOne() {
	depth := 0
	for {
		t := p.take()
		switch {
		case t.kind == end:
			return
		case t.kind != sign:
		case closing(t.text) != "":
			depth++
		case strings.Contains(")]}", t.text):
			depth--
		}

		if depth <= 0 {
			return
		}
	}
}
