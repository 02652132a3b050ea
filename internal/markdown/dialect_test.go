package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
)

// An address that stands by itself becomes a link wherever it stands, and a text comes out the same when it is first read without looking for any.
func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		found     bool
	}{
		{"in a sentence", "See https://a.example/b.", true},
		{"where a line begins", "a\nhttps://a.example/b\n", true},
		{"after an open bracket", "a (https://a.example)", true},
		{"after bold", "**a**https://a.example", true},
		{"after code", "`a`www.a.example", true},
		{"in a quotation", ">ftp://a.example/b", true},
		{"in a cell", "|www.a.example|b|\n|-|-|\n", true},
		{"in what would be a link, but for a blank", "[a](https://a.example b)", true},
		{"an email", "write to a_b+c@d.example", true},
		{"with a host alone", "www.a.example", true},
		{"in a note", "a[^1]\n\n[^1]: https://a.example", true},
		{"that begins before code", "a=`b@c.example`", true},
		{"that begins before a variable", "a{{b@c.example}}", true},
		{"in a link", "[a](https://a.example) [b](mailto:c@d.example)", false},
		{"in code", "`https://a.example`\n\n    www.a.example\n", false},
		{"in the text of a link", "[a b@c.example](d.md)", false},
		{"of a picture", "![a](https://a.example/b.png)", false},
		{"none", "a, b: c // d @ e", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := []byte(tt.src)
			doc, _ := dialect.parse(src)
			got := tree(doc, src)
			whole, _ := parseWith(dialect.full, src)
			if want := tree(whole, src); got != want {
				t.Errorf("read as\n%s, where goldmark reads\n%s", got, want)
			}

			if found := strings.Contains(got, "AutoLink"); found != tt.found {
				t.Errorf("a link was made: %t, want %t, of\n%s", found, tt.found, got)
			}
		})
	}
}

// tree shows each node, where it stands and what it says; texts that follow on from each other are one, and white space at the end of a line is none.
func tree(doc ast.Node, src []byte) string {
	var out []byte
	depth, stop := 0, -1 // where the text shown last ends
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}

		t, isText := n.(*ast.Text)
		if !isText || t.Segment.Start != stop {
			out = fmt.Appendf(out, "\n%*s%s %d ", 2*depth, "", n.Kind(), n.Pos())
		}

		stop = -1
		switch n := n.(type) {
		case *ast.Text:
			stop = n.Segment.Stop
			out = append(out, n.Value(src)...)
			if n.SoftLineBreak() || n.HardLineBreak() {
				out = fmt.Appendf(bytes.TrimRight(out, " \t\r"), " %t", n.HardLineBreak())
			}
		case *ast.AutoLink:
			out = fmt.Appendf(out, "%q", n.URL(src))
		case *ast.Link:
			out = fmt.Appendf(out, "%q %q", n.Destination, n.Title)
		}

		depth++

		return ast.WalkContinue, nil
	})

	return string(out)
}

func FuzzAddresses(f *testing.F) {
	for _, src := range []string{"a https://b.example/c_d_", "**a**http://b.c", "[a](ftp://b.c d)", "`a`www.b.c ~d@e.f~", "|a@b.c|\n|-|\n_www.a.b_", "[^a]: (a@b.c)\n\n{{x}}www.a.b[^a]", "a`x@y.de`", "a{{b@c.de}}", "0\r \n0"} {
		f.Add([]byte(src))
	}

	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1000 {
			t.Skip("dense Markdown takes goldmark long; Parse refuses it")
		}

		doc, _ := dialect.parse(slices.Clone(src))
		whole, _ := parseWith(dialect.full, slices.Clone(src))
		if got, want := tree(doc, src), tree(whole, src); got != want {
			t.Errorf("read as\n%s, where goldmark reads\n%s", got, want)
		}
	})
}
