// Package strictyaml decodes YAML that people write by hand, and reports all mistakes at once.
//
// [Decode] reads a document into a struct, by `yaml:"name"` tags. It returns an [Error] with line and column for YAML
// that cannot be parsed, an unknown key (with the most similar known one), a repeated key, and a value of the wrong
// type. Aliases are an error: they are not needed in these files, and a hostile file uses them to grow without bound.
//
// Two more tags change how a struct is read:
//
//   - `elsewhere:"weight position"` lists what other programs call the key, for the hint of an unknown key;
//   - `yaml:"title,alone"` marks the field that a value without keys is stored in.
package strictyaml

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
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
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return []Error{syntaxError(first, err)}
	}
	if len(doc.Content) == 0 {
		return nil
	}

	d := decoder{offset: first - 1}
	d.value("", doc.Content[0], reflect.ValueOf(v).Elem())
	return d.errors
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

// decoder decodes YAML nodes into Go values. Keys are dotted paths, empty for the whole document.
type decoder struct {
	offset int // lines before the document
	errors []Error
}

func (d *decoder) report(kind Kind, n *yaml.Node, hint, format string, args ...any) {
	d.errors = append(d.errors, Error{
		Kind:   kind,
		Line:   n.Line + d.offset,
		Column: n.Column,
		Text:   fmt.Sprintf(format, args...),
		Hint:   hint,
	})
}

var (
	dateType = reflect.TypeFor[Date]()
	webType  = reflect.TypeFor[Web]()
)

// value decodes any node.
func (d *decoder) value(key string, n *yaml.Node, v reflect.Value) {
	switch {
	case n.Kind == yaml.AliasNode:
		d.report(WrongValue, n,
			"write the value itself",
			"%s is an alias", name(key))
	case n.Tag == "!!null":
	case v.Type() == dateType:
		d.scalar(key, n, v, "a date such as 2026-11-22")
	case v.Type() == webType:
		d.scalar(key, n, v, "a complete address such as https://www.example.org/page")
	default:
		d.ofKind(key, n, v)
	}
}

// ofKind decodes a node into a value whose type decides nothing but its kind.
func (d *decoder) ofKind(key string, n *yaml.Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		d.structure(key, n, v)
	case reflect.Map:
		d.dictionary(key, n, v)
	case reflect.Slice:
		d.list(key, n, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(key, n, v.Elem())
	case reflect.String:
		d.text(key, n, v)
	case reflect.Bool:
		d.scalar(key, n, v, "true or false")
	default:
		d.scalar(key, n, v, "a number")
	}
}

// name returns how texts refer to a key.
func name(key string) string {
	if key == "" {
		return "the file"
	}
	return strconv.Quote(key)
}

// text decodes a string as it is written: 000123 keeps its zeros.
func (d *decoder) text(key string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.report(WrongValue, n,
			"write one line of text, in quotes if it contains a colon",
			"%s must be text", name(key))
		return
	}
	v.SetString(n.Value)
}

// scalar decodes any other value that is not composed; want describes it.
func (d *decoder) scalar(key string, n *yaml.Node, v reflect.Value, want string) {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.report(WrongValue, n,
			"write "+want,
			"%s must be %s", name(key), want)
	case n.Decode(v.Addr().Interface()) != nil:
		d.report(WrongValue, n,
			"write "+want,
			"%s must be %s, not %q", name(key), want, n.Value)
	}
}

func (d *decoder) list(key string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.report(WrongValue, n,
			"put each item on its own line, after a hyphen",
			"%s must be a list", name(key))
		return
	}

	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.value(fmt.Sprintf("%s[%d]", key, i+1), item, v.Index(i))
	}
}

// pairs calls visit for each key of a mapping, and reports repeated keys.
func (d *decoder) pairs(key string, n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.report(WrongValue, n,
			"write a line \"key: value\" for each setting",
			"%s must contain keys with values", name(key))
		return
	}

	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		if line, repeated := lines[k.Value]; repeated {
			d.report(WrongValue, k,
				"keep one of the two",
				"key %q is repeated, first on line %d", k.Value, line)
			continue
		}
		lines[k.Value] = k.Line + d.offset
		visit(k, value)
	}
}

func (d *decoder) dictionary(key string, n *yaml.Node, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	d.pairs(key, n, func(k, value *yaml.Node) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(join(key, k.Value), value, element)
		v.SetMapIndex(reflect.ValueOf(k.Value).Convert(v.Type().Key()), element)
	})
}

// structure decodes a mapping, or a value without keys into the field tagged "alone".
func (d *decoder) structure(key string, n *yaml.Node, v reflect.Value) {
	fields := fieldsOf(v.Type())
	if fields.alone >= 0 && n.Kind == yaml.ScalarNode {
		d.value(key, n, v.Field(fields.alone))
		return
	}

	d.pairs(key, n, func(k, value *yaml.Node) {
		i, ok := fields.byKey[k.Value]
		if !ok {
			d.report(UnknownKey, k,
				fields.suggest(k.Value),
				"unknown key %q", join(key, k.Value))
			return
		}
		d.value(join(key, k.Value), value, v.Field(i))
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
	keys      []string
	byKey     map[string]int
	elsewhere map[string]string // from the names in other programs to the keys here
	alone     int               // index of the field tagged "alone", or -1
}

// knownFields caches the fields of each type: thousands of files are decoded into the same few structs.
var knownFields sync.Map // reflect.Type to *fields

func fieldsOf(t reflect.Type) *fields {
	if known, ok := knownFields.Load(t); ok {
		return known.(*fields)
	}

	f := &fields{
		byKey:     map[string]int{},
		elsewhere: map[string]string{},
		alone:     -1,
	}
	for i := range t.NumField() {
		f.add(i, t.Field(i).Tag)
	}
	knownFields.Store(t, f)
	return f
}

func (f *fields) add(i int, tag reflect.StructTag) {
	key, option, _ := strings.Cut(tag.Get("yaml"), ",")
	if option == "alone" {
		f.alone = i
	}
	if key == "" || key == "-" {
		return
	}

	f.byKey[key] = i
	f.keys = append(f.keys, key)
	for _, name := range strings.Fields(tag.Get("elsewhere")) {
		f.elsewhere[name] = key
	}
}

// suggest returns the hint for an unknown key.
func (f *fields) suggest(got string) string {
	if key, ok := f.elsewhere[got]; ok {
		return fmt.Sprintf("the key is called %q here", key)
	}
	return Suggest(got, f.keys)
}
