package attack

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// lenient turns all rules off that can be turned off.
const lenient = `
  SP020: off
  SP021: off
  SP022: off
  SP040: off
  SP041: off
  SP050: off
`

// damageArticle damages one or two articles, or the snippet.
func damageArticle(m *mutator) {
	m.chooseStrictness()
	articles := m.match(func(name string) bool {
		return path.Ext(name) == ".md" && strings.HasPrefix(name, "content/")
	})

	for range 1 + m.IntN(2) {
		name := pick(m, articles)
		switch m.IntN(8) {
		case 0:
			m.damageBytes(name)
		case 1:
			writeFrontMatter(m, name)
		case 2:
			insertBlocks(m, name)
			writeFrontMatter(m, name)
		case 3:
			insertBlocks(m, name)
			m.damageBytes(name)
		case 4:
			m.note("write %s", name)
			m.write(name, []byte("# A\n\n"+blocks(m, 0)))
		case 5:
			addArticle(m)
		default:
			insertBlocks(m, name)
		}
	}

	if !m.chance(8) {
		m.makeText()
	}

	m.shorten()
	m.run("build")
}

// shorten cuts the ends of long files. A few stay long: more would take too much time.
func (m *mutator) shorten() {
	limit := 12_000
	if m.chance(40) {
		limit = maxBytes
	}

	for name, data := range m.input.Changed {
		m.write(name, data[:min(len(data), limit)])
	}
}

// chooseStrictness decides which mistakes are accepted: none, those whose rules can be turned off, or all those that a
// baseline can contain. Otherwise few pages of damaged articles would be written.
func (m *mutator) chooseStrictness() {
	switch m.IntN(6) {
	case 0:
	case 1, 2, 3, 4:
		m.note("turn off rules")
		m.write("config.yaml", append(m.read("config.yaml"), strings.TrimPrefix(lenient, "\n")...))
		m.write("anchors.lock", nil)
	default:
		m.write("anchors.lock", nil)
		m.run("lint", "--baseline")
	}
}

// makeText removes what makes files be refused before they are parsed: invalid UTF-8, and most control characters.
func (m *mutator) makeText() {
	for name, data := range m.input.Changed {
		data = bytes.ToValidUTF8(data, []byte("?"))
		m.write(name, bytes.ReplaceAll(data, []byte{0}, []byte("0")))
	}
}

// insertBlocks inserts hostile blocks between the lines of an article.
func insertBlocks(m *mutator, name string) {
	for range 1 + m.IntN(3) {
		m.note("insert blocks into %s", name)
		data := m.read(name)
		m.write(name, damageLines(m, data, func(lines [][]byte, at int) [][]byte {
			block := []byte("\n\n" + blocks(m, 0) + "\n\n")
			return append(lines[:at:at], append([][]byte{block}, lines[at:]...)...)
		}))
	}
}

// addArticle adds an article whose name or address is hostile.
func addArticle(m *mutator) {
	name := pick(m, []string{
		"content/cards/RENEW.md", "content/cards/renew.markdown", "content/CARDS/other.md", "content/e/a.md",
		"content/search/index.md", "content/assets/a.md", "content/index.md", "content/README.md", "content/404.md",
		"content/a b&c.md", "content/a\tb.md", "content/CON.md", "content/a..md", "content/a#b?.md", "content/%2e.md",
		"content/é.md", "content/e\u0301.md", "content/'\"<b>.md", "content/-.md", "content/index.html.md",
		"content/codes.json.md", "content/deep/" + strings.Repeat("a/", 20) + "b.md", "content/" + strings.Repeat("a",
			250) + ".md",
		"content/cy/cy.md", "content/cards/_index.md", "content/cards.md", "content/_headers.md", "content/\u202ea.md",
	})

	m.note("add %s", name)
	m.write(name, []byte("---\ntitle: Added\n"+frontMatter(m)+"---\n\n"+blocks(m, 0)))
}

// frontKeys are keys of front matter, with the values that they usually have.
var frontKeys = []struct {
	key   string
	value func(m *mutator) string
}{
	{"title", quotedText},
	{"description", quotedText},
	{"authors", func(m *mutator) string { return m.list(m.many(100), quotedText) }},
	{"updated", date},
	{"reviewed", date},
	{"publish", date},
	{"expire", date},
	{"sources", func(m *mutator) string {
		return m.list(m.many(100), func(m *mutator) string {
			return "{title: " + quotedText(m) + ", url: " + quotedAddress(m) + "}"
		})
	}},
	{"tags", func(m *mutator) string { return m.list(m.many(1000), quotedText) }},
	{"order", func(m *mutator) string { return pick(m, oddNumbers) }},
	{"related", func(m *mutator) string { return m.list(m.many(100), quotedAddress) }},
	{"slug", quotedAddress},
	{"aliases", func(m *mutator) string { return m.list(m.many(1000), quotedAddress) }},
	{"permalink", quotedAddress},
	{"draft", func(m *mutator) string { return pick(m, []string{"true", "false", "yes", "1", "null"}) }},
	{"lang", language},
	{"robots", quotedText},
	{"icon", quotedAddress},
	{"codes", func(m *mutator) string {
		return m.mapping(m.many(100), func(m *mutator) string {
			return pick(m, []string{"CA-101", "ca101", "X-1",
				"../X1", "<b>1"})
		},
			func(m *mutator) string {
				return "{also: " + m.list(m.many(100), pattern) + ", severity: " + quotedText(m) +
					", retired: {successor: " + quotedText(m) + "}}"
			})
	}},
}

func quotedText(m *mutator) string    { return m.quoted(m.text()) }
func quotedAddress(m *mutator) string { return m.quoted(m.address()) }

func date(m *mutator) string {
	return pick(m, []string{"2026-11-22", "2026-02-30", "9999-12-31", "0000-00-00", "2026-11-22T25:00:00Z", "now",
		"-1", "1e9"})
}

func language(m *mutator) string {
	return m.quoted(pick(m, []string{"cy", "en", "ar", "zh-Hant", "xx", "x", "en_GB", "../cy", "a-b-c-d", "i-klingon",
		"\"><b>", "", "CY", "de-" + strings.Repeat("a", 300), "con"}))
}

// pattern returns another wording of a message, or a regular expression.
func pattern(m *mutator) string {
	return m.quoted(pick(m, []string{"/a/", "/(/", "/.*/", "/(a*)*b/", "/a{1000}{1000}/", "/(?i)x/", "//", "/", "/[/",
		"a",
		"/" + strings.Repeat("(a?", 100) + strings.Repeat(")", 100) + "/"}))
}

func frontMatter(m *mutator) string {
	var b strings.Builder
	for range m.IntN(5) {
		key := pick(m, frontKeys)
		value := key.value(m)
		if m.chance(6) {
			value = m.value(0)
		}

		fmt.Fprintf(&b, "%s: %s\n", key.key, value)
	}

	if m.chance(30) {
		b.WriteString(m.bomb())
	}

	return b.String()
}

// writeFrontMatter adds hostile keys to the front matter of an article. Some of them are there twice.
func writeFrontMatter(m *mutator, name string) {
	m.note("add front matter to %s", name)
	front := "---\n" + frontMatter(m)
	data := m.read(name)
	if !bytes.HasPrefix(data, []byte("---\n")) {
		front += "---\n"
	}

	m.write(name, append([]byte(front), bytes.TrimPrefix(data, []byte("---\n"))...))
}
