package attack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// texts are hostile texts, for titles, labels, names and paragraphs.
var texts = []string{
	"", " ", "A card", "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "' onfocus=alert(1) '",
	"</title><script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "&lt;b&gt;", "&#60;script&#62;", "&amp",
	"a & b",
	"{{ desk }}", "{{ nothing }}", "{{.Title}}", "{%", "$&", "${x}", "%s%n", "`", "\\", "\x00", "\x01\x02", "a\x1bb",
	"a\nb: c", "a\r\nSet-Cookie: x", "a\tb", "\u2028", "\u202eabc", "\ufeff", "e\u0301", "é", "日本語", "🎉",
	"عربي", "1", "true", "null", "~", "2026-11-22", "- a", "# a", "* a", "[a](b)", "![a](b)", "| a |", "|", "```",
	"---",
	"CON", "nul.txt", "a/b", "..", "../../x", ".", "a.", "a:b", "index.html", "/", "CA-101", "ca101", "SP020",
	"__proto__",
	"constructor", "toString",
}

// addresses are hostile addresses.
var addresses = []string{
	"", "#", "?", "/", "//", "///", ".", "..", "../../../../etc/passwd", "#%", "#100%", "%", "%00", "%2e%2e/", "?q=%",
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " \x01javascript:alert(1)",
	"javascript&colon;alert(1)", "&#106;avascript:alert(1)", "javascript://help.example/%0aalert(1)",
	"view-source:javascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
	"data:image/svg+xml,<svg onload=alert(1)>", "file:///etc/passwd", "blob:https://help.example/x", "filesystem:x",
	"myapp:open", "unknown+scheme:x", "https://", "https:", "https:///x", "https://a b/", "https://[::1",
	"http://[::1]:99999/",
	"https://a;sandbox/", "https://a\"b/", "https://a'b/", "https://user:pass@help.example/",
	"https://help.example/centre/",
	"https://help.example/centre/../x", "https://ex\u00e4mple.example/", "//evil.example/x", "\\\\evil.example\\x",
	"/\\evil.example",
	"mailto:", "mailto:a@b.example?subject=<b>&body=\"", "tel:+44", "ms-settings:network", "renew.md",
	"reader.md#light",
	"reader.md#nothing", "RENEW.MD", "./renew.md?x", "/cards/renew/", "/e/ca-101/", "/e/xx-999/", "nothing.md",
	"list.png",
	"card.svg#chip", "form.pdf", "/security.txt", "../_snippets/contact.md", "../cy/cards/renew.md", "/old/renew.html",
	"/assets/x.js", "a\x00b", "a\nb", "<b>", "\"", "'", "{{desk}}", "*", "/*", "/a/*/b", "/codes.json/", "/index.html/",
	"/404.html", "/search/", "/_headers", "/e/", "/cards/", "/cy/", "/CON/", "/a./", "/a:b/",
}

// text returns a hostile text, sometimes a very long one.
func (m *mutator) text() string {
	text := pick(m, texts)
	switch m.IntN(20) {
	case 0:
		return strings.Repeat(text, m.many(1000))
	case 1:
		return strings.Repeat("a", m.many(100_000))
	case 2:
		return text + pick(m, texts) + pick(m, odd)
	}

	return text
}

// address returns a hostile address.
func (m *mutator) address() string {
	address := pick(m, addresses)
	switch m.IntN(20) {
	case 0:
		return address + pick(m, addresses)
	case 1:
		return address + pick(m, odd)
	case 2:
		return address + strings.Repeat("a/", m.many(10_000))
	}

	return address
}

// quoted returns a text as YAML and JSON, or as it is.
func (m *mutator) quoted(text string) string {
	if m.chance(6) {
		return text
	}

	return jsonText(text)
}

// value returns any value as YAML: also of a wrong type, nested deeply, or with references.
func (m *mutator) value(depth int) string {
	switch m.IntN(12) {
	case 0, 1, 2:
		return m.quoted(m.text())
	case 3:
		return m.quoted(m.address())
	case 4:
		return pick(m, oddNumbers)
	case 5:
		return pick(m, []string{"true", "false", "yes", "null", "~", "2026-11-22", "2026-13-45", "9999-12-31",
			"0000-00-00"})
	case 6:
		return pick(m, []string{"&a [*a]", "*a", "&a {b: *a}", "!!binary aaaa", "!!python/object:os.system x", "!x y",
			"<<: *a"})
	case 7:
		n := m.many(10_000)
		return strings.Repeat("[", n) + strings.Repeat("]", n)
	case 8:
		n := m.many(1000)
		return strings.Repeat("{a: ", n) + "b" + strings.Repeat("}", n)
	case 9:
		return "{" + m.key() + ": " + m.nested(depth) + ", " + m.key() + ": " + m.nested(depth) + "}"
	case 10:
		return "[" + m.nested(depth) + ", " + m.nested(depth) + "]"
	}

	return m.list(m.many(10_000), func(m *mutator) string { return m.quoted(pick(m, texts)) })
}

func (m *mutator) nested(depth int) string {
	if depth > 4 {
		return "a"
	}

	return m.value(depth + 1)
}

// list returns a list with n elements as YAML.
func (m *mutator) list(n int, element func(m *mutator) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = element(m)
	}

	return "[" + strings.Join(parts, ", ") + "]"
}

// mapping returns a mapping with up to n keys as YAML. Keys are rarely repeated.
func (m *mutator) mapping(n int, key, value func(m *mutator) string) string {
	var parts []string
	seen := map[string]bool{}
	for range n {
		k := key(m)
		if !seen[k] || m.chance(200) {
			parts = append(parts, m.quoted(k)+": "+value(m))
		}

		seen[k] = true
	}

	return "{" + strings.Join(parts, ", ") + "}"
}

// key returns a hostile key.
func (m *mutator) key() string {
	return m.quoted(pick(m, []string{"a", "title", "a.b", "a b", "", "1", "true", "null", "<<", "__proto__", "Title",
		"é", "a:b"}))
}

// bomb returns YAML whose references multiply.
func (m *mutator) bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x]\n")
	for i := range 3 + m.IntN(8) {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i, i, i)
	}

	return b.String()
}

// jsonText returns a text as JSON.
func jsonText(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return `""`
	}

	return string(data)
}
