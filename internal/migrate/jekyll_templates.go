package migrate

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/migrate/liquid"
)

// templateRun replaces the values and tags of a text as far as they are known. Conditions and loops are limited, and
// nothing can read more than the settings, the data and the includes of the project.
type templateRun struct {
	jekyllPage
	body      *body
	w         *lineWriter
	variables map[string]any
	arguments map[string]any // of an include
	above     []string       // the includes that include this text
	strict    bool           // what is not known ends the run
	failed    bool
	steps     *int
}

const (
	maxTemplateSteps = 20_000
	maxTemplateText  = 64 << 10 // bytes of one value
	maxIncludesAbove = 10
)

// nodes writes a part of the text with its values and tags replaced.
func (r *templateRun) nodes(list []*liquid.Node, from, to int) {
	at := from
	for _, n := range list {
		if r.failed {
			return
		}

		r.w.source(r.body, at, max(at, n.Start))
		if strings.HasPrefix(r.body.Text[n.Start+2:], "-") {
			r.w.trimEnd()
		}

		*r.steps++
		if *r.steps > maxTemplateSteps || !r.node(n) {
			r.keep(n)
		}

		at = n.After
		if strings.HasPrefix(r.body.Text[n.After-3:], "-") {
			at += len(r.body.Text[at:to]) - len(strings.TrimLeft(r.body.Text[at:to], " \t\n"))
		}
	}

	r.w.source(r.body, at, max(at, to))
}

// keep writes a tag as it is, and notes it. What is inside is written as usual.
func (r *templateRun) keep(n *liquid.Node) {
	if r.strict {
		r.failed = true
		return
	}

	at := r.body.placeOf(n.Start)
	r.Project.note(Note{KindTemplate, at.file, at.line, oneLine(r.body.Text[n.Start:n.End])})
	r.w.source(r.body, n.Start, n.End)
	if n.IsBlock() {
		r.nodes(n.Children, n.End, n.Close)
		r.w.source(r.body, n.Close, n.After)
	}
}

// node writes the replacement of a value or a tag, and reports whether it is known.
func (r *templateRun) node(n *liquid.Node) bool {
	switch n.Name {
	case "":
		value, ok := liquid.Eval(n.Args, r.lookup)
		text := liquid.Text(value)
		if ok = ok && len(text) <= maxTemplateText && spend(r.Page, len(text)); ok {
			r.w.insert(strings.TrimRight(text, "\n"))
		}

		return ok
	case "raw":
		r.w.source(r.body, n.End, n.Close)
		return true
	case "comment", "seo", "feed_meta", "endraw":
		return true
	case "assign":
		return r.assign(n.Args)
	case "capture":
		sub := r.sub()
		sub.nodes(n.Children, n.End, n.Close)
		r.variables[n.Args] = joinLines(sub.w.finish())

		return !sub.failed && n.IsBlock() && len(joinLines(sub.w.finish())) <= maxTemplateText
	case "if", "unless":
		return n.IsBlock() && r.condition(n)
	case "for":
		return n.IsBlock() && r.loop(n)
	case "include", "include_cached", "include_relative":
		return r.include(n)
	case "link", "post_url":
		return r.link(n)
	case "highlight":
		return n.IsBlock() && r.highlight(n)
	case "tabs":
		if n.IsBlock() {
			r.nodes(n.Children, n.End, n.Close)
		}

		return n.IsBlock()
	case "tab":
		return n.IsBlock() && r.tab(n)
	case "gist":
		id, _, _ := strings.Cut(n.Args, " ")
		r.w.insert("[The code at GitHub](https://gist.github.com/" + strings.Trim(id, `"'`) + ")")

		return id != ""
	}

	return false
}

// sub returns a run that writes elsewhere, and that fails if something is not known.
func (r *templateRun) sub() *templateRun {
	sub := *r
	sub.w = &lineWriter{lines: []textLine{{at: r.body.lines[0]}}}
	sub.strict = true

	return &sub
}

func (r *templateRun) assign(args string) bool {
	name, expression, ok := strings.Cut(args, "=")
	if !ok {
		return false
	}

	value, ok := liquid.Eval(expression, r.lookup)
	if !ok || len(liquid.Text(value)) > maxTemplateText {
		delete(r.variables, strings.TrimSpace(name))
		return false
	}

	r.variables[strings.TrimSpace(name)] = value

	return true
}

// condition writes the branch of an if that holds.
func (r *templateRun) condition(n *liquid.Node) bool {
	is, ok := liquid.Is(n.Args, r.lookup)
	is = is != (n.Name == "unless")
	from := n.End
	var branch []*liquid.Node
	for _, child := range n.Children {
		if child.Name != "else" && child.Name != "elsif" {
			branch = append(branch, child)
			continue
		}

		if !ok {
			return false
		}
		if is {
			r.nodes(branch, from, child.Start)
			return true
		}

		branch, from, is = nil, child.End, true
		if child.Name == "elsif" {
			is, ok = liquid.Is(child.Args, r.lookup)
		}
	}

	if ok && is {
		r.nodes(branch, from, n.Close)
	}

	return ok
}

// loop writes a block for each item of a list.
func (r *templateRun) loop(n *liquid.Node) bool {
	name, rest, _ := strings.Cut(n.Args, " in ")
	words := strings.Fields(rest)
	if len(words) != 1 || slices.ContainsFunc(n.Children, func(c *liquid.Node) bool { return c.Name == "else" }) {
		return false
	}

	value, ok := liquid.Eval(words[0], r.lookup)
	list, isList := value.([]any)
	if table, isTable := value.(map[string]any); isTable {
		isList = true
		for _, key := range sortedKeys(table) {
			list = append(list, []any{key, table[key]})
		}
	}
	if !ok || !isList && value != nil || !spend(r.Page, len(list)*(n.Close-n.End)) {
		return false
	}

	sub := r.sub()
	name = strings.TrimSpace(name)
	for i, item := range list {
		sub.variables[name] = item
		sub.variables["forloop"] = map[string]any{
			"index": i + 1, "index0": i, "first": i == 0, "last": i == len(list)-1, "length": len(list),
		}
		sub.nodes(n.Children, n.End, n.Close)
	}

	delete(sub.variables, name)
	delete(sub.variables, "forloop")
	if !sub.failed {
		for i, l := range sub.w.finish() {
			if i > 0 {
				r.w.newLine(l.at)
			}

			r.w.text(l.text, l.at)
		}
	}

	return !sub.failed
}

// lookup returns the value of a name.
func (r *templateRun) lookup(name string) (any, bool) {
	root, rest, _ := strings.Cut(name, ".")
	if v, ok := r.variables[root]; ok {
		return valueAt(v, rest), true
	}

	switch root {
	case "include":
		return valueAt(r.arguments, rest), r.arguments != nil
	case "page":
		return r.pageValue(rest)
	case "site":
		return r.siteValue(rest)
	}

	return nil, false
}

// valueAt returns the value at a path of keys and indexes.
func valueAt(v any, keys string) any {
	for key := range strings.SplitSeq(keys, ".") {
		if key == "" {
			continue
		}

		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, err := strconv.Atoi(key)
			switch {
			case key == "size":
				return len(at)
			case key == "first":
				i = 0
			case key == "last":
				i = len(at) - 1
			case err != nil:
				return nil
			}
			if i < 0 || i >= len(at) {
				return nil
			}

			v = at[i]
		default:
			return nil
		}
	}

	return v
}

func (r *templateRun) pageValue(key string) (any, bool) {
	switch key {
	case "url":
		return r.Address, true
	case "title":
		return r.title(), true
	case "path":
		return r.Name, true
	case "content", "excerpt", "next", "previous", "collection":
		return nil, false
	}

	return valueAt(r.Front.values(), key), true
}

// dynamic are the values of a site that Jekyll computes.
var dynamic = []string{
	"pages", "posts", "html_pages", "static_files", "html_files", "documents", "related_posts", "categories", "tags",
	"time", "github", "collections",
}

func (r *templateRun) siteValue(key string) (any, bool) {
	root, rest, _ := strings.Cut(key, ".")
	switch {
	case root == "baseurl":
		return r.Project.basePath(), true
	case root == "url":
		return strings.TrimSuffix(strings.TrimSuffix(r.Project.BaseURL, "/"), r.Project.basePath()), true
	case root == "data":
		return valueAt(r.site.data, rest), true
	case slices.Contains(dynamic, root) || slices.Contains(r.site.collections, root):
		return nil, false
	}

	return valueAt(map[string]any(r.site.config), key), true
}

// link writes the address of a page or a file that a tag names.
func (r *templateRun) link(n *liquid.Node) bool {
	name := strings.Trim(n.Args, `"' `)
	if strings.Contains(name, "{{") {
		return false
	}

	if n.Name == "post_url" {
		name = path.Join("_posts", strings.TrimSuffix(name, ".md")+".md")
	}

	source := path.Join(r.site.source, strings.Trim(name, "/"))
	page := r.Project.index.bySource[source]
	if page == nil && n.Name == "post_url" {
		page = r.Project.index.byStem[strings.ToLower(stem(source))]
	}
	if page != nil && page.Address != "" {
		r.w.insert(page.Address)
		return true
	}
	if r.Project.index.assets[source] != nil {
		r.w.insert("/" + strings.Trim(name, "/"))
		return true
	}

	return false
}

// highlight writes a block of code.
func (r *templateRun) highlight(n *liquid.Node) bool {
	language, _, _ := strings.Cut(n.Args, " ")
	sub := r.sub()
	sub.strict = false
	sub.nodes(n.Children, n.End, n.Close)
	lines := trimBlank(sub.w.finish())
	fence := "```"
	for strings.Contains(joinLines(lines), fence) {
		fence += "`"
	}

	at := r.body.placeOf(n.Start)
	r.w.add(rendered{slices.Concat([]textLine{{fence + language, at}}, lines, []textLine{{fence, at}}), true})

	return true
}

// tab writes a tab: "{% tab group label %}".
func (r *templateRun) tab(n *liquid.Node) bool {
	_, name, ok := strings.Cut(n.Args, " ")
	if !ok {
		name = n.Args
	}

	sub := r.sub()
	sub.strict = false
	sub.nodes(n.Children, n.End, n.Close)
	body := trimBlank(sub.w.finish())
	name = label(strings.Trim(name, `"'`))
	if hasHeading(body) {
		at := r.body.placeOf(n.Start)
		r.w.add(rendered{slices.Concat([]textLine{{bold(name), at}, {"", at}}, body), true})

		return true
	}

	r.w.add(rendered{quote("", "[!TAB] "+name, r.body.placeOf(n.Start), body), true})

	return true
}
