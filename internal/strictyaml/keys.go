package strictyaml

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// Keys contains the lines of all keys of a document, for mistakes that only the caller can see.
type Keys struct {
	lines  map[string]int    // by name; of several keys with a name, the first
	inside map[[2]string]int // by the names of the mapping and of the key
	values map[[2]string]int // by the name of the key and its value
}

// KeysOf returns the keys of src, which starts at line first of its file. There are none if the YAML cannot be parsed.
func KeysOf(src []byte, first int) Keys {
	k := Keys{
		lines:  map[string]int{},
		inside: map[[2]string]int{},
		values: map[[2]string]int{},
	}

	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err == nil {
		k.add(&doc, "", first-1)
	}

	return k
}

// add adds the keys in a node, which is the value of a key.
func (k Keys) add(n *yaml.Node, parent string, offset int) {
	if n.Kind != yaml.MappingNode {
		for _, item := range n.Content {
			k.add(item, parent, offset)
		}

		return
	}

	for pair := range slices.Chunk(n.Content, 2) {
		key, value := pair[0], pair[1]
		line := key.Line + offset
		addFirst(k.lines, key.Value, line)
		addFirst(k.inside, [2]string{parent, key.Value}, line)
		addFirst(k.values, [2]string{key.Value, value.Value}, line)
		k.add(value, key.Value, offset)
	}
}

func addFirst[K comparable](lines map[K]int, key K, line int) {
	if _, ok := lines[key]; !ok {
		lines[key] = line
	}
}

// Line returns the line of the first key with a name, or 0.
func (k Keys) Line(key string) int {
	return k.lines[key]
}

// LineIn returns the line of the first key with a name in a mapping that is the value of another key, or 0.
func (k Keys) LineIn(mapping, key string) int {
	return k.inside[[2]string{mapping, key}]
}

// LineOfValue returns the line of the first key that has a value, or 0.
func (k Keys) LineOfValue(key, value string) int {
	return k.values[[2]string{key, value}]
}
