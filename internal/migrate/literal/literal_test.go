package literal_test

import (
	"strings"
	"testing"
	"time"

	"signpost/internal/migrate/literal"
	"signpost/internal/testkit/limited"
)

const settings = `// @ts-check
import { themes as prismThemes } from "prism-react-renderer";
import {sidebar, other as menu} from './sidebar.mjs';
const siteURL = process.env.SITE_URL || "https://docs.example"; /* not "this" */
const pattern = /["'{]/g
let { a, b } = require("./x");
const config: Config = {
  title: 'Ann\'s caf\u00e9',
  "url": siteURL,
  tagline: "one " + 'two',
  customField: value ? "a" : "b",
  presets: [["classic", { docs: { sidebarPath: require.resolve("./sidebars.js"), routeBasePath: "/" }, blog: false }]],
  plugins: [...shared, redirects({ from: "/a", to: "/b" })],
  i18n: { locales: ["en", "de"] },
  sidebar,
  onError() { return "{" },
  [computed]: 1,
  limit: 5,
  template: ` + "`plain`" + `, dynamic: ` + "`${x} }`" + `,
} satisfies Config;
const shared = ["first", 'second',];
export default config;
`

func TestSettings(t *testing.T) {
	m := literal.Read(settings, func(name string) *literal.Module {
		if name != "./sidebar.mjs" {
			return nil
		}

		return literal.Read(`export const sidebar = [{label: "Start", items: ["start"]}]`, nil)
	})

	tests := []struct {
		got, want string
	}{
		{m.Default.Str("title"), "Ann's café"},
		{m.Default.Str("url"), "https://docs.example"},
		{m.Default.Str("tagline"), "one two"},
		{m.Default.Str("customField"), ""},
		{m.Default.Elements("presets")[0].Elements()[0].Text, "classic"},
		{m.Default.Elements("presets")[0].Elements()[1].Str("docs", "routeBasePath"), "/"},
		{m.Default.Elements("presets")[0].Elements()[1].Get("docs", "sidebarPath").Items[0].Text, "./sidebars.js"},
		{m.Default.Elements("plugins")[1].Text, "second"},
		{m.Default.Elements("plugins")[2].Str("from"), "/a"},
		{m.Default.Elements("i18n", "locales")[1].Text, "de"},
		{m.Default.Elements("sidebar")[0].Str("label"), "Start"},
		{m.Default.Str("template"), "plain"},
		{m.Default.Str("dynamic"), ""},
	}

	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}

	if n, ok := m.Default.Int("limit"); n != 5 || !ok {
		t.Errorf("limit: %d, %v", n, ok)
	}
	if !m.Default.Elements("presets")[0].Elements()[1].IsFalse("blog") {
		t.Error("blog is not false")
	}
	if line := m.Default.Get("title").Line; line != 8 {
		t.Errorf("title on line %d", line)
	}
}

// What a function returns counts, because settings are often made by one.
func TestFunctions(t *testing.T) {
	for _, src := range []string{
		`export default defineConfig({ title: "T" })`,
		`export default defineConfig(({ mode }) => ({ title: "T" }))`,
		`export default defineConfig(async () => { const x = await y(); return { title: "T" } })`,
		`module.exports = async function create() { return { title: "T" }; };`,
		`module.exports = { title: "T" }`,
		`const c = { ...base, title: "T" }; const base = { title: "B" }; export default c`,
		`export default { integrations: [starlight({ title: "T" })] }`,
	} {
		m := literal.Read(src, nil)
		v := m.Default
		if call, ok := v.Find("starlight"); ok {
			v = call
		}

		if got := v.Str("title"); got != "T" {
			t.Errorf("%s: got %q", src, got)
		}
	}
}

// Constants can refer to each other in a circle, and lists can contain themselves.
func TestCircles(t *testing.T) {
	m := literal.Read(`
		const a = b, x = 1;
		const b = a;
		const l = [...l, ...l, 1];
		const p = { ...p, ...p, ...p };
		export default { a, l, o: p };
	`, nil)
	if got := m.Default.Str("a"); got != "" {
		t.Errorf("a is %q", got)
	}

	m.Default.Elements("l")
	m.Default.Get("o", "x")
	m.Default.Find("f")
}

func FuzzRead(f *testing.F) {
	f.Add(settings)
	f.Add(strings.Repeat("[", 1000))
	f.Add("export default " + strings.Repeat("({a:", 500))
	f.Add("import a, {b as c from 'x' const d = `${`")
	f.Fuzz(func(t *testing.T, src string) {
		limited.Input(t)
		start := time.Now()
		m := literal.Read(src, nil)
		m.Default.Str("a", "b")
		m.Default.Elements("a")
		m.Default.Find("f")
		if spent := time.Since(start); spent > 5*time.Second {
			t.Errorf("%d bytes took %v", len(src), spent)
		}
	})
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{
		`\n`:            "\n",
		`\é`:            "é",
		`\x41`:          "A",
		`\u00e9`:        "é",
		`\u{1F680}`:     "🚀",
		`\ud83d\ude80`:  "🚀",
		`\ud83d`:        "\uFFFD",
		`\ud83d\u`:      "\uFFFD",
		`\ud83d\u0041`:  "\uFFFD",
		`\u{110000000}`: "",
		`\u00`:          "",
		`\xzz`:          "",
		`\`:             `\`,
	} {
		got, n := literal.Unescape(text)
		if got != want || n > len(text) || n < 1 {
			t.Errorf("%s: got %q and length %d, want %q", text, got, n, want)
		}
	}
}
