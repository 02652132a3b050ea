package strictyaml

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Ignored is a key of another program whose value was not used.
type Ignored struct {
	Key   string
	Value string // as written, or empty for a list or a mapping
}

// foreignKey reads a synonym of a key, or ignores a key of another program. It returns false for a key of our own and
// for a typo.
func (d *decoder) foreignKey(e entry, f *fields, key, node *yaml.Node) bool {
	if i, ok := f.byKey[key.Value]; ok {
		if e.value.Field(i).Type() != dateType || node.Tag != "!!bool" {
			return false
		}
	} else if f.isTypo(key.Value) {
		return false
	}

	name := f.synonyms[key.Value]
	if name == "" || f.preferred(e.node, name) != key.Value || !d.synonym(e, f.byKey[name], name, node) {
		d.ignored = append(d.ignored, Ignored{
			Key:   key.Value,
			Value: node.Value,
		})
	}

	return true
}

// synonym decodes the value of a synonym into field i, and reports whether it fits. The value was not written for this
// program, so that one that does not fit is no mistake.
func (d *decoder) synonym(e entry, i int, name string, node *yaml.Node) bool {
	field := e.value.Field(i)
	attempt := decoder{tolerant: true}
	value := reflect.New(field.Type()).Elem()
	attempt.decode(entry{
		key:   name,
		node:  node,
		value: value,
	})
	if attempt.errors != nil {
		return false
	}

	field.Set(value)

	return true
}

// preferred returns the name whose value counts for a key: the key, or else the first of its synonyms in the mapping.
func (f *fields) preferred(mapping *yaml.Node, key string) string {
	if found, _ := lookup(mapping, key); found != nil {
		return key
	}

	for _, name := range f.synonymsOf[key] {
		if found, _ := lookup(mapping, name); found != nil {
			return name
		}
	}

	return ""
}

// isTypo reports whether an unknown key is almost one of the known ones: it begins with the same letter, and differs in
// one letter, in two of a long key, or in the order of its letters.
func (f *fields) isTypo(got string) bool {
	if _, ok := f.synonyms[got]; ok || f.others[got] {
		return false
	}

	return slices.ContainsFunc(f.keys, func(key string) bool { return almost(strings.ToLower(got), key) })
}

func almost(got, key string) bool {
	const long = 7 // letters of a key in which two may be wrong
	if got == "" || got[0] != key[0] {
		return false
	}

	const most = 2
	d := Distance(got, key, most+1)

	return d <= 1 || d == most && (len(key) >= long || sorted(got) == sorted(key))
}

func sorted(text string) string {
	letters := []byte(text)
	slices.Sort(letters)

	return string(letters)
}

// timeLayouts are how other programs write a date with a time.
var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006-01-02 15:04",
}

// withoutTime returns a node without the time of day, if its value is a date with a time.
func withoutTime(n *yaml.Node) *yaml.Node {
	for _, layout := range timeLayouts {
		if _, err := time.Parse(layout, n.Value); err == nil {
			day := *n
			day.Value = n.Value[:len(time.DateOnly)]

			return &day
		}
	}

	return n
}

// withoutQuotes returns a node whose value is a number, or true or false, if it was written in quotes. Numbers in
// quotes are decimal: "010" is 10.
func withoutQuotes(n *yaml.Node, kind reflect.Kind) *yaml.Node {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return n
	}

	plain := yaml.Node{
		Kind:   yaml.ScalarNode,
		Value:  strings.TrimSpace(n.Value),
		Line:   n.Line,
		Column: n.Column,
	}
	switch kind {
	case reflect.Int:
		number, err := strconv.Atoi(plain.Value)
		if err != nil {
			return n
		}

		plain.Value = strconv.Itoa(number)
	case reflect.Bool:
	default:
		return n
	}

	return &plain
}

// asList returns a list with the value of a scalar, or an empty list for an empty one.
func asList(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode {
		return n
	}

	list := *n
	list.Kind = yaml.SequenceNode
	if n.Value != "" {
		list.Content = []*yaml.Node{n}
	}

	return &list
}

// nameOf returns the name in a mapping with which other programs describe an author or a tag, or else the only value of
// the mapping. It returns other nodes as they are.
func nameOf(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}

	for _, key := range []string{"name", "title", "label", "tag"} {
		if _, name := lookup(n, key); name != nil {
			return name
		}
	}

	if len(n.Content) == 2 {
		return n.Content[1]
	}

	return n
}
