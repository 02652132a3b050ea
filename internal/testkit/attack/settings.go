package attack

import (
	"bytes"
	"strings"
)

// settings are the keys of config.yaml, with the values that they usually have.
var settings = []struct {
	key   string
	value func(m *mutator) string
}{
	{"title", quotedText},
	{"description", quotedText},
	{"base_url", quotedAddress},
	{"language", language},
	{"languages", func(m *mutator) string {
		return m.mapping(m.many(30), func(m *mutator) string { return strings.Trim(language(m), `"`) },
			func(m *mutator) string {
				return "{title: " + quotedText(m) + ", notice: " + link(m) + "}"
			})
	}},
	{"theme", quotedText},
	{"language", func(m *mutator) string {
		return pick(m, []string{"ar", "zh-Hant", "cy-GB", "de-AT", "x-test",
			"tlh"})
	}},
	{"logo", func(m *mutator) string {
		return "{file: " + quotedAddress(m) + ", dark: " + m.quoted(pick(m, media)) + ", alone: true}"
	}},
	{"contact", func(m *mutator) string {
		return "{email: " + quotedText(m) + ", phone: " + quotedText(m) + ", url: " + quotedAddress(m) + "}"
	}},
	{"contact", func(m *mutator) string { return "{email: " + email(m) + ", phone: 01, url: " + web(m) + "}" }},
	{"notice", link},
	{"footer", func(m *mutator) string { return m.list(m.many(300), link) }},
	{"feedback", func(m *mutator) string {
		return "{endpoint: " + quotedAddress(m) + ", email: " + email(m) + "}"
	}},
	{"feedback", func(m *mutator) string { return "{endpoint: " + web(m) + "}" }},
	{"security", security},
	{"security", security},
	{"collections", func(m *mutator) string { return m.list(m.many(1000), quotedAddress) }},
	{"search", func(m *mutator) string {
		return "{synonyms: " + m.list(m.many(1000), func(m *mutator) string {
			return m.list(m.many(30),
				quotedText)
		}) + "}"
	}},
	{"variables", func(m *mutator) string {
		return m.mapping(m.many(1000), func(m *mutator) string {
			return pick(m, []string{"desk", "a", "a b", "A", "é",
				"a.b"})
		}, quotedText)
	}},
	{"reading_age", func(m *mutator) string { return pick(m, oddNumbers) }},
	{"front_matter", func(m *mutator) string { return pick(m, []string{"strict", "lenient", "", "true"}) }},
	{"docs_url", quotedAddress},
	{"lint", func(m *mutator) string {
		return m.mapping(m.many(100), func(m *mutator) string {
			return pick(m, []string{"SP022", "SP050", "SP020", "SP021", "SP040", "SP041", "SP014", "SP999", "sp20",
				"a.b"})
		},
			func(m *mutator) string {
				return pick(m, []string{"off", "off", "warning", "error", "error", "off", "x", "{}"})
			})
	}},
	{"checks", quotedAddress},
	{"codes", func(m *mutator) string { return "{pattern: " + pattern(m) + "}" }},
	{"markdown", func(m *mutator) string {
		return pick(m, []string{"{html: safe}", "{html: refuse}", "{html: unsafe}", "{unsafe: true}", "{html: 1}",
			"{html: [safe]}"})
	}},
}

// separators end a word in some notation that addresses are written into: headers, policies, server configuration.
var separators = []string{";", " ", "\"", "'", "<", ">", "$", "{", "}", "(", ")", "\\", "\n", "\r\n", "\t", "#", ",",
	"*", "`", "@", "\x00"}

// web returns an https address into which something is inserted.
func web(m *mutator) string {
	address := pick(m, []string{"https://help.example/", "https://help.example:8443/a b/", "https://é.example/ü",
		"http://127.0.0.1:1/",
		"https://[::1]/", "https://help.example/?a=b&c=d", "wss://help.example"})
	for range m.IntN(3) {
		at := m.IntN(len(address) + 1)
		address = address[:at] + pick(m, separators) + address[at:]
	}

	return m.quoted(address)
}

func email(m *mutator) string {
	return m.quoted(pick(m, []string{"a@b.example", "a@b.example?subject=x", "<a@b.example>", "a b@c", "a\"@b.example",
		"mailto:a@b.example",
		"a@b.example\nBcc: c@d.example", "é@é.example", "javascript:alert(1)//@b.example", "a@"}))
}

func link(m *mutator) string {
	return "{text: " + quotedText(m) + ", url: " + pick(m, []func(m *mutator) string{quotedAddress, web})(m) + "}"
}

func security(m *mutator) string {
	key := pick(m, []string{"scripts", "frames", "connect", "images", "frame_ancestors", "codes_origins", "schemes"})
	origin := func(m *mutator) string {
		if key == "schemes" {
			return m.quoted(pick(m, []string{"myapp", "javascript", "JavaScript", "data", "http", "a b", "", "myapp:",
				"*", "vbscript", "file"}))
		}

		return pick(m, []func(m *mutator) string{web, quotedAddress, func(m *mutator) string { return `"*"` },
			func(m *mutator) string { return "https://*.example" }})(m)
	}

	return "{" + key + ": " + m.list(m.many(100), origin) + "}"
}

// damageSettings damages config.yaml.
func damageSettings(m *mutator) {
	const name = "config.yaml"
	switch m.IntN(5) {
	case 0:
		m.damageBytes(name)
	case 1:
		m.note("write all settings")
		m.write(name, []byte("title: A\n"+someSettings(m, nil)))
	default:
		m.note("replace settings")
		data := m.read(name)
		m.write(name, []byte(someSettings(m, data)))
	}

	if m.chance(40) {
		m.note("add references that multiply")
		m.write(name, append(m.read(name), m.bomb()...))
	}

	if m.chance(2) {
		m.makeText()
	}

	m.run("build")
}

// someSettings replaces settings in data. Sometimes the old setting stays, so that there are two.
func someSettings(m *mutator, data []byte) string {
	var added strings.Builder
	for range max(1, m.IntN(4)-1) {
		s := pick(m, settings)
		value := s.value(m)
		if m.chance(6) {
			value = m.value(0)
		}

		m.note("set %s", s.key)
		if !m.chance(30) {
			data = withoutSetting(data, s.key)
		}

		added.WriteString(s.key + ": " + value + "\n")
	}

	return string(data) + added.String()
}

// withoutSetting removes a setting with the lines that belong to it.
func withoutSetting(data []byte, key string) []byte {
	var kept [][]byte
	skip := false
	for line := range bytes.Lines(data) {
		if isTop := len(line) > 0 && line[0] != ' '; isTop {
			skip = bytes.HasPrefix(line, []byte(key+":"))
		}

		if !skip {
			kept = append(kept, line)
		}
	}

	return bytes.Join(kept, nil)
}
