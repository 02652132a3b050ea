package shortcode_test

import (
	"fmt"
	"strings"
	"testing"

	"signpost/internal/migrate/shortcode"
	"signpost/internal/testkit/limited"
)

// show writes shortcodes in a compact form: name(arguments)[children], "/" after a name without an end.
func show(nodes []*shortcode.Node) string {
	var parts []string
	for _, n := range nodes {
		text := n.Name
		if n.Escaped {
			text = "escaped"
		}

		for _, a := range n.Args {
			text += fmt.Sprintf(" %s=%q", a.Key, a.Value)
		}
		if n.HasInner() {
			text += "[" + show(n.Children) + "]"
		}

		parts = append(parts, text)
	}

	return strings.Join(parts, ", ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"no {{ shortcode }} here", ""},
		{"{{< a >}} and {{% b %}}", "a, b"},
		{"{{<a>}}", "a"},
		{`{{< a one "two words" >}}`, `a ="one" ="two words"`},
		{`{{< a key="a \"b\"" other = 3 >}}`, `a key="a \"b\"" other="3"`},
		{"{{< a `raw \"text\"` >}}", `a ="raw \"text\""`},
		{`{{< a href=https://example.org/?a=b >}}`, `a href="https://example.org/?a=b"`},
		{"{{< a\n  key=1\n>}}", `a key="1"`},
		{"{{< a />}}{{< b/>}}", "a, b"},
		{"{{< a >}}x{{< /a >}}", "a[]"},
		{"{{< a >}}{{< b >}}{{< / b >}}{{< c >}}{{< /a >}}", "a[b[], c]"},
		{"{{< a >}}{{< b >}}{{< c >}}x{{< /b >}}", "a, b[c]"},
		{"{{< blocks/cover >}}{{< /blocks/cover >}}", "blocks/cover[]"},
		{"{{</* a */>}} {{%/* b c=d */%}}", "escaped, escaped"},
		{"x {{< /a >}}", ""},
		{"{{<Up>", ""},
		{"{{< a {{< b >}}", "b"},
		{`{{< a "not closed >}}`, ""},
		{"{{< a >}", ""},
	} {
		if got := show(shortcode.Parse(c.text)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestGetAndAt(t *testing.T) {
	n := shortcode.Parse(`{{< a one Title="T" two >}}`)[0]
	if n.Get("label", "title") != "T" || n.At(0) != "one" || n.At(1) != "two" || n.At(2) != "" || n.Get("x") != "" {
		t.Errorf("got %q %q %q", n.Get("title"), n.At(0), n.At(1))
	}
}

// Bad input takes no longer than good input of the same size.
func TestParseHostile(t *testing.T) {
	for _, piece := range []string{"{{< a >}}", "{{</*", "{{< a \"", "{{< /a >}}", "{{< a b ", "{{< a `", "{{<"} {
		text := strings.Repeat(piece, 200_000)
		for _, n := range shortcode.Parse(text) {
			if n.After > len(text) {
				t.Fatalf("%q ends at %d", piece, n.After)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("{{< a >}}{{% b c=\"d\" %}}x{{% /b %}}{{< /a >}}")
	f.Add("{{</* a */>}}{{< b `c` />}}")
	f.Fuzz(func(t *testing.T, text string) {
		limited.Input(t)
		check(t, shortcode.Parse(text), 0, len(text))
	})
}

// check fails unless the shortcodes are in order and inside a part of the text.
func check(t *testing.T, nodes []*shortcode.Node, from, to int) {
	t.Helper()
	for _, n := range nodes {
		if n.Start < from || n.End <= n.Start || n.Close < n.End || n.After < n.Close || n.After > to {
			t.Fatalf("%+v is not between %d and %d", n, from, to)
		}

		check(t, n.Children, n.End, n.Close)
		from = n.After
	}
}
