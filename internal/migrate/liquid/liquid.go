// Package liquid reads the templates of Liquid as Jekyll uses it: {{ values }} and {% tags %}.
//
// It finds them in a text and pairs the tags that begin something with those that end it. It executes nothing.
package liquid

import (
	"regexp"
	"strings"

	"signpost/internal/migrate/tagtree"
)

// Node is a value or a tag in a text.
type Node struct {
	// Start and End are the offsets of the first pair of braces.
	Start, End int

	// Close and After are the offsets of the tag that ends a block. Otherwise, they are equal to End.
	Close, After int

	// Name is the name of a tag: "include". Values have none.
	Name string

	// Args is the text after the name of a tag, or the expression of a value.
	Args string

	// Children are the nodes between the two tags of a block, in order.
	Children []*Node
}

// IsBlock reports whether a tag ends the node: {% endif %}.
func (n *Node) IsBlock() bool { return n.After > n.End }

// longest limits the bytes of a tag.
const longest = 10_000

// Parse returns the nodes of a text that are not inside blocks, in order. It takes time proportional to the length of
// the text, and never fails: an incomplete tag is text.
func Parse(text string) []*Node {
	p := parser{
		tree:    tagtree.New(func(n *Node) *[]*Node { return &n.Children }),
		missing: map[string]bool{},
	}

	for at := 0; at < len(text); {
		next := strings.IndexByte(text[at:], '{')
		if next < 0 {
			break
		}

		at += next
		n, ok := scan(text, at)
		if !ok {
			at++
			continue
		}

		at = n.End
		if n.Name == "raw" || n.Name == "comment" {
			at = p.verbatim(text, n)
		}

		p.add(n)
	}

	return p.tree.Nodes()
}

// scan reads a value or a tag at an offset.
func scan(text string, start int) (*Node, bool) {
	rest := text[start:min(len(text), start+longest)]
	end := ""
	switch {
	case strings.HasPrefix(rest, "{{"):
		end = "}}"
	case strings.HasPrefix(rest, "{%"):
		end = "%}"
	default:
		return nil, false
	}

	inner := rest[2:]
	if next := strings.Index(inner, rest[:2]); next >= 0 {
		inner = inner[:next]
	}

	inner, _, ok := strings.Cut(inner, end)
	if !ok {
		return nil, false
	}

	after := start + 2 + len(inner) + 2
	n := &Node{Start: start, End: after, Close: after, After: after}
	n.Args = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(inner, "-"), "-"))
	if end == "%}" {
		n.Name, n.Args, _ = strings.Cut(n.Args, " ")
		n.Args = strings.TrimSpace(n.Args)
		ok = n.Name != ""
	}

	return n, ok
}

var endOf = map[string]*regexp.Regexp{
	"raw":     regexp.MustCompile(`\{%-?\s*endraw\s*-?%\}`),
	"comment": regexp.MustCompile(`\{%-?\s*endcomment\s*-?%\}`),
}

// parser pairs tags.
type parser struct {
	tree    *tagtree.Tree[Node]
	missing map[string]bool // names of blocks whose end does not follow
}

// verbatim finds the end of a block whose content is not read, and returns the offset after it.
func (p *parser) verbatim(text string, n *Node) int {
	if p.missing[n.Name] {
		return n.End
	}

	m := endOf[n.Name].FindStringIndex(text[n.End:])
	if m == nil {
		p.missing[n.Name] = true
		return n.End
	}

	n.Close, n.After = n.End+m[0], n.End+m[1]

	return n.After
}

func (p *parser) add(n *Node) {
	name, isEnd := strings.CutPrefix(n.Name, "end")
	switch {
	case n.IsBlock() || n.Name == "":
		p.tree.Add(n)
	case !isEnd:
		p.tree.Begin(n.Name, n)
	default:
		begun := p.tree.End(name)
		if begun == nil {
			p.tree.Add(n)
			return
		}

		begun.Close, begun.After = n.Start, n.End
	}
}

// Param is a named argument of a tag. Value is written as an expression: a text in quotes, or a name.
type Param struct{ Name, Value string }

var paramExpression = regexp.MustCompile(`([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)`)

// Params returns the named arguments in the arguments of a tag, and what is before the first one.
func Params(args string) (before string, params []Param) {
	matches := paramExpression.FindAllStringSubmatchIndex(args, -1)
	if len(matches) == 0 {
		return args, nil
	}

	for _, m := range matches {
		params = append(params, Param{args[m[2]:m[3]], args[m[4]:m[5]]})
	}

	return strings.TrimSpace(args[:matches[0][0]]), params
}
