package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var variableInAddress = regexp.MustCompile(`\{\{ *([a-z][a-z0-9_-]*) *\}\}`)

// maxVariableLength limits how far }} is searched for: without a limit, a line of a million braces would be read a
// million times.
const maxVariableLength = 100

// variable is "{{ name }}" in text.
type variable struct {
	ast.BaseInline
	source string // with its braces
	value  string
}

var kindVariable = ast.NewNodeKind("Variable")

// Kind implements ast.Node.
func (*variable) Kind() ast.NodeKind {
	return kindVariable
}

// Dump implements ast.Node.
func (n *variable) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

// variableParser parses "{{ name }}".
type variableParser struct{}

// Trigger implements parser.InlineParser.
func (variableParser) Trigger() []byte {
	return []byte{'{'}
}

// Parse implements parser.InlineParser.
func (variableParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	line = line[:min(len(line), maxVariableLength)]
	end := bytes.Index(line, []byte("}}"))
	if !bytes.HasPrefix(line, []byte("{{")) || end < 0 || bytes.ContainsAny(line[len("{{"):end], "{`") {
		return nil
	}

	source := string(line[:end+len("}}")])
	n := &variable{
		source: source,
		value:  source,
	}
	n.SetPos(segment.Start)
	block.Advance(len(source))

	return n
}

// fillVariable looks up the value of a variable.
func (d *Document) fillVariable(n *variable) {
	name := strings.Trim(n.source, "{} ")
	value, ok := d.options.Variables[name]
	switch {
	case ok && d.bounds.expand(len(value), n.Pos()):
		n.value = value
	case ok: // too much is inserted
	case strings.HasPrefix(name, "<"):
		d.report(InlineInclude, n.Pos(), n.source)
	default:
		d.report(UnknownVariable, n.Pos(), name)
	}
}

// fillAddress replaces the variables in the address or the title of a link with their values, escaped for Markdown.
func (d *Document) fillAddress(raw []byte, offset int) []byte {
	if !bytes.Contains(raw, []byte("{{")) {
		return raw
	}

	return variableInAddress.ReplaceAllFunc(raw, func(match []byte) []byte {
		name := strings.Trim(string(match), "{} ")
		value, ok := d.options.Variables[name]
		if !ok {
			d.report(UnknownVariable, offset, name)
			return match
		}

		if !d.bounds.expand(len(value), offset) {
			return nil
		}

		return []byte(markdownEscapes.Replace(value))
	})
}

var markdownEscapes = strings.NewReplacer("&", "&amp;", `\`, `\\`)

func renderVariable(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(escapeHTML(node.(*variable).value))
	}

	return ast.WalkContinue, nil
}
