// Package shortcode reads the shortcodes of Hugo: {{< name argument key="value" >}} and {{% name %}}.
//
// It finds them in a text, code included, as Hugo does, and pairs those that begin something with those that end it.
// It renders nothing.
package shortcode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/migrate/tagtree"
)

// Arg is an argument. Positional arguments have no key.
type Arg struct {
	Key, Value string
}

// Node is a shortcode in a text.
type Node struct {
	// Start and End are the offsets of its first tag.
	Start, End int

	// Close and After are the offsets of the tag that ends it. Without one, they are equal to End.
	Close, After int

	Name string
	Args []Arg

	// Markdown is set for {{% name %}}, whose result is Markdown.
	Markdown bool

	// Escaped shortcodes, {{</* name */>}}, show themselves. They have no arguments.
	Escaped bool

	// Children are the shortcodes between the two tags, in order.
	Children []*Node
}

// HasInner reports whether the shortcode has a tag that ends it.
func (n *Node) HasInner() bool { return n.After > n.End }

// Get returns the value of the first argument with one of the keys, in any case, or "".
func (n *Node) Get(keys ...string) string {
	for _, key := range keys {
		for _, a := range n.Args {
			if a.Key != "" && strings.EqualFold(a.Key, key) {
				return a.Value
			}
		}
	}

	return ""
}

// At returns a positional argument, or "".
func (n *Node) At(index int) string {
	for _, a := range n.Args {
		if a.Key != "" {
			continue
		}
		if index == 0 {
			return a.Value
		}

		index--
	}

	return ""
}

// Parse returns the shortcodes of a text that are not inside others, in order. It takes time proportional to the length
// of the text, and never fails: an incomplete shortcode is text.
func Parse(text string) []*Node {
	tree := tagtree.New(func(n *Node) *[]*Node { return &n.Children })
	for at := 0; ; {
		next := strings.Index(text[at:], "{{")
		if next < 0 {
			break
		}

		at += next
		t, ok := scan(text, at)
		if !ok {
			at += 2
			continue
		}

		t.addTo(tree)
		at = t.end
	}

	return tree.Nodes()
}

// tag is one {{< ... >}}.
type tag struct {
	start, end int
	name       string
	args       []Arg
	markdown   bool
	escaped    bool
	closing    bool // {{< /name >}}
	alone      bool // {{< name />}}
}

// addTo adds the tag to a tree.
func (t *tag) addTo(tree *tagtree.Tree[Node]) {
	node := &Node{
		Start: t.start, End: t.end, Close: t.end, After: t.end,
		Name: t.name, Args: t.args, Markdown: t.markdown, Escaped: t.escaped,
	}

	switch {
	case t.escaped || t.alone:
		tree.Add(node)
	case !t.closing:
		tree.Begin(t.name, node)
	default:
		begun := tree.End(t.name)
		if begun == nil { // a tag that ends nothing shows nothing
			node.Name = ""
			tree.Add(node)
			return
		}

		begun.Close, begun.After = t.start, t.end
	}
}

// longest limits the length of a tag.
const longest = 10_000

// scan reads the tag at an offset.
func scan(text string, start int) (tag, bool) {
	text = text[:min(len(text), start+longest)]
	rest := text[start+2:]
	end := ">}}"
	t := tag{start: start}
	switch {
	case strings.HasPrefix(rest, "<"):
	case strings.HasPrefix(rest, "%"):
		t.markdown, end = true, "%}}"
	default:
		return t, false
	}

	if strings.HasPrefix(rest[1:], "/*") {
		inner, _, _ := strings.Cut(rest[3:], "{{")
		inner, _, ok := strings.Cut(inner, "*/"+end)
		t.end = start + 2 + 3 + len(inner) + len("*/"+end)
		t.escaped = true

		return t, ok
	}

	s := scanner{text: text, at: start + 3, end: end}
	ok := s.tag(&t)
	t.end = s.at

	return t, ok
}

// scanner reads the content of a tag.
type scanner struct {
	text string
	at   int
	end  string
}

func (s *scanner) tag(t *tag) bool {
	s.space()
	if s.take("/") {
		t.closing = true
		s.space()
	}

	t.name = s.word()
	if t.name == "" || !isName(t.name) {
		return false
	}

	for {
		hadSpace := s.space()
		switch {
		case s.take("/" + s.end):
			t.alone = true
			return true
		case s.take(s.end):
			return true
		case !hadSpace || s.at >= len(s.text):
			return false
		}

		arg, ok := s.arg()
		if !ok {
			return false
		}

		t.args = append(t.args, arg)
	}
}

func isName(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return (unicode.IsLetter(first) || unicode.IsDigit(first) || first == '_') && !strings.ContainsAny(name, `="{}<>`)
}

// space skips white space, and reports whether there was any.
func (s *scanner) space() bool {
	from := s.at
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}

	return s.at > from
}

func (s *scanner) take(text string) bool {
	if !strings.HasPrefix(s.text[s.at:], text) {
		return false
	}

	s.at += len(text)

	return true
}

// word reads up to white space, an equals sign, the end of the tag or the beginning of another one.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n=\"`", s.text[s.at]) < 0 && !s.isBoundary() {
		s.at++
	}

	return s.text[from:s.at]
}

func (s *scanner) isBoundary() bool {
	rest := s.text[s.at:]
	return strings.HasPrefix(rest, "{{") || strings.HasPrefix(rest, s.end) ||
		rest[0] == '/' && strings.HasPrefix(rest[1:], s.end)
}

// arg reads a value, or a key with a value.
func (s *scanner) arg() (Arg, bool) {
	if value, ok := s.quoted(); ok {
		return Arg{Value: value}, true
	}

	word := s.word()
	if word == "" {
		return Arg{}, false
	}

	after := s.at
	s.space()
	if !s.take("=") {
		s.at = after
		return Arg{Value: word}, true
	}

	s.space()
	if value, ok := s.quoted(); ok {
		return Arg{word, value}, true
	}

	from := s.at
	s.word()
	for s.take("=") { // in an address
		s.word()
	}

	return Arg{word, s.text[from:s.at]}, s.at > from
}

// quoted reads a text in quotes or backticks.
func (s *scanner) quoted() (string, bool) {
	if s.at >= len(s.text) {
		return "", false
	}

	if s.text[s.at] == '`' {
		inner, _, ok := strings.Cut(s.text[s.at+1:], "`")
		if ok {
			s.at += len(inner) + 2
		}

		return inner, ok
	}

	if s.text[s.at] != '"' {
		return "", false
	}

	var b strings.Builder
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && i+1 < len(s.text) && (s.text[i+1] == '"' || s.text[i+1] == '\\'):
			i++
			b.WriteByte(s.text[i])
		case c == '"':
			s.at = i + 1
			return b.String(), true
		default:
			b.WriteByte(c)
		}
	}

	return "", false
}
