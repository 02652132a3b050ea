// Package literal reads the literals in JavaScript and TypeScript that configures other generators: strings, numbers,
// lists and objects, the constants that refer to them, and the calls around them.
//
// Nothing is executed. A value that only execution could determine is [Unknown]; for `process.env.X || "y"`, the
// literal counts. A file that is not JavaScript yields no values, never an error.
package literal

import (
	"strconv"
	"strings"
)

// Kind is the kind of a value.
type Kind int

// The kinds of values.
const (
	Unknown Kind = iota
	String
	Number
	Bool
	Null
	List
	Object
	Call // with its name and its arguments
	name // of a constant, which is looked up when the value is used
)

// Value is a value in a module. The zero value is unknown.
type Value struct {
	Kind Kind
	Line int

	// Text is a string, a number, "true" or "false", the name of a function, or the source of an unknown value.
	Text string

	// Items are those of a list, or the arguments of a call.
	Items []Value

	// Fields are those of an object, in order.
	Fields []Field

	module *Module
	spread bool
}

// Field is a field of an object.
type Field struct {
	Name  string
	Value Value
}

// Module is a file.
type Module struct {
	// Default is the default export of the file.
	Default Value

	// Names are its constants.
	Names map[string]Value

	imports map[string]reference
	load    func(name string) *Module
	loaded  map[string]*Module
}

// reference is a name of another module.
type reference struct {
	module, name string
}

// Read reads a module. load returns the module that an import names, or nil; it may itself be nil.
func Read(src string, load func(name string) *Module) *Module {
	m := &Module{
		Names:   map[string]Value{},
		imports: map[string]reference{},
		load:    load,
		loaded:  map[string]*Module{},
	}

	p := parser{
		tokens: tokenise(src),
		module: m,
	}
	p.module.readStatements(&p)

	return m
}

// maxSteps limits how many names are followed to a value, which may refer to itself.
const maxSteps = 20

// Resolve returns the value of a constant, possibly of another module, and other values as they are.
func (v Value) Resolve() Value {
	for range maxSteps {
		if v.Kind != name || v.module == nil {
			return v
		}

		next, ok := v.module.lookup(v.Text)
		if !ok {
			return Value{Line: v.Line, Text: v.Text}
		}

		v = next
	}

	return Value{}
}

// lookup returns a constant: one of the module, a field of one, or one of a module that it imports.
func (m *Module) lookup(path string) (Value, bool) {
	first, rest, nested := strings.Cut(path, ".")
	v, ok := m.Names[first]
	if !ok {
		v, ok = m.imported(first)
	}

	if nested && ok {
		return v.Get(strings.Split(rest, ".")...), true
	}

	return v, ok
}

func (m *Module) imported(local string) (Value, bool) {
	r, ok := m.imports[local]
	if !ok || m.load == nil {
		return Value{}, false
	}

	other, known := m.loaded[r.module]
	if !known {
		m.loaded[r.module] = nil // the module may import this one
		other = m.load(r.module)
		m.loaded[r.module] = other
	}

	if other == nil {
		return Value{}, false
	}

	if r.name == "default" {
		return other.Default, true
	}

	v, ok := other.Names[r.name]

	return v, ok
}

// Get returns the value at a path of fields. Calls count as their first argument that has the field.
func (v Value) Get(path ...string) Value {
	budget := maxItems
	for _, field := range path {
		v = v.field(field, 0, &budget)
	}

	return v.Resolve()
}

func (v Value) field(name string, depth int, budget *int) Value {
	v = v.Resolve()
	if *budget--; depth > maxSteps || *budget < 0 {
		return Value{}
	}

	if v.Kind == Call {
		for _, item := range v.Items {
			if found := item.field(name, depth+1, budget); found.Line > 0 {
				return found
			}
		}

		return Value{}
	}

	for i := len(v.Fields) - 1; i >= 0; i-- {
		f := v.Fields[i]
		if f.Name == name && !f.Value.spread {
			return f.Value
		}

		if f.Value.spread {
			if found := f.Value.field(name, depth+1, budget); found.Line > 0 {
				return found
			}
		}
	}

	return Value{}
}

// Str returns the string at a path of fields, or "".
func (v Value) Str(path ...string) string {
	if v = v.Get(path...); v.Kind == String {
		return v.Text
	}

	return ""
}

// maxItems limits the lists that spreads can make of each other.
const maxItems = 100_000

// Elements returns the items of a list, including those of lists that are spread into it.
func (v Value) Elements(path ...string) []Value {
	budget := maxItems
	return v.Get(path...).elements(0, &budget)
}

func (v Value) elements(depth int, budget *int) []Value {
	if v.Kind != List || depth > maxSteps {
		return nil
	}

	var list []Value
	for _, item := range v.Items {
		if *budget--; *budget < 0 {
			return list
		}

		if item.spread {
			item.spread = false
			list = append(list, item.Resolve().elements(depth+1, budget)...)
			continue
		}

		list = append(list, item.Resolve())
	}

	return list
}

// Find returns the first call of a function with the name, in the value or anywhere inside it.
func (v Value) Find(function string) (Value, bool) {
	budget := maxItems
	return v.find(function, 0, &budget)
}

func (v Value) find(function string, depth int, budget *int) (Value, bool) {
	v = v.Resolve()
	if *budget--; depth > maxDepth || *budget < 0 {
		return Value{}, false
	}

	if v.Kind == Call && v.Text == function {
		return v, true
	}

	for _, item := range v.Items {
		if found, ok := item.find(function, depth+1, budget); ok {
			return found, true
		}
	}

	for _, f := range v.Fields {
		if found, ok := f.Value.find(function, depth+1, budget); ok {
			return found, true
		}
	}

	return Value{}, false
}

// IsFalse reports whether the value at a path is the literal false.
func (v Value) IsFalse(path ...string) bool {
	v = v.Get(path...)
	return v.Kind == Bool && v.Text == "false"
}

// Int returns the number at a path.
func (v Value) Int(path ...string) (int, bool) {
	v = v.Get(path...)
	n, err := strconv.Atoi(v.Text)

	return n, err == nil && v.Kind == Number
}
