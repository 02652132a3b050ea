package migrate

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// hugoLayout is the template of a shortcode of the site itself.
type hugoLayout struct {
	root *parse.ListNode
}

// maxLayout limits the size of a template.
const maxLayout = 32 << 10

// layout returns the template of a shortcode, or nil.
func (h hugoPage) layout(name string) *hugoLayout {
	if l, ok := h.site.layouts[name]; ok {
		return l
	}

	h.site.layouts[name] = nil
	for _, dir := range h.layoutFolders() {
		for _, end := range []string{".html", ".md"} {
			src, err := h.Project.Read(path.Join(dir, name+end))
			if err != nil || len(src) > maxLayout {
				continue
			}

			tree := parse.New(name)
			tree.Mode = parse.SkipFuncCheck
			if tree, err := tree.Parse(src, "{{", "}}", map[string]*parse.Tree{}); err == nil && tree.Root != nil {
				h.site.layouts[name] = &hugoLayout{tree.Root}
			}

			return h.site.layouts[name]
		}
	}

	return nil
}

func (h hugoPage) layoutFolders() []string {
	bases := []string{h.Project.Base}
	for _, theme := range h.site.config.texts("theme") {
		bases = append(bases, h.Project.join(path.Join("themes", theme)))
	}

	var dirs []string
	for _, base := range bases {
		dirs = append(dirs, path.Join(base, "layouts/shortcodes"), path.Join(base, "layouts/_shortcodes"))
	}

	return dirs
}

// innerMark marks the position of the inner text in the output of a template.
const innerMark = "\x00"

// expand returns the output of a template. Nothing is executed: a template with anything but text, arguments, the inner
// text and conditions on arguments is not understood.
func (u *use) expand(l *hugoLayout) (rendered, bool) {
	e := layoutExpander{use: u, variables: map[string]string{}}
	if !e.list(l.root, "") {
		return rendered{}, false
	}

	html := strings.TrimSpace(e.out.String())
	if strings.Count(html, innerMark) > 1 || !spend(u.c.Page, len(html)) {
		return rendered{}, false // nested, text that is shown twice grows without limit
	}

	if !u.HasInner() && !strings.Contains(html, "\n") {
		return u.inline(html), true
	}

	return u.withInner(html), true
}

var (
	calloutClass = regexp.MustCompile(
		`(?i)^<(?:div|aside|blockquote)\b[^>]*class="[^"]*\b(?:alert|callout|admonition|notice|hint|` +
			`note|info|tip|warning|danger|caution|important)\b[^"]*"`)
	kindInClass = regexp.MustCompile(`(?i)\b(note|info|tip|success|warning|danger|caution|important|error)\b`)
	plainTag    = regexp.MustCompile(`(?i)</?(?:div|aside|section|article|span|blockquote)\b[^>]*>`)
)

// withInner puts the inner text into what a template wrote. Elements that only say how something looks are left out,
// and one with the class of a callout becomes a callout.
func (u *use) withInner(html string) rendered {
	isCallout := calloutClass.MatchString(html)
	kind := ""
	if isCallout {
		opening, _, _ := strings.Cut(html, ">")
		kind = strings.ToLower(kindInClass.FindString(opening))
	}

	inline := !isCallout && !strings.Contains(u.c.Text[u.Start:u.After], "\n") &&
		!u.c.isAlone(u.Start, u.After)
	html = plainTag.ReplaceAllString(html, "")
	var lines []textLine
	for i, part := range strings.Split(html, innerMark) {
		if i > 0 {
			if inline {
				lines = append(lines, textLine{u.innerText(), u.at})
			} else {
				lines = slices.Concat(lines, []textLine{{"", u.at}}, u.inner(), []textLine{{"", u.at}})
			}
		}

		for line := range strings.SplitSeq(part, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, textLine{line, u.at})
			}
		}
	}

	switch lines = trimBlank(lines); {
	case inline:
		return u.inline(strings.ReplaceAll(joinLines(lines), "\n", " "))
	case isCallout:
		return u.labelled(calloutHead(firstOf(kind, "note"), "", false), capitalised(kind), lines, false)
	}

	return rendered{lines, true}
}

// layoutExpander writes the output of a template for one use.
type layoutExpander struct {
	*use
	out       strings.Builder
	variables map[string]string
	steps     int
}

// Limits of one expansion.
const (
	maxSteps  = 2000
	maxOutput = 64 << 10
)

// list writes nodes. dot is the value of ".", if it is one of the arguments.
func (e *layoutExpander) list(l *parse.ListNode, dot string) bool {
	if l == nil {
		return true
	}

	for _, n := range l.Nodes {
		if e.steps++; e.steps > maxSteps || e.out.Len() > maxOutput || !e.node(n, dot) {
			return false
		}
	}

	return true
}

func (e *layoutExpander) node(n parse.Node, dot string) bool {
	switch n := n.(type) {
	case *parse.TextNode:
		e.out.Write(n.Text)
		return true
	case *parse.CommentNode:
		return true
	case *parse.ActionNode:
		text, ok := e.pipe(n.Pipe, dot)
		if ok && len(n.Pipe.Decl) == 0 {
			e.out.WriteString(text)
		}

		return ok
	case *parse.IfNode:
		text, ok := e.pipe(n.Pipe, dot)
		return ok && e.branch(text != "" && text != "false", n.List, n.ElseList, dot, dot)
	case *parse.WithNode:
		text, ok := e.pipe(n.Pipe, dot)
		return ok && e.branch(text != "" && text != "false", n.List, n.ElseList, text, dot)
	}

	return false
}

func (e *layoutExpander) branch(is bool, then, otherwise *parse.ListNode, dotThen, dotElse string) bool {
	if is {
		return e.list(then, dotThen)
	}

	return e.list(otherwise, dotElse)
}

// pipe returns the value of a pipeline: arguments, and functions that do not change a text.
func (e *layoutExpander) pipe(p *parse.PipeNode, dot string) (string, bool) {
	if p == nil || len(p.Decl) > 1 {
		return "", false
	}

	value := ""
	for i, c := range p.Cmds {
		var ok bool
		if value, ok = e.command(c, value, i > 0, dot); !ok {
			return "", false
		}
	}

	if len(p.Decl) == 1 {
		e.variables[p.Decl[0].Ident[0]] = value
	}

	return value, len(value) <= maxOutput
}

func (e *layoutExpander) command(c *parse.CommandNode, piped string, isPiped bool, dot string) (string, bool) {
	name := ""
	switch first := c.Args[0].(type) {
	case *parse.FieldNode:
		name = "." + strings.Join(first.Ident, ".")
	case *parse.VariableNode:
		if len(first.Ident) == 1 && first.Ident[0] != "$" && len(c.Args) == 1 {
			value, ok := e.variables[first.Ident[0]]
			return value, ok
		}

		name = "." + strings.Join(first.Ident[1:], ".")
	case *parse.IdentifierNode:
		name = first.Ident
	default:
		if len(c.Args) == 1 {
			return e.value(c.Args[0], dot)
		}

		return "", false
	}

	return e.call(name, c.Args[1:], piped, isPiped, dot)
}

// call returns the value of a field or a function.
func (e *layoutExpander) call(name string, args []parse.Node, piped string, isPiped bool, dot string) (string, bool) {
	var values []string
	for _, a := range args {
		value, ok := e.value(a, dot)
		if !ok {
			return "", false
		}

		values = append(values, value)
	}
	if isPiped {
		values = append(values, piped)
	}

	switch {
	case name == ".Get" && len(values) == 1:
		return e.get(values[0]), true
	case (name == ".Inner" || name == ".InnerDeindent") && len(values) == 0:
		return innerMark, true
	case slices.Contains(passing, name) && len(values) >= 1:
		return values[len(values)-1], true
	case name == "default" && len(values) == 2:
		return firstOf(values[1], values[0]), true
	case name == ".Page.Title" || name == ".Page.Description":
		return e.c.Front.Get(strings.ToLower(path.Ext(name)[1:])), len(values) == 0
	case strings.HasPrefix(name, ".Site.Params.") || strings.HasPrefix(name, ".Page.Site.Params."):
		_, key, _ := strings.Cut(name, ".Params.")
		return e.c.site.config.text(append([]string{"params"}, strings.Split(key, ".")...)...), len(values) == 0
	case name == "or":
		return firstOf(values...), true
	case name == "not" && len(values) == 1:
		return strconv.FormatBool(values[0] == "" || values[0] == "false"), true
	case name == "eq" && len(values) == 2:
		return strconv.FormatBool(values[0] == values[1]), true
	case name == "ne" && len(values) == 2:
		return strconv.FormatBool(values[0] != values[1]), true
	}

	return "", false
}

// passing are functions whose result is their last argument, as far as this concerns text.
var passing = []string{
	"markdownify", "safeHTML", "safeURL", "safeHTMLAttr", "htmlUnescape", "strings.TrimSpace", "trim", "chomp",
	"string",
	".Page.RenderString", "transform.Markdownify", "transform.XMLEscape", "htmlEscape", "relURL", "absURL",
}

func (e *layoutExpander) get(key string) string {
	if n, err := strconv.Atoi(key); err == nil {
		return e.At(n)
	}

	return e.Get(key)
}

func (e *layoutExpander) value(n parse.Node, dot string) (string, bool) {
	switch n := n.(type) {
	case *parse.StringNode:
		return n.Text, true
	case *parse.NumberNode:
		return n.Text, true
	case *parse.BoolNode:
		return strconv.FormatBool(n.True), true
	case *parse.DotNode:
		return dot, dot != ""
	case *parse.PipeNode:
		return e.pipe(n, dot)
	case *parse.FieldNode, *parse.VariableNode:
		return e.command(&parse.CommandNode{Args: []parse.Node{n}}, "", false, dot)
	}

	return "", false
}
