package migrate

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// ReadYAML reads a file of settings into a tree. Tags that name code, such as !!python/name:, are ignored.
func (p *Project) ReadYAML(name string) (*yaml.Node, error) {
	text, err := p.Read(name)
	if err != nil {
		return nil, err
	}

	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}

	if len(doc.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}

	if hasAlias(doc.Content[0]) {
		p.Note(name, 0, KindSettings, "it uses YAML aliases and was not read")
	}

	return doc.Content[0], nil
}

// child returns the value at a path of keys in YAML, or an empty node.
func child(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		f := Front{n}
		if n.Kind != yaml.MappingNode {
			return &yaml.Node{}
		}

		next := f.Node(key)
		if next == nil {
			return &yaml.Node{}
		}

		n = next
	}

	return n
}

// scalar returns the value at a path of keys, if it is a scalar.
func scalar(n *yaml.Node, keys ...string) string {
	n = child(n, keys...)
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}

	return n.Value
}

// pairs yields the keys and values of a mapping.
func pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			return
		}

		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// ReadTOML reads a TOML file of settings.
func (p *Project) ReadTOML(name string, into any) error {
	src, err := p.Read(name)
	if err == nil {
		err = toml.Unmarshal([]byte(src), into)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}

	return err
}

// ReadJSON reads a JSON file of settings, which may begin with a byte order mark.
func (p *Project) ReadJSON(name string, into any) error {
	src, err := p.Read(name)
	if err == nil {
		err = json.Unmarshal([]byte(strings.TrimPrefix(src, "\ufeff")), into)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}

	return err
}
