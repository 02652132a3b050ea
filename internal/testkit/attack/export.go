package attack

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// damageExport damages what the API of another help centre answered, imports it, and builds the result.
func damageExport(m *mutator) {
	format := pick(m, []string{"zendesk", "intercom"})
	name := "exports/" + format + ".json"
	if m.chance(4) {
		m.damageBytes(name)
	} else {
		m.write(name, damageJSON(m, m.read(name)))
	}

	m.write("config.yaml", []byte("title: Imported\n"))
	m.write("anchors.lock", nil)
	m.run("import", format, name, "--content", "imported")
	if m.chance(4) {
		m.run("lint", "--baseline", "--content", "imported")
	}

	m.run("build", "--content", "imported")
}

// damageJSON damages the values of a JSON document.
func damageJSON(m *mutator, data []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var root any
	if err := d.Decode(&root); err != nil {
		return data
	}

	for range 1 + m.IntN(4) {
		root = damageValue(m, root)
	}

	damaged, err := json.Marshal(root)
	if err != nil {
		return data
	}

	return damaged
}

// damageValue damages a value, or one that it contains.
func damageValue(m *mutator, value any) any {
	if m.chance(40) {
		m.note("replace a value")
		return otherValue(m)
	}

	switch value := value.(type) {
	case map[string]any:
		return damageObject(m, value)
	case []any:
		return damageArray(m, value)
	case string:
		m.note("replace a text")
		return otherText(m, value)
	case json.Number:
		m.note("replace a number")
		return otherNumber(m)
	}

	m.note("replace a value")

	return otherValue(m)
}

func damageObject(m *mutator, object map[string]any) any {
	keys := slices.Sorted(maps.Keys(object))
	if len(keys) == 0 {
		return otherValue(m)
	}

	key := pick(m, keys)
	switch m.IntN(12) {
	case 0:
		m.note("delete %s", key)
		delete(object, key)
	case 1:
		other := pick(m, keys)
		m.note("swap %s and %s", key, other)
		object[key], object[other] = object[other], object[key]
	default:
		object[key] = damageValue(m, object[key])
	}

	return object
}

func damageArray(m *mutator, array []any) any {
	if len(array) == 0 {
		return otherValue(m)
	}

	at := m.IntN(len(array))
	switch m.IntN(8) {
	case 0:
		n := m.many(1000)
		m.note("repeat an element %d times", n)
		return slices.Insert(array, at, slices.Repeat(array[at:at+1], n)...)
	case 1:
		m.note("delete an element")
		return slices.Delete(array, at, at+1)
	}

	array[at] = damageValue(m, array[at])

	return array
}

// otherText returns another text for a value: HTML in place of HTML.
func otherText(m *mutator, text string) string {
	switch {
	case strings.Contains(text, "<"):
		return text + htmlBody(m)
	case strings.Contains(text, "://"):
		return pick(m, []string{m.address(), text + m.address()})
	}

	return m.text()
}

// htmlBody returns the HTML of an article.
func htmlBody(m *mutator) string {
	var b strings.Builder
	for range 1 + m.IntN(5) {
		switch m.IntN(6) {
		case 0:
			b.WriteString(pick(m, htmlPieces))
		case 1:
			b.WriteString(strings.Repeat(tag(m, m.text()), m.many(100)))
		case 2:
			piece := pick(m, []string{"<div>", "<ul><li>", "<blockquote>", "<b>", "<table><tr><td>", "<p>",
				"<details>"})
			b.WriteString(strings.Repeat(piece, m.many(3000)))
		case 3:
			b.WriteString("<table>" + strings.Repeat("<tr><td colspan="+pick(m, oddNumbers)+" rowspan="+pick(m,
				oddNumbers)+">a",
				m.many(100)) + "</table>")
		default:
			b.WriteString(tag(m, tag(m, tag(m, pick(m, texts)))))
		}
	}

	return b.String()
}

func otherNumber(m *mutator) json.Number {
	return json.Number(pick(m, []string{"0", "-1", "1", "2", "1e308", "9223372036854775808", "0.1",
		"99999999999999999999"}))
}

// otherValue returns a value of any type.
func otherValue(m *mutator) any {
	switch m.IntN(8) {
	case 0:
		return nil
	case 1:
		return m.chance(2)
	case 2:
		return otherNumber(m)
	case 3:
		return []any{m.text(), nil, map[string]any{}}
	case 4:
		return map[string]any{"id": m.text(), "": nil}
	case 5:
		n := m.many(9000)
		return json.RawMessage(strings.Repeat("[", n) + strings.Repeat("]", n))
	case 6:
		return m.address()
	}

	return m.text()
}
