package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// values are settings with keys in lower case, as TOML, YAML and JSON represent them.
type values map[string]any

// maxSettings limits how deep settings are nested.
const maxSettings = 30

// lowered returns settings whose keys are in lower case.
func lowered(raw map[string]any) values {
	result, _ := lowerKeys(raw, 0).(map[string]any)
	return result
}

func lowerKeys(v any, depth int) any {
	if depth > maxSettings {
		return nil
	}

	switch v := v.(type) {
	case map[string]any:
		result := map[string]any{}
		for key, value := range v {
			result[strings.ToLower(key)] = lowerKeys(value, depth+1)
		}

		return result
	case []any:
		result := make([]any, len(v))
		for i, value := range v {
			result[i] = lowerKeys(value, depth+1)
		}

		return result
	case []map[string]any:
		result := make([]any, len(v))
		for i, value := range v {
			result[i] = lowerKeys(value, depth+1)
		}

		return result
	}

	return v
}

// mergeValues adds settings to others: tables are merged, other values replaced.
func mergeValues(into, from map[string]any, depth int) {
	for key, value := range from {
		old, isTable := into[key].(map[string]any)
		added, ok := value.(map[string]any)
		if isTable && ok && depth < maxSettings {
			mergeValues(old, added, depth+1)
			continue
		}

		into[key] = value
	}
}

// get returns the value at a path of keys, or nil.
func (v values) get(keys ...string) any {
	var at any = map[string]any(v)
	for _, key := range keys {
		table, ok := at.(map[string]any)
		if !ok {
			return nil
		}

		at = table[strings.ToLower(key)]
	}

	return at
}

// text returns the scalar at a path of keys as text, or "".
func (v values) text(keys ...string) string {
	return textOfValue(v.get(keys...))
}

func textOfValue(v any) string {
	switch v.(type) {
	case nil, map[string]any, []any:
		return ""
	}

	return fmt.Sprint(v)
}

// list returns the list at a path of keys.
func (v values) list(keys ...string) []any {
	list, _ := v.get(keys...).([]any)
	return list
}

// texts returns the scalars of the list at a path of keys, or the one scalar there.
func (v values) texts(keys ...string) []string {
	if one := v.text(keys...); one != "" {
		return []string{one}
	}

	var texts []string
	for _, item := range v.list(keys...) {
		if text := textOfValue(item); text != "" {
			texts = append(texts, text)
		}
	}

	return texts
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}

	slices.Sort(keys)

	return keys
}

// readYAMLMap reads a mapping. Aliases are refused: a few lines of them can stand for gigabytes.
func readYAMLMap(p *Project, name string) (map[string]any, error) {
	n, err := p.ReadYAML(name)
	if err != nil {
		return nil, err
	}

	var m map[string]any
	if !hasAlias(n) {
		err = n.Decode(&m)
	}

	return m, err
}
