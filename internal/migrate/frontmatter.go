package migrate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// Front is the front matter of a page. It keeps the order and the comments of the file.
type Front struct {
	node *yaml.Node // a mapping, or nil
}

// Node returns the value of a key, or nil.
func (f *Front) Node(key string) *yaml.Node {
	if f.node == nil {
		return nil
	}

	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Value == key {
			return f.node.Content[i+1]
		}
	}

	return nil
}

// Get returns the scalar value of a key, or "".
func (f *Front) Get(key string) string {
	n := f.Node(key)
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}

	return n.Value
}

// mapping returns the value of a key that is a mapping, or an empty one.
func (f *Front) mapping(key string) *yaml.Node {
	if n := f.Node(key); n != nil && n.Kind == yaml.MappingNode {
		return n
	}

	return &yaml.Node{Kind: yaml.MappingNode}
}

// List returns the values of a key that is a list of scalars, or one scalar.
func (f *Front) List(key string) []string {
	n := f.Node(key)
	switch {
	case n == nil || n.Tag == "!!null":
		return nil
	case n.Kind == yaml.ScalarNode:
		return []string{n.Value}
	case n.Kind != yaml.SequenceNode:
		return nil
	}

	var list []string
	for _, item := range n.Content {
		if item.Kind == yaml.ScalarNode {
			list = append(list, item.Value)
		}
	}

	return list
}

// Set sets a key to a value that YAML can represent, at the end if it is new.
func (f *Front) Set(key string, value any) {
	var n yaml.Node
	if err := n.Encode(value); err != nil {
		return
	}

	f.setNode(key, &n)
}

func (f *Front) setNode(key string, value *yaml.Node) {
	if f.node == nil {
		f.node = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}

	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Value == key {
			f.node.Content[i+1] = value
			return
		}
	}

	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}
	f.node.Content = append(f.node.Content, name, value)
}

// Delete removes keys.
func (f *Front) Delete(keys ...string) {
	for _, key := range keys {
		if f.node == nil {
			return
		}

		for i := 0; i+1 < len(f.node.Content); i += 2 {
			if f.node.Content[i].Value == key {
				f.node.Content = append(f.node.Content[:i:i], f.node.Content[i+2:]...)
				break
			}
		}
	}
}

// Rename gives a key another name. If that exists already, the key is removed.
func (f *Front) Rename(from, to string) {
	n := f.Node(from)
	if n == nil {
		return
	}

	if f.Node(to) == nil {
		f.setNode(to, n)
	}

	f.Delete(from)
}

// encode returns the front matter with its delimiters, or "" if it is empty.
func (f *Front) encode() string {
	if f.node == nil || len(f.node.Content) == 0 {
		return ""
	}

	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(f.node); err != nil {
		return ""
	}

	return "---\n" + b.String() + "---\n\n"
}

// splitFront cuts a file into its front matter, which may be YAML, TOML or JSON, and the rest. first is the line at
// which the rest begins. An error says why the front matter could not be read; the front matter is empty then.
func splitFront(src string) (front Front, text string, first int, err error) {
	fence, format := "---", parseYAML
	switch {
	case strings.HasPrefix(src, "---"):
	case strings.HasPrefix(src, "+++"):
		fence, format = "+++", parseTOML
	case strings.HasPrefix(src, "{\n"):
		return splitJSON(src)
	default:
		return Front{}, src, 1, nil
	}

	head, rest, ok := strings.Cut(src, "\n")
	if !ok || strings.TrimRight(head, " \t") != fence {
		return Front{}, src, 1, nil
	}

	end := endOfFront(rest, fence)
	if end < 0 {
		return Front{}, src, 1, nil
	}

	matter := rest[:end]
	_, text, _ = strings.Cut(rest[end:], "\n")
	first = 3 + strings.Count(matter, "\n")
	front, err = format(matter)

	return front, text, first, err
}

// endOfFront returns the offset of the line that ends front matter, or -1.
func endOfFront(text, fence string) int {
	for _, l := range Lines(text) {
		if line := strings.TrimRight(l.Text, " \t"); line == fence || fence == "---" && line == "..." {
			return l.Start
		}
	}

	return -1
}

func splitJSON(src string) (front Front, text string, first int, err error) {
	d := json.NewDecoder(strings.NewReader(src))
	var values map[string]any
	if d.Decode(&values) != nil {
		return Front{}, src, 1, nil
	}

	at := int(d.InputOffset())
	front, err = frontOf(values)

	return front, src[at:], 1 + strings.Count(src[:at], "\n"), err
}

func parseTOML(matter string) (Front, error) {
	var values map[string]any
	if err := toml.Unmarshal([]byte(matter), &values); err != nil {
		return Front{}, err
	}

	return frontOf(values)
}

func frontOf(values map[string]any) (Front, error) {
	var n yaml.Node
	err := n.Encode(values)

	return Front{&n}, err
}

// parseYAML parses front matter. If it is invalid, for example because of a colon in a title, it reads what it can line
// by line.
func parseYAML(matter string) (Front, error) {
	var doc yaml.Node
	err := yaml.Unmarshal([]byte(matter), &doc)
	if err == nil && len(doc.Content) == 0 {
		return Front{}, nil
	}

	if err == nil && doc.Content[0].Kind == yaml.MappingNode && !hasAlias(doc.Content[0]) {
		return Front{doc.Content[0]}, nil
	}

	front, ok := parseLines(matter)
	if ok {
		return front, nil
	}

	if err == nil {
		err = fmt.Errorf("it is not a list of keys with values")
	}

	return front, err
}

// hasAlias reports whether YAML contains an alias: a few lines of these can stand for gigabytes.
func hasAlias(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode {
		return true
	}

	for _, child := range n.Content {
		if hasAlias(child) {
			return true
		}
	}

	return false
}

// parseLines reads keys with a value on their line. ok is false if there was anything else.
func parseLines(matter string) (front Front, ok bool) {
	ok = true
	for _, l := range Lines(matter) {
		line := l.Trimmed()
		if line == "" || line[0] == '#' {
			continue
		}

		key, value, isKey := strings.Cut(line, ":")
		if !isKey || l.Indent > 0 || strings.ContainsAny(key, " \t-") {
			ok = false
			continue
		}

		var n yaml.Node
		value = strings.TrimSpace(value)
		if yaml.Unmarshal([]byte(value), &n) == nil && len(n.Content) == 1 && !hasAlias(n.Content[0]) {
			front.setNode(key, n.Content[0])
		} else {
			front.Set(key, strings.Trim(value, `"'`))
		}
	}

	return front, ok
}
