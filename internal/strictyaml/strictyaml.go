// Package strictyaml reads YAML that people write by hand, and tells them every mistake at once.
//
// Each mistake is a problem with file, line and column: YAML that cannot be read, a key that does not exist (with the
// nearest one that does), a key given twice, a value of the wrong kind. Aliases are refused: nobody writes them here by
// hand, and a hostile file uses them to grow without bound.
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

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Date is a calendar day, written 2026-11-22.
type Date struct{ time.Time }

// UnmarshalYAML reads the day, in UTC.
func (d *Date) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, n.Value)
	d.Time = t
	return err
}

// Decode reads src, which begins at line first of file, into the struct that v points to, by its `yaml:"name"` tags.
// An empty src leaves v as it is. When it reports problems, v holds what could be read.
func Decode(file string, first int, src []byte, v any) []problem.Problem {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return []problem.Problem{broken(file, first, err)}
	}
	if len(doc.Content) == 0 {
		return nil
	}
	w := walker{file: file, offset: first - 1}
	w.value("", doc.Content[0], reflect.ValueOf(v).Elem())
	return w.problems
}

var lineNumber = regexp.MustCompile(`line ([0-9]+): `)

// broken says where YAML stopped making sense; the library names no line when it is the first.
func broken(file string, first int, err error) problem.Problem {
	line, text := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := lineNumber.FindStringSubmatchIndex(text); m != nil {
		line, _ = strconv.Atoi(text[m[2]:m[3]])
		text = text[:m[0]] + text[m[1]:]
	}
	hint := "check the indentation, put text that holds a colon or begins with a special character in quotes, and use spaces, never tabs"
	return rules.BrokenYAML.At(problem.Place{File: file, Line: line + first - 1}, hint, "the YAML cannot be read: %s", text)
}

type walker struct {
	file     string
	offset   int
	problems []problem.Problem
}

func (w *walker) wrong(rule problem.Rule, n *yaml.Node, hint, format string, args ...any) {
	place := problem.Place{File: w.file, Line: n.Line + w.offset, Column: n.Column}
	w.problems = append(w.problems, rule.At(place, hint, format, args...))
}

// Web is the whole address of a page of any site, written https://www.example.org/page.
type Web string

// UnmarshalYAML reads the address.
func (a *Web) UnmarshalYAML(n *yaml.Node) error {
	u, err := url.Parse(n.Value)
	if err == nil && (u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		err = errors.New("no whole address")
	}
	*a = Web(n.Value)
	return err
}

var (
	dateType = reflect.TypeFor[Date]()
	webType  = reflect.TypeFor[Web]()
)

// value puts n into v. key is the dotted path of keys that led here, empty at the top.
func (w *walker) value(key string, n *yaml.Node, v reflect.Value) {
	switch {
	case n.Kind == yaml.AliasNode:
		w.wrong(rules.WrongValue, n, "write the value out", "%s is an alias", name(key))
	case n.Tag == "!!null":
	case v.Type() == dateType:
		w.scalar(key, n, v, "a date such as 2026-11-22")
	case v.Type() == webType:
		w.scalar(key, n, v, "a whole address such as https://www.example.org/page")
	case v.Kind() == reflect.Struct:
		w.object(key, n, v)
	case v.Kind() == reflect.Map:
		w.dictionary(key, n, v)
	case v.Kind() == reflect.Slice:
		w.list(key, n, v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		w.value(key, n, v.Elem())
	case v.Kind() == reflect.String:
		w.text(key, n, v)
	case v.Kind() == reflect.Bool:
		w.scalar(key, n, v, "true or false")
	default:
		w.scalar(key, n, v, "a number")
	}
}

func name(key string) string {
	if key == "" {
		return "the file"
	}
	return strconv.Quote(key)
}

func (w *walker) text(key string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		w.wrong(rules.WrongValue, n, "write one line of text, in quotes if it holds a colon", "%s must be text", name(key))
		return
	}
	v.SetString(n.Value) // as written: 000123 keeps its zeros
}

func (w *walker) scalar(key string, n *yaml.Node, v reflect.Value, want string) {
	if n.Kind != yaml.ScalarNode || n.Decode(v.Addr().Interface()) != nil {
		got := ""
		if n.Kind == yaml.ScalarNode {
			got = fmt.Sprintf(", not %q", n.Value)
		}
		w.wrong(rules.WrongValue, n, "write "+want, "%s must be %s%s", name(key), want, got)
	}
}

func (w *walker) list(key string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		w.wrong(rules.WrongValue, n, "put each item on a line of its own that begins with a hyphen", "%s must be a list", name(key))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		w.value(fmt.Sprintf("%s[%d]", key, i+1), item, v.Index(i))
	}
}

// pairs calls visit for each key of a mapping, and reports keys given twice.
func (w *walker) pairs(key string, n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		w.wrong(rules.WrongValue, n, "write a line \"key: value\" for each setting", "%s must hold keys with values", name(key))
		return
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		if line, twice := lines[k.Value]; twice {
			w.wrong(rules.WrongValue, k, "keep one of the two", "%q is given twice, first on line %d", k.Value, line)
			continue
		}
		lines[k.Value] = k.Line + w.offset
		visit(k, value)
	}
}

func (w *walker) dictionary(key string, n *yaml.Node, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	w.pairs(key, n, func(k, value *yaml.Node) {
		element := reflect.New(v.Type().Elem()).Elem()
		w.value(join(key, k.Value), value, element)
		v.SetMapIndex(reflect.ValueOf(k.Value).Convert(v.Type().Key()), element)
	})
}

// object reads a mapping into a struct. Where one field is tagged "name,alone", text that stands alone is the value of that field.
func (w *walker) object(key string, n *yaml.Node, v reflect.Value) {
	fields := fieldsOf(v.Type())
	if fields.alone >= 0 && n.Kind == yaml.ScalarNode {
		w.value(key, n, v.Field(fields.alone))
		return
	}
	w.pairs(key, n, func(k, value *yaml.Node) {
		i, ok := fields.byKey[k.Value]
		if !ok {
			w.wrong(rules.UnknownKey, k, fields.suggest(k.Value), "there is no key %q", join(key, k.Value))
			return
		}
		w.value(join(key, k.Value), value, v.Field(i))
	})
}

// fields are the fields of a struct by their keys, and the one that text which stands alone is the value of, or -1.
type fields struct {
	keys      []string
	byKey     map[string]int
	elsewhere map[string]string // what other programs call a key, to the key
	alone     int
}

// suggest words a hint for a key that there is not. Whoever comes from another program is told what its key is called here: a field
// lists such names in the tag "elsewhere".
func (f *fields) suggest(got string) string {
	if key, ok := f.elsewhere[got]; ok {
		return fmt.Sprintf("here it is called %q", key)
	}
	return Suggest(got, f.keys)
}

var knownFields sync.Map // reflect.Type to *fields: thousands of files are read into the same few structs

func fieldsOf(t reflect.Type) *fields {
	if known, ok := knownFields.Load(t); ok {
		return known.(*fields)
	}
	f := &fields{byKey: map[string]int{}, elsewhere: map[string]string{}, alone: -1}
	for i := range t.NumField() {
		tag, option, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if option == "alone" {
			f.alone = i
		}
		if tag != "" && tag != "-" {
			f.byKey[tag] = i
			f.keys = append(f.keys, tag)
			for _, name := range strings.Fields(t.Field(i).Tag.Get("elsewhere")) {
				f.elsewhere[name] = tag
			}
		}
	}
	knownFields.Store(t, f)
	return f
}

func join(key, child string) string {
	if key == "" {
		return child
	}
	return key + "." + child
}

// Suggest words a hint for a name that is none of known: the nearest one where it is near, else all of them.
func Suggest(got string, known []string) string {
	if nearest, ok := Nearest(got, known); ok {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	sorted := slices.Sorted(slices.Values(known))
	return "the keys are " + strings.Join(sorted, ", ")
}

// Nearest finds the one of known that got most likely is a slip of. It reports false when none is near.
func Nearest(got string, known []string) (string, bool) {
	best, least := "", len(got)/3+2
	for _, k := range known {
		if d := distance(strings.ToLower(got), k); d < least {
			best, least = k, d
		}
	}
	return best, best != ""
}

// distance is the Levenshtein distance of a and b in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
