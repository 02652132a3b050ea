package component

import (
	"html"
	"strings"
)

// element is a component or an HTML element with its content.
type element struct {
	token

	c         *converter
	key       string // the name as the table of components has it
	source    string // everything, with both tags
	inner     string // between the tags
	line      int    // number of the first line
	innerLine int
	block     bool // it is on its own lines
	isQuoted  bool // is inside a quotation

	// For the parent of tabs and the like.
	isFlat bool // what is inside must not be put into quotations or lists
	labels []string
	values map[string]string
	count  int
}

// keyOf returns a name as the table of components has it: "LinkCard", "link-card" and "Starlight.LinkCard" are one.
func keyOf(name string) string {
	key := strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
	if _, ok := components[key]; ok {
		return key
	}

	return key[strings.LastIndexByte(key, '.')+1:]
}

// parent returns the element around this one that has one of the keys, or nil. The nearest one counts.
func (e *element) parent(keys ...string) *element {
	for i := len(e.c.parents) - 2; i >= 0; i-- {
		for _, key := range keys {
			if e.c.parents[i].key == key {
				return e.c.parents[i]
			}
		}
	}

	return nil
}

// value returns an attribute. The first of the names that the element has counts.
func (e *element) value(names ...string) value {
	for _, name := range names {
		for _, a := range e.attributes {
			bound := strings.TrimPrefix(strings.TrimPrefix(a.name, "v-bind"), ":")
			if a.name != name && (bound != name || !e.c.dialect.Vue) {
				continue
			}

			switch {
			case a.isFlag:
				return value{kind: flagValue, text: "true"}
			case a.isCode || bound != a.name:
				return e.c.parseValue(a.value)
			}

			return value{kind: stringValue, text: html.UnescapeString(a.value)}
		}
	}

	return value{}
}

// text returns an attribute as plain text.
func (e *element) text(names ...string) string {
	v := e.value(names...)
	if v.kind == stringValue || v.kind == numberValue {
		return strings.TrimSpace(v.text)
	}

	return ""
}

// label returns an attribute as Markdown on one line.
func (e *element) label(names ...string) string {
	return e.c.markdownOf(e.value(names...), e.line)
}

// markdownOf returns a value as Markdown on one line.
func (c *converter) markdownOf(v value, line int) string {
	switch v.kind {
	case stringValue, numberValue:
		return escapeAround(v.text)
	case elementValue:
		return oneLine(c.markdown(v.text, line))
	}

	return ""
}

// isSet reports whether an attribute is there and not false.
func (e *element) isSet(name string) bool {
	v := e.value(name)
	return v.text != "" && v.text != "false"
}

// target returns an attribute that is an address, with imported files resolved.
func (e *element) target(names ...string) string {
	return e.c.addressOf(e.value(names...))
}

func (c *converter) addressOf(v value) string {
	switch v.kind {
	case stringValue:
		return strings.TrimPrefix(strings.TrimSpace(v.text), "pathname://")
	case importValue:
		if file, ok := c.read(v.text); ok && file.Asset != "" {
			return file.Asset
		}

		return v.text
	case objectValue:
		return c.addressOf(v.get("light", "src", "default", "href", "url"))
	}

	return ""
}

func (c *converter) read(spec string) (Import, bool) {
	if c.options.Read == nil {
		return Import{}, false
	}

	return c.options.Read(c.file, spec)
}

// blocks returns the content as Markdown blocks.
func (e *element) blocks() string {
	inner := e.inner
	if e.isQuoted {
		inner = withoutQuotation(inner)
	}

	return e.c.markdown(dedent(inner), e.innerLine)
}

func withoutQuotation(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines[1:] {
		text := strings.TrimLeft(line, " \t")
		if rest, ok := strings.CutPrefix(text, ">"); ok {
			lines[i+1] = strings.TrimPrefix(rest, " ")
		}
	}

	return strings.Join(lines, "\n")
}

// inline returns the content as Markdown on one line.
func (e *element) inline() string {
	if strings.TrimSpace(e.inner) == "" {
		return ""
	}

	return oneLine(e.c.markdown(strings.TrimSpace(dedent(e.inner)), e.innerLine))
}

// content returns the content as blocks or on one line, as it is written.
func (e *element) content() (out string, isBlock bool) {
	if e.block {
		return e.blocks(), true
	}

	return e.withSpaces(e.c.markdown(strings.TrimSpace(e.inner), e.innerLine)), false
}

// withSpaces puts the white space around the content of an inline element back.
func (e *element) withSpaces(out string) string {
	if out == "" || strings.TrimSpace(e.inner) == "" {
		return out
	}

	if strings.HasPrefix(e.inner, " ") {
		out = " " + out
	}

	if strings.HasSuffix(e.inner, " ") {
		out += " "
	}

	return out
}

// isFlatInside reports whether the content contains a heading, whose address would be lost in a quotation or a list.
func (e *element) isFlatInside() bool {
	return hasHeading(e.inner)
}

func (e *element) note(text string) {
	e.c.note(e.line, "<"+e.name+">: "+text)
}

// render converts the element.
func (e *element) render() (out string, isBlock bool) {
	if spec, ok := e.c.imports[e.name]; ok && e.syntax == tag {
		if out, ok := e.include(spec); ok {
			return out, true
		}
	}

	if htmlElements[e.name] && e.syntax == tag {
		if render, ok := elements[e.name]; ok {
			return render(e)
		}

		return e.html()
	}

	if render, ok := components[e.key]; ok {
		return render(e)
	}

	if e.syntax == directive {
		return callout("")(e)
	}

	return e.unknown()
}

func isLower(name string) bool {
	return name == strings.ToLower(name)
}

// include returns the content of an imported Markdown file in place of the element.
func (e *element) include(spec string) (out string, ok bool) {
	c := e.c
	file, ok := c.read(spec)
	if !ok || file.Raw || file.Asset != "" || len(c.parents) > maxDepth {
		return "", false
	}

	c.included += len(file.Text)
	if c.included > maxIncluded {
		e.note("more than 1 MB is included")
		return "", false
	}

	for _, p := range c.parents[:len(c.parents)-1] {
		if p.c == c && p.source == "include "+file.File {
			e.note("it includes itself")
			return "", true
		}
	}

	e.source = "include " + file.File
	c.rereads += maxNested * len(file.Text)
	outer := *c
	c.file = file.File
	c.imports = map[string]string{}
	properties := e.properties()
	c.values = map[string]value{"props": properties}
	for _, f := range properties.fields {
		c.values[f.name] = f.value
	}

	line := max(file.Line, 1)
	out = c.markdown(file.Text, line)
	c.file, c.imports, c.values = outer.file, outer.imports, outer.values
	if file.Move != nil {
		out = file.Move(out)
	}

	return out, true
}

// properties returns the attributes of an element as an object.
func (e *element) properties() value {
	v := value{kind: objectValue}
	for _, a := range e.attributes {
		v.fields = append(v.fields, field{a.name, e.value(a.name)})
	}

	return v
}
