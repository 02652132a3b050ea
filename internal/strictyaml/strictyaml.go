// Package strictyaml decodes YAML that people write by hand, and reports all mistakes at once.
//
// [Decode] reads a document into a struct, by `yaml:"name"` tags. It returns an [Error] with line and column for YAML
// that cannot be parsed, an unknown key (with the most similar known one), a repeated key, and a value of the wrong
// type. Aliases are an error: they are not needed in these files, and a hostile file uses them to grow without bound.
// [LineOf] finds the line of a key for mistakes that only the caller can see. [DecodeTolerant] and [DecodeForeign]
// accept files that were written for another program.
//
// Two more tags change how a struct is read:
//
//   - `synonyms:"weight position"` lists what other programs call the key, for the hint of an unknown key, and for
//     [DecodeForeign], which reads them;
//   - `yaml:"title,scalar"` marks the field that a value without keys is stored in.
package strictyaml

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"signpost/internal/limit"
)

// Kind is a kind of mistake.
type Kind int

// The kinds of mistakes.
const (
	Syntax     Kind = iota // the YAML cannot be parsed; nothing was read
	UnknownKey             // the key does not exist
	WrongValue             // the value has the wrong type, or the key is repeated
)

// Error is one mistake.
type Error struct {
	Kind   Kind
	Line   int    // from 1
	Column int    // from 1, in bytes; 0 if unknown
	Text   string // what is wrong
	Hint   string // how to fix it
	Key    string // the dotted path of the key, without the numbers of items; empty if unknown
}

// Error returns the place and the text: `3:1: unknown key "titel"`.
func (e Error) Error() string {
	place := strconv.Itoa(e.Line)
	if e.Column > 0 {
		place += ":" + strconv.Itoa(e.Column)
	}

	return place + ": " + e.Text
}

// Date is a calendar day in UTC, written 2026-11-22.
type Date struct{ time.Time }

// UnmarshalYAML parses the date.
func (d *Date) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, n.Value)
	d.Time = t

	return err
}

// Web is the complete URL of a page, written https://www.example.org/page.
type Web string

// UnmarshalYAML parses the URL.
func (a *Web) UnmarshalYAML(n *yaml.Node) error {
	*a = Web(n.Value)

	u, err := url.Parse(n.Value)
	if err != nil {
		return err
	}

	if u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("not a complete URL")
	}

	return nil
}

// Decode decodes src, which starts at line first of its file, into the struct that v points to. An empty src leaves v
// unchanged. If Decode returns errors, v contains what could be read.
func Decode(src []byte, first int, v any) []Error {
	d := decoder{offset: first - 1}
	d.document(src, v)

	return d.errors
}

// DecodeTolerant is like [Decode], but accepts values in the forms that other programs write: a date with a time, of
// which only the day counts, a number or true and false in quotes, and one value instead of a list.
func DecodeTolerant(src []byte, first int, v any) []Error {
	d := decoder{
		offset:   first - 1,
		tolerant: true,
	}
	d.document(src, v)

	return d.errors
}

// DecodeForeign is like [DecodeTolerant], and also accepts the keys of other programs at the top level. A synonym is
// read as the key that it stands for, unless the file contains that key or a better synonym: those listed first are
// better. All other unknown keys are returned, except likely typos, which remain errors. Dates that are true or false
// are returned too: in other programs, they say whether a page is published.
func DecodeForeign(src []byte, first int, v any) ([]Ignored, []Error) {
	d := decoder{
		offset:   first - 1,
		tolerant: true,
		foreign:  true,
	}
	d.document(src, v)

	return d.ignored, d.errors
}

// document decodes a document.
func (d *decoder) document(src []byte, v any) {
	if len(src) > limit.YAML {
		d.errors = []Error{{
			Kind: Syntax,
			Line: d.offset + 1,
			Text: fmt.Sprintf("the YAML has %.1f MB; the limit is %d MB", float64(len(src))/(1<<20), limit.YAML>>20),
			Hint: "remove what is not needed",
		}}

		return
	}

	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		d.errors = []Error{syntaxError(d.offset+1, err)}
		return
	}

	if len(doc.Content) == 0 {
		return
	}

	d.decode(entry{
		node:  doc.Content[0],
		value: reflect.ValueOf(v).Elem(),
	})
}

var lineNumber = regexp.MustCompile(`line ([0-9]+): `)

// syntaxError converts an error of the YAML library, which omits the number of the first line.
func syntaxError(first int, err error) Error {
	line := 1
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if m := lineNumber.FindStringSubmatchIndex(text); m != nil {
		line, _ = strconv.Atoi(text[m[2]:m[3]])
		text = text[:m[0]] + text[m[1]:]
	}

	return Error{
		Kind: Syntax,
		Line: line + first - 1,
		Text: "invalid YAML: " + text,
		Hint: "check the indentation, use spaces instead of tabs, and put text in quotes if it contains a colon or " +
			"starts with a special character",
	}
}

// LineOf returns the line of a key in src, which starts at line first of its file, or 0 if there is none or the YAML
// cannot be parsed. path contains the keys of the mappings around the key, the outermost first, and then the key.
func LineOf(src []byte, first int, path ...string) int {
	return Lines(src, first)(path...)
}

// Lines returns a function like [LineOf] that parses the document only once.
func Lines(src []byte, first int) func(path ...string) int {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil || len(doc.Content) == 0 {
		return func(...string) int { return 0 }
	}

	return func(path ...string) int {
		line := 0
		node := doc.Content[0]
		for _, name := range path {
			key, value := lookup(node, name)
			if key == nil {
				return 0
			}

			line = key.Line + first - 1
			node = value
		}

		return line
	}
}

// lookup returns a key of a mapping and its value, or nil if n is no mapping or has no such key.
func lookup(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return nil, nil
	}

	for pair := range slices.Chunk(n.Content, 2) {
		if pair[0].Value == name {
			return pair[0], pair[1]
		}
	}

	return nil, nil
}

// decoder decodes YAML nodes into Go values.
type decoder struct {
	offset   int  // lines before the document
	tolerant bool // accepts the values of other programs
	foreign  bool // accepts the keys of other programs
	ignored  []Ignored
	errors   []Error
}

// entry is a node and the value that it is decoded into.
type entry struct {
	key   string // dotted path, empty for the document
	node  *yaml.Node
	value reflect.Value
}

// name returns the key as texts refer to it.
func (e entry) name() string {
	if e.key == "" {
		return "the file"
	}

	return strconv.Quote(e.key)
}

var itemNumber = regexp.MustCompile(`\[[0-9]+\]`)

// report adds an error about a key.
func (d *decoder) report(key string, kind Kind, n *yaml.Node, hint, format string, args ...any) {
	d.errors = append(d.errors, Error{
		Key:    itemNumber.ReplaceAllString(key, ""),
		Kind:   kind,
		Line:   n.Line + d.offset,
		Column: n.Column,
		Text:   fmt.Sprintf(format, args...),
		Hint:   hint,
	})
}

// wrong reports that a value must be something else.
func (d *decoder) wrong(e entry, want, hint string) {
	d.report(e.key, WrongValue, e.node, hint, "%s must %s", e.name(), want)
}

var (
	dateType = reflect.TypeFor[Date]()
	webType  = reflect.TypeFor[Web]()
)

func (d *decoder) decode(e entry) {
	switch {
	case e.node.Kind == yaml.AliasNode:
		d.report(e.key, WrongValue, e.node,
			"write the value itself",
			"%s is an alias", e.name())
	case e.node.Tag == "!!null":
	case e.value.Type() == dateType:
		if d.tolerant {
			e.node = withoutTime(e.node)
		}

		d.scalar(e, "a date such as 2026-11-22")
	case e.value.Type() == webType:
		d.scalar(e, "a complete address such as https://www.example.org/page")
	default:
		d.byKind(e)
	}
}

// byKind decodes a value of any type other than Date and Web.
func (d *decoder) byKind(e entry) {
	switch e.value.Kind() {
	case reflect.Struct:
		d.structure(e)
	case reflect.Map:
		d.dictionary(e)
	case reflect.Slice:
		d.list(e)
	case reflect.Pointer:
		e.value.Set(reflect.New(e.value.Type().Elem()))
		e.value = e.value.Elem()
		d.decode(e)
	case reflect.String:
		d.text(e)
	case reflect.Bool:
		d.scalar(e, "true or false")
	default:
		d.scalar(e, "a number")
	}
}

// text decodes a string as it is written: 000123 keeps its zeros.
func (d *decoder) text(e entry) {
	if e.node.Kind != yaml.ScalarNode {
		d.wrong(e, "be text", "write one line of text, in quotes if it contains a colon")
		return
	}

	e.value.SetString(e.node.Value)
}

// scalar decodes any other value that is not composed; want describes it.
func (d *decoder) scalar(e entry, want string) {
	written := e.node
	if d.tolerant {
		e.node = withoutQuotes(e.node, e.value.Kind())
	}

	switch {
	case e.node.Kind != yaml.ScalarNode:
		d.wrong(e, "be "+want, "write "+want)
	case e.node.Decode(e.value.Addr().Interface()) != nil:
		d.wrong(e, fmt.Sprintf("be %s, not %q", want, written.Value), "write "+want)
	}
}

func (d *decoder) list(e entry) {
	if d.tolerant {
		e.node = asList(e.node)
	}

	if e.node.Kind != yaml.SequenceNode {
		d.wrong(e, "be a list", "put each item on its own line, after a hyphen")
		return
	}

	items := e.node.Content
	e.value.Set(reflect.MakeSlice(e.value.Type(), len(items), len(items)))
	isText := e.value.Type().Elem().Kind() == reflect.String
	for i, item := range items {
		if d.tolerant && isText {
			item = nameOf(item)
		}

		d.decode(entry{
			key:   fmt.Sprintf("%s[%d]", e.key, i+1),
			node:  item,
			value: e.value.Index(i),
		})
	}
}

// pairs calls visit for each key of a mapping, and reports repeated keys.
func (d *decoder) pairs(e entry, visit func(key, value *yaml.Node)) {
	if e.node.Kind != yaml.MappingNode {
		d.wrong(e, "contain keys with values", "write a line \"key: value\" for each setting")
		return
	}

	lines := map[string]int{}
	for pair := range slices.Chunk(e.node.Content, 2) {
		key, value := pair[0], pair[1]
		if line, repeated := lines[key.Value]; repeated {
			d.report(join(e.key, key.Value), WrongValue, key,
				"keep one of the two",
				"key %q is repeated, first on line %d", key.Value, line)
			continue
		}

		lines[key.Value] = key.Line + d.offset
		visit(key, value)
	}
}

func (d *decoder) dictionary(e entry) {
	mapType := e.value.Type()
	e.value.Set(reflect.MakeMap(mapType))

	d.pairs(e, func(key, node *yaml.Node) {
		element := reflect.New(mapType.Elem()).Elem()
		d.decode(entry{
			key:   join(e.key, key.Value),
			node:  node,
			value: element,
		})

		e.value.SetMapIndex(reflect.ValueOf(key.Value).Convert(mapType.Key()), element)
	})
}

// structure decodes a mapping, or a value without keys into the field tagged "scalar".
func (d *decoder) structure(e entry) {
	fields := fieldsOf(e.value.Type())
	if fields.scalar >= 0 && e.node.Kind == yaml.ScalarNode {
		e.value = e.value.Field(fields.scalar)
		d.decode(e)

		return
	}

	d.pairs(e, func(key, node *yaml.Node) {
		if d.foreign && e.key == "" && d.foreignKey(e, fields, key, node) {
			return
		}

		path := join(e.key, key.Value)
		i, ok := fields.byKey[key.Value]
		if !ok {
			d.report(path, UnknownKey, key,
				fields.suggest(key.Value),
				"unknown key %q", path)
			return
		}

		d.decode(entry{
			key:   path,
			node:  node,
			value: e.value.Field(i),
		})
	})
}

func join(key, child string) string {
	if key == "" {
		return child
	}

	return key + "." + child
}

// fields describes the fields of a struct.
type fields struct {
	keys     []string
	byKey    map[string]int
	synonyms map[string]string // from the names in other programs to the keys here
	// synonymsOf contains the synonyms of each key, the best first.
	synonymsOf map[string][]string

	others map[string]bool // keys of other programs that are similar to a key by chance

	scalar int // index of the field tagged "scalar", or -1
}

// knownFields caches the fields of each type: thousands of files are decoded into the same few structs.
var knownFields sync.Map // reflect.Type to *fields

func fieldsOf(t reflect.Type) *fields {
	if known, ok := knownFields.Load(t); ok {
		return known.(*fields)
	}

	f := &fields{
		byKey:      map[string]int{},
		synonyms:   map[string]string{},
		synonymsOf: map[string][]string{},
		others:     map[string]bool{},
		scalar:     -1,
	}

	for i := range t.NumField() {
		f.add(i, t.Field(i).Tag)
	}

	knownFields.Store(t, f)
	return f
}

func (f *fields) add(i int, tag reflect.StructTag) {
	key, option, _ := strings.Cut(tag.Get("yaml"), ",")
	if option == "scalar" {
		f.scalar = i
	}

	if key == "" || key == "-" {
		return
	}

	f.byKey[key] = i
	f.keys = append(f.keys, key)
	f.synonymsOf[key] = strings.Fields(tag.Get("synonyms"))
	for _, name := range f.synonymsOf[key] {
		f.synonyms[name] = key
	}

	for name := range strings.FieldsSeq(tag.Get("others")) {
		f.others[name] = true
	}
}

// suggest returns the hint for an unknown key.
func (f *fields) suggest(got string) string {
	if key, ok := f.synonyms[got]; ok {
		return fmt.Sprintf("the key is called %q here", key)
	}

	return Suggest(got, f.keys)
}
