package tagtree

import (
	"strings"
	"testing"
)

type node struct {
	name     string
	children []*node
}

func (n *node) String() string { return n.name + describe(n.children) }

func describe(list []*node) string {
	if len(list) == 0 {
		return ""
	}

	var names []string
	for _, n := range list {
		names = append(names, n.String())
	}

	return "(" + strings.Join(names, " ") + ")"
}

// TestTree builds trees from tags: "a" begins, "/a" ends, "a." stands alone.
func TestTree(t *testing.T) {
	for tags, want := range map[string]string{
		"a b. /a c.":     "(a(b.) c.)",
		"a b c. /b /a":   "(a(b(c.)))",
		"a b c. /a d.":   "(a(b c.) d.)",
		"a b. c":         "(a b. c)",
		"a a b. /a c.":   "(a a(b.) c.)",
		"a b /a /b":      "(a(b) /b)",
		"/a":             "(/a)",
		"":               "",
		"a b /b b c. /b": "(a b b(c.))",
	} {
		tree := New(func(n *node) *[]*node { return &n.children })
		for tag := range strings.FieldsSeq(tags) {
			name, isEnd := strings.CutPrefix(tag, "/")
			switch {
			case isEnd && tree.End(name) != nil:
			case isEnd || strings.HasSuffix(tag, "."):
				tree.Add(&node{name: tag})
			default:
				tree.Begin(tag, &node{name: tag})
			}
		}

		if got := describe(tree.Nodes()); got != want {
			t.Errorf("%q: got %s, want %s", tags, got, want)
		}
	}
}
