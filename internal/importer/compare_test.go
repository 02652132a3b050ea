package importer

import (
	"slices"
	"testing"

	"signpost/internal/testkit/limited"
)

// unchanged keeps all addresses.
var unchanged = resolver{link: keepAddress, picture: keepAddress}

func keepAddress(address string) string { return address }

// TestConversionKeepsText checks that readers see the same after the conversion.
func TestConversionKeepsText(t *testing.T) {
	for _, page := range []string{
		`<p>Go to https://example.org/a_b_c.</p>`,
		`<p>www.x_y.example/~a*b[c], first_last@x.example (see https://x.example/a_(b))</p>`,
		`<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td><code>dir | more</code></td>` +
			`<td><img src="a|b.png" alt="x|y"></td><td>m|n <a href="q|r">s|t</a></td></tr></table>`,
		`<p><b>Note:</b>text, x<b>(a)</b>b, <b>a</b><b>b</b>, <b>a</b><i>b</i>, <b>!</b>x, <b> a </b>b</p>`,
		`<p><strong>「日本」</strong>です <i>a<b>b:</b></i>c <b></b><i><p>Block</p></i></p>`,
		`<p>1. x<br>- y<br># z<br>&gt; q<br>===<br>---<br>: def<br>::: w<br>!!! note<br>| a |<br>[x]: y<br>=</p>`,
		`<p>&amp;lt;b&amp;gt; &lt;b&gt; \* a*b*c __init__ [x] [^1] {{y}} {% z %} H~2~O ~~no~~</p>`,
		`<p>10<sup>3</sup> H<sub>2</sub>O &nbsp; <kbd>Ctrl</kbd></p>`,
		`<h2 id="q_1">Set {x=y} or {#z}</h2><h3><code>{a=b}</code></h3>`,
		`<ol start="5"><li>x</li><li>y</li></ol><ol><li>z</li></ol>` +
			`<ul><li>a<ul><li>b</li></ul></li></ul><ul><li>c</li></ul>`,
		"<pre>a\n```\nb | c</pre><p><code>a`b</code> <code>``</code></p>",
		`<table><tr><td rowspan="2">a_b</td><td>c</td></tr><tr><td>d</td></tr></table>`,
		`<details>Text</details><details><summary>Sum</summary><p>Text</p></details><div class="callout">= x</div>`,
		`<p><iframe src="https://video.example/1"></iframe><script>lost()</script></p>`,
	} {
		text, err := convert(page, unchanged)
		if err != nil {
			t.Fatal(err)
		}

		if d := compare(page, string(text), unchanged); !d.isNone() {
			t.Errorf("%s\nbecame\n%s\n%+v", page, text, d)
		}
	}
}

func TestCompareFindsDifferences(t *testing.T) {
	for _, test := range []struct {
		page, text            string
		missing, added, links []string
	}{
		{"<p>Wait 5 days</p>", "Wait days", []string{"5"}, nil, nil},
		{"<p>10 to 20</p>", "10 to 2", []string{"20"}, []string{"2"}, nil},
		{"<p>a a</p>", "a", []string{"a"}, nil, nil},
		{"<p><b>Note:</b>text</p>", "**Note:**text", nil, []string{"*"}, nil},
		{`<p><a href="x">y</a></p>`, "y", nil, nil, []string{"x"}},
		{`<p><img src="x.png"></p>`, "", nil, nil, []string{"x.png"}},
		{"<p>dir | more, m</p>", "| dir |\n|--|\n| more | m |", []string{"m"}, nil, nil},
	} {
		d := compare(test.page, test.text, unchanged)
		if !slices.Equal(d.Missing, test.missing) || !slices.Equal(d.Added, test.added) ||
			!slices.Equal(d.Links, test.links) {
			t.Errorf("%s and %s: %+v", test.page, test.text, d)
		}
	}
}

// FuzzConvert checks that nothing makes the conversion or the comparison fail.
func FuzzConvert(f *testing.F) {
	f.Add("<p>a</p>")
	f.Add("<table><tr><td rowspan=2><b>x:</b>y | <ol start=3><li>z")
	f.Fuzz(func(t *testing.T, page string) {
		limited.Input(t)
		text, err := convert(page, unchanged)
		if err == nil {
			compare(page, string(text), unchanged)
		}
	})
}
