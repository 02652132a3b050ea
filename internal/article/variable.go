package article

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	gm "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

var variableInAddress = regexp.MustCompile(`\{\{ *([a-z][a-z0-9_-]*) *\}\}`)

// longest is how far }} is looked for: without bound, a line of a million braces would be read a million times.
const longest = 100

// variable is "{{ name }}" in text.
type variable struct {
	ast.BaseInline
	written string // with the braces
	value   string
}

var kindVariable = ast.NewNodeKind("Variable")

// Kind implements ast.Node.
func (*variable) Kind() ast.NodeKind { return kindVariable }

// Dump implements ast.Node.
func (n *variable) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// variableInline reads "{{ name }}".
type variableInline struct{}

// Trigger implements parser.InlineParser.
func (variableInline) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (variableInline) Parse(_ ast.Node, block text.Reader, _ gm.Context) ast.Node {
	line, segment := block.PeekLine()
	line = line[:min(len(line), longest)]
	end := bytes.Index(line, []byte("}}"))
	if !bytes.HasPrefix(line, []byte("{{")) || end < 0 || bytes.ContainsAny(line[len("{{"):end], "{`") {
		return nil
	}
	written := string(line[:end+len("}}")])
	n := &variable{written: written, value: written}
	n.SetPos(segment.Start)
	block.Advance(len(written))
	return n
}

// fill looks the value of a variable up.
func (p *parser) fill(n *variable) {
	name := strings.Trim(n.written, "{} ")
	value, ok := p.options.Variables[name]
	switch {
	case ok:
		n.value = value
	case strings.HasPrefix(name, "<"):
		p.report(rules.BadInclude, n.Pos(), `write {{< include "contact.md" >}} on a line of its own, at most indented or quoted`, "%s includes nothing", n.written)
	default:
		p.unknownVariable(name, n.Pos())
	}
}

func (p *parser) unknownVariable(name string, offset int) {
	known := slices.Sorted(maps.Keys(p.options.Variables))
	hint := "set it below \"variables:\" in config.yaml; to"
	if nearest, ok := strictyaml.Nearest(name, known); ok {
		hint = fmt.Sprintf("did you mean %q? To", nearest)
	}
	p.report(rules.UnknownVariable, offset, hint+" show the braces, write \\{{ or put them between backticks", "there is no variable %q", name)
}

// fillAddress puts values into the address or the title of a link, as Markdown that means just them.
func (p *parser) fillAddress(raw []byte, offset int) []byte {
	if !bytes.Contains(raw, []byte("{{")) {
		return raw
	}
	return variableInAddress.ReplaceAllFunc(raw, func(match []byte) []byte {
		name := strings.Trim(string(match), "{} ")
		value, ok := p.options.Variables[name]
		if !ok {
			p.unknownVariable(name, offset)
			return match
		}
		return []byte(markdownEscapes.Replace(value))
	})
}

var markdownEscapes = strings.NewReplacer("&", "&amp;", `\`, `\\`)

func renderVariable(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.Write(util.EscapeHTML([]byte(node.(*variable).value)))
	}
	return ast.WalkContinue, nil
}
