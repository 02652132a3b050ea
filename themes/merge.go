package themes

import (
	"io/fs"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// mergeStrings returns a strings file of the default theme, with strings replaced by those of a site.
func (o overlay) mergeStrings(place problem.Place, name string, site []byte) ([]byte, []problem.Problem) {
	base, err := fs.ReadFile(o.FS, name)
	if err != nil {
		panic(err) // the file is embedded
	}

	var merged, changes yaml.Node
	if err := yaml.Unmarshal(base, &merged); err != nil {
		panic(err)
	}

	if err := yaml.Unmarshal(site, &changes); err != nil {
		broken := rules.BrokenYAML.At(place, "correct the YAML", "%v", err)
		return base, []problem.Problem{broken}
	}

	if len(changes.Content) == 0 {
		return base, nil
	}

	m := merger{file: place.File}
	m.merge("", merged.Content[0], changes.Content[0])
	data, err := yaml.Marshal(&merged)
	if err != nil {
		panic(err) // parsed YAML can be written
	}

	return data, m.problems
}

// merger merges YAML and collects the problems of a file.
type merger struct {
	file     string
	problems []problem.Problem
}

// place returns the position of a node.
func (m *merger) place(node *yaml.Node) problem.Place {
	return problem.Place{
		File:   m.file,
		Line:   node.Line,
		Column: node.Column,
	}
}

// merge replaces the value of a key, or the values below it, with those in changes.
func (m *merger) merge(key string, value, changes *yaml.Node) {
	switch {
	case value.Kind != changes.Kind:
		m.problems = append(m.problems, rules.WrongValue.At(
			m.place(changes),
			"write it as in the default theme",
			"%q must be a %s", key, kindName(value.Kind),
		))

	case value.Kind == yaml.MappingNode:
		m.mergeMapping(value, changes)
	default:
		*value = *changes
	}
}

// mergeMapping merges changes into a mapping, which contains all valid keys.
func (m *merger) mergeMapping(mapping, changes *yaml.Node) {
	values := map[string]*yaml.Node{}
	for pair := range slices.Chunk(mapping.Content, 2) {
		values[pair[0].Value] = pair[1]
	}

	for pair := range slices.Chunk(changes.Content, 2) {
		key, change := pair[0], pair[1]
		value, known := values[key.Value]
		if known {
			m.merge(key.Value, value, change)
			continue
		}

		keys := slices.Collect(maps.Keys(values))
		hint := strictyaml.Suggest(key.Value, keys)
		unknown := rules.UnknownKey.At(m.place(key), hint, "the theme has no string %q", key.Value)
		m.problems = append(m.problems, unknown)
	}
}

// kindName returns what messages call a kind of value.
func kindName(kind yaml.Kind) string {
	switch kind {
	case yaml.MappingNode:
		return "group of strings"
	case yaml.SequenceNode:
		return "list"
	}

	return "string"
}
