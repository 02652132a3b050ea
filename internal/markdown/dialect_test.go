package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/testkit/limited"
)

// Bare addresses become links, and a source without any is parsed to the same tree by both parsers.
func TestBareAddresses(t *testing.T) {
	tests := []struct {
		name string
		src  string
		want bool // that there is a link
	}{
		{"in a sentence", "See https://a.example/b.", true},
		{"at the start of a line", "a\nhttps://a.example/b\n", true},
		{"after a bracket", "a (https://a.example)", true},
		{"after bold text", "**a**https://a.example", true},
		{"after code", "`a`www.a.example", true},
		{"in a quotation", ">ftp://a.example/b", true},
		{"in a cell", "|www.a.example|b|\n|-|-|\n", true},
		{"in a broken link", "[a](https://a.example b)", true},
		{"email", "write to a_b+c@d.example", true},
		{"host", "www.a.example", true},
		{"in a note", "a[^1]\n\n[^1]: https://a.example", true},
		{"across code", "a=`b@c.example`", true},
		{"across a variable", "a{{b@c.example}}", true},
		{"in links", "[a](https://a.example) [b](mailto:c@d.example)", false},
		{"in code", "`https://a.example`\n\n    www.a.example\n", false},
		{"in the text of a link", "[a b@c.example](d.md)", false},
		{"of a picture", "![a](https://a.example/b.png)", false},
		{"none", "a, b: c // d @ e", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := parseToString([]byte(tt.src))
			full, _ := parseWith(dialect.full, []byte(tt.src))
			if want := treeString(full, []byte(tt.src)); got != want {
				t.Errorf("got\n%s\nwant the tree of the full parser\n%s", got, want)
			}

			if found := strings.Contains(got, "AutoLink"); found != tt.want {
				t.Errorf("there is a link: %t, want %t, in\n%s", found, tt.want, got)
			}
		})
	}
}

func parseToString(src []byte) string {
	root, _ := dialect.parse(src)
	return treeString(root, src)
}

// treeString returns the nodes of a tree with their offsets and texts. Adjacent texts are joined, because the parsers
// split text differently, and white space at the end of a line is ignored.
func treeString(root ast.Node, src []byte) string {
	p := treePrinter{
		src:     src,
		textEnd: -1,
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			p.enter(n)
		} else {
			p.depth--
		}

		return ast.WalkContinue, nil
	})

	return string(p.out)
}

type treePrinter struct {
	src     []byte
	out     []byte
	depth   int
	textEnd int // offset at which the last text ends
}

func (p *treePrinter) enter(n ast.Node) {
	text, isText := n.(*ast.Text)
	if !isText || text.Segment.Start != p.textEnd {
		p.out = fmt.Appendf(p.out, "\n%*s%s %d ", 2*p.depth, "", n.Kind(), n.Pos())
	}

	p.depth++
	p.textEnd = -1

	switch n := n.(type) {
	case *ast.Text:
		p.textEnd = n.Segment.Stop
		p.out = append(p.out, n.Value(p.src)...)
		if n.SoftLineBreak() || n.HardLineBreak() {
			p.out = fmt.Appendf(bytes.TrimRight(p.out, " \t\r"), " %t", n.HardLineBreak())
		}
	case *ast.AutoLink:
		p.out = fmt.Appendf(p.out, "%q", n.URL(p.src))
	case *ast.Link:
		p.out = fmt.Appendf(p.out, "%q %q", n.Destination, n.Title)
	}
}

func FuzzBareAddresses(f *testing.F) {
	for _, src := range []string{
		"a https://b.example/c_d_",
		"**a**http://b.c",
		"[a](ftp://b.c d)",
		"`a`www.b.c ~d@e.f~",
		"|a@b.c|\n|-|\n_www.a.b_",
		"[^a]: (a@b.c)\n\n{{x}}www.a.b[^a]",
		"a`x@y.de`",
		"a{{b@c.de}}",
		"0\r \n0",
	} {
		f.Add([]byte(src))
	}

	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		if len(src) > 1000 {
			t.Skip("goldmark is slow for dense Markdown, which article.Parse refuses")
		}

		got := parseToString(slices.Clone(src))
		full, _ := parseWith(dialect.full, slices.Clone(src))
		if want := treeString(full, src); got != want {
			t.Errorf("got\n%s\nwant the tree of the full parser\n%s", got, want)
		}
	})
}
