package liquid_test

import (
	"strings"
	"testing"

	"signpost/internal/migrate/liquid"
	"signpost/internal/testkit/limited"
)

// show writes nodes in a compact form: name(arguments)[children].
func show(nodes []*liquid.Node) string {
	var parts []string
	for _, n := range nodes {
		text := n.Name + "(" + n.Args + ")"
		if n.IsBlock() {
			text += "[" + show(n.Children) + "]"
		}

		parts = append(parts, text)
	}

	return strings.Join(parts, " ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{ a } {{", ""},
		{"{{ page.title | upcase }}{%- include a.md x=1 -%}", "(page.title | upcase) include(a.md x=1)"},
		{"{% if a %}x{% else %}{{ b }}{% endif %}", "if(a)[else() (b)]"},
		{"{% for a in b %}{% if a %}{% endfor %}", "for(a in b)[if(a)]"},
		{"{% raw %}{{ a }}{% if %}{% endraw %}{{ b }}", "raw()[] (b)"},
		{"{% comment %}{{ a }}{% endcomment %}", "comment()[]"},
		{"{% raw %} has no end {{ a }}", "raw() (a)"},
		{"{% endif %}{%%}{{a {{ b }}", "endif() (b)"},
	} {
		if got := show(liquid.Parse(c.text)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func lookup(name string) (any, bool) {
	v, ok := map[string]any{
		"page.title": "Pay people",
		"list":       []any{"a", "b"},
		"data.x":     "found",
		"key":        "x",
		"none":       nil,
		"yes":        true,
		"n":          5,
	}[name]

	return v, ok
}

func TestEval(t *testing.T) {
	for _, c := range []struct {
		expression, want string
		ok               bool
	}{
		{`"text"`, "text", true},
		{`page.title | upcase`, "PAY PEOPLE", true},
		{`'/a/' | append: key | prepend: "|"`, "|/a/x", true},
		{`data[key]`, "found", true},
		{`data["x"]`, "found", true},
		{`none | default: "other"`, "other", true},
		{`unknown | default: "other"`, "other", true},
		{`list | join: ", "`, "a, b", true},
		{`list | size`, "2", true},
		{`"a,b" | split: "," | last`, "b", true},
		{`page.title | replace: "Pay", "Ask"`, "Ask people", true},
		{`unknown`, "", false},
		{`page.title | unknown`, "", false},
		{`page.title | where: "a", "b"`, "", false},
		{`system("x")`, "", false},
	} {
		value, ok := liquid.Eval(c.expression, lookup)
		if got := liquid.Text(value); ok != c.ok || ok && got != c.want {
			t.Errorf("%s: got %q %v, want %q %v", c.expression, got, ok, c.want, c.ok)
		}
	}
}

func TestIs(t *testing.T) {
	for _, c := range []struct {
		condition string
		want, ok  bool
	}{
		{`yes`, true, true},
		{`none`, false, true},
		{`page.title == "Pay people" and n > 4`, true, true},
		{`none or list contains "b"`, true, true},
		{`page.title contains "x"`, false, true},
		{`n != 5`, false, true},
		{`unknown == 1`, false, false},
		{strings.Repeat("yes and ", 50) + "yes", false, false},
	} {
		if is, ok := liquid.Is(c.condition, lookup); ok != c.ok || ok && is != c.want {
			t.Errorf("%s: got %v %v, want %v %v", c.condition, is, ok, c.want, c.ok)
		}
	}
}

func TestParams(t *testing.T) {
	before, params := liquid.Params(`note.html title="a = b" text='x' n=page.n`)
	if before != "note.html" || len(params) != 3 || params[0] != (liquid.Param{Name: "title", Value: `"a = b"`}) ||
		params[2].Value != "page.n" {
		t.Errorf("got %q %v", before, params)
	}
}

// Bad input takes no longer than good input of the same size.
func TestParseHostile(t *testing.T) {
	for _, piece := range []string{"{% if a %}", "{{", "{%", "{% raw %}", "{% endif %}", "{{%", "{% comment %}{{"} {
		liquid.Parse(strings.Repeat(piece, 200_000))
	}
}

func FuzzParse(f *testing.F) {
	f.Add("{% if a %}{{ b | c: 'd' }}{% else %}x{% endif %}")
	f.Add("{% raw %}{{ a }}{% endraw %}{%- include a.md b=\"c\" -%}")
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		check(t, liquid.Parse(text), 0, len(text))
	})
}

// check fails unless the nodes are in order and inside a part of the text.
func check(t *testing.T, nodes []*liquid.Node, from, to int) {
	t.Helper()
	for _, n := range nodes {
		if n.Start < from || n.End < n.Start+4 || n.Close < n.End || n.After < n.Close || n.After > to {
			t.Fatalf("%+v is not between %d and %d", n, from, to)
		}

		liquid.Eval(n.Args, lookup)
		liquid.Is(n.Args, lookup)
		liquid.Params(n.Args)
		check(t, n.Children, n.End, n.Close)
		from = n.After
	}
}
