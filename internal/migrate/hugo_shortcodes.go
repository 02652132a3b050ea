package migrate

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/migrate/shortcode"
)

// convertShortcodes replaces all shortcodes.
func (h hugoPage) convertShortcodes() {
	if !strings.Contains(h.Text, "{{") {
		return
	}

	c := shortcodes{hugoPage: h, code: FindCode(h.Text)}
	w := c.write(shortcode.Parse(h.Text), 0, len(h.Text), nil)
	h.setLines(w.finish())
}

// shortcodes converts the shortcodes of a page.
type shortcodes struct {
	hugoPage
	code *Code
}

// use is one use of a shortcode.
type use struct {
	*shortcode.Node
	c      *shortcodes
	parent *use
	name   string // in lower case
	at     place

	labels []string // of the tabs inside
	count  int      // of the tabs inside that were written
	flat   bool     // tabs are written one below the other, because they contain headings

	converted []textLine // what is inside, once it is known
}

// rendered is the replacement of a shortcode: lines for a block, or text in a line.
type rendered struct {
	lines []textLine
	block bool
}

func (u *use) inline(text string) rendered {
	return rendered{lines: []textLine{{text, u.at}}}
}

func (u *use) block(text string) rendered {
	var lines []textLine
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, textLine{line, u.at})
	}

	return rendered{lines, true}
}

// write converts a part of the text.
func (c *shortcodes) write(nodes []*shortcode.Node, from, to int, parent *use) *lineWriter {
	w := &lineWriter{lines: []textLine{{at: c.placeOf(from)}}}
	at, endOfTabs := from, -1
	for _, n := range nodes {
		w.source(&c.body, at, n.Start)
		at = n.After
		u := &use{Node: n, c: c, parent: parent, name: strings.ToLower(n.Name), at: c.placeOf(n.Start)}
		switch {
		case n.Escaped:
			w.insert(c.unescaped(n))
		case n.Name == "":
		case c.code.Contains(n.Start):
			w.insert(u.inCode())
		default:
			r := u.render()
			if isTabGroup(u, r) {
				if endOfTabs >= 0 && strings.TrimSpace(c.Text[endOfTabs:n.Start]) == "" {
					r.lines = slices.Concat([]textLine{{"<!-- -->", u.at}, {"", u.at}}, r.lines)
				}

				endOfTabs = n.After
			}

			w.add(r)
		}
	}

	w.source(&c.body, at, to)

	return w
}

// isTabGroup reports whether a shortcode became tabs, which must not become one group with those before.
func isTabGroup(u *use, r rendered) bool {
	return r.block && len(r.lines) > 0 && u.name != "tab" && strings.HasPrefix(r.lines[0].text, "> [!TAB]")
}

// unescaped returns an escaped shortcode as readers see it. In running text, it needs a sign that it is text.
func (c *shortcodes) unescaped(n *shortcode.Node) string {
	raw := c.Text[n.Start:n.End]
	text := raw[:3] + strings.TrimSuffix(strings.TrimPrefix(raw[3:], "/*"), "*/"+raw[len(raw)-3:]) + raw[len(raw)-3:]
	if c.code.Contains(n.Start) {
		return text
	}

	return codeText(text)
}

// inCode returns the replacement of a shortcode in code.
func (u *use) inCode() string {
	switch u.name {
	case "param", "ref", "relref":
		if r := u.render(); len(r.lines) == 1 && !strings.HasPrefix(r.lines[0].text, "`") {
			return r.lines[0].text
		}
	}

	u.c.Note(u.Start, KindComponent, "%s in code", u.tag())

	return u.c.Text[u.Start:u.After]
}

// tag returns the first tag as it was written.
func (u *use) tag() string { return oneLine(u.c.Text[u.Start:u.End]) }

// inner returns the converted content. It is converted only once, or nested shortcodes would take exponential time.
func (u *use) inner() []textLine {
	if u.converted == nil {
		u.converted = u.convert()
	}

	return u.converted
}

func (u *use) convert() []textLine {
	lines := u.c.write(u.Children, u.End, u.Close, u).finish()
	if len(lines) > 1 && !lines[0].isBlank() {
		return trimBlank(append(lines[:1:1], dedent(lines[1:], commonIndent(lines[1:]))...))
	}

	lines = trimBlank(lines)

	return dedent(lines, commonIndent(lines))
}

// isHeadingInside reports whether a heading is inside, before that is converted.
func (u *use) isHeadingInside() bool {
	var lines []textLine
	for line := range strings.SplitSeq(u.c.Text[u.End:u.Close], "\n") {
		lines = append(lines, textLine{text: strings.TrimLeft(line, " \t")})
	}

	return hasHeading(lines)
}

// innerText returns the content as one line.
func (u *use) innerText() string {
	var words []string
	for _, l := range u.inner() {
		words = append(words, strings.Fields(l.text)...)
	}

	return strings.Join(words, " ")
}

// innerCode returns the unchanged content, for code.
func (u *use) innerCode() string {
	var b strings.Builder
	at := u.End
	for _, n := range u.Children {
		b.WriteString(u.c.Text[at:n.Start])
		if n.Escaped {
			raw := u.c.Text[n.Start:n.End]
			b.WriteString(raw[:3] + raw[5:len(raw)-5] + raw[len(raw)-3:])
		} else {
			b.WriteString(u.c.Text[n.Start:n.After])
		}

		at = n.After
	}

	b.WriteString(u.c.Text[at:u.Close])
	var lines []textLine
	for line := range strings.SplitSeq(strings.Trim(b.String(), "\n"), "\n") {
		lines = append(lines, textLine{text: strings.TrimRight(line, " \t")})
	}

	return joinLines(dedent(lines, commonIndent(lines)))
}

func commonIndent(lines []textLine) int {
	columns := -1
	for _, l := range lines {
		if indent := indentOf(l.text); !l.isBlank() && (columns < 0 || indent < columns) {
			columns = indent
		}
	}

	return max(columns, 0)
}

func joinLines(lines []textLine) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}

	return strings.Join(texts, "\n")
}

// fenced returns a block of code.
func (u *use) fenced(language, code string) rendered {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}

	return u.block(fence + language + "\n" + code + "\n" + fence)
}

// arg returns the first argument with one of the keys, or a positional one.
func (u *use) arg(position int, keys ...string) string {
	return firstOf(u.Get(keys...), u.At(position))
}

// hasHeading reports whether lines contain a heading, which must not be in a quotation: it would lose its address.
func hasHeading(lines []textLine) bool {
	fence, fenced := "", false
	for _, l := range lines {
		fence, fenced = nextFence(fence, l.text)
		if !fenced && indentOf(l.text) < 4 && isHeadingLine(l.text) && !strings.HasPrefix(l.text, ">") {
			return true
		}
	}

	return false
}

// labelled returns a quotation with a marker, or paragraphs if it must not be one.
func (u *use) labelled(head, label string, body []textLine, flat bool) rendered {
	if flat || hasHeading(body) || len(body) == 0 && label != "" {
		return rendered{slices.Concat([]textLine{{bold(label), u.at}, {"", u.at}}, body), true}
	}

	if len(body) == 0 {
		return rendered{block: true}
	}

	return rendered{quote("", strings.TrimSpace(head), u.at, body), true}
}

// render returns the replacement of the shortcode.
func (u *use) render() rendered {
	if render := shortcodeRenderers[u.name]; render != nil {
		return render(u)
	}

	if isCallout(u.name) && u.HasInner() {
		return u.callout(u.name, u.arg(0, "title", "header", "heading"))
	}

	if layout := u.c.layout(u.Name); layout != nil {
		if r, ok := u.expand(layout); ok {
			return r
		}
	}

	return u.unknown()
}

// visible are the names of arguments whose values readers probably saw.
var visible = []string{"title", "header", "heading", "label", "caption", "text", "content", "description", "name"}

// unknown keeps the text inside, and the arguments that readers saw. Without any, the tag itself is shown.
func (u *use) unknown() rendered {
	u.c.noteUnknown(u)
	var shown []string
	for _, a := range u.Args {
		if slices.Contains(visible, strings.ToLower(a.Key)) {
			shown = append(shown, a.Value)
		}
	}

	switch isBlock := strings.Contains(u.c.Text[u.End:u.Close], "\n"); {
	case u.isInDestination():
		return u.inline(article.Slug(u.tag())) // a dead link, which lint reports
	case !u.HasInner():
		return u.inline(codeText(u.tag()))
	case isBlock && len(shown) > 0:
		head := []textLine{{bold(strings.Join(shown, ": ")), u.at}, {"", u.at}}
		return rendered{slices.Concat(head, u.inner()), true}
	case isBlock:
		return rendered{u.inner(), true}
	}

	return u.inline(strings.TrimSpace(strings.Join(shown, " ") + " " + u.innerText()))
}

// noteUnknown notes a shortcode.
func (c *shortcodes) noteUnknown(u *use) {
	if c.layout(u.Name) != nil {
		c.Note(u.Start, KindComponent, "%s", u.tag())
		return
	}

	c.noteTemplate(path.Join(c.layoutFolders()[0], u.Name+".html"), u.at)
}

// isInDestination reports whether the shortcode is part of the address of a link.
func (u *use) isInDestination() bool {
	before := u.c.Text[:u.Start]
	for _, open := range []string{"](", "](<", "]: ", "]: <", `="`} {
		if strings.HasSuffix(before, open) {
			return true
		}
	}

	return false
}

// callout returns a callout.
func (u *use) callout(word, title string) rendered {
	head := calloutHead(word, title, title != "")
	kind, shown, _ := strings.Cut(strings.TrimPrefix(head, "[!"), "]")
	shown = strings.TrimSpace(shown)
	if strings.EqualFold(shown, kind) {
		head, shown = "[!"+kind+"]", ""
	}

	return u.labelled(head, firstOf(shown, capitalised(strings.ToLower(kind))), u.inner(), false)
}

// reference returns the address of a link to a page, which is named by its file, relative to this one or to the
// content, or by its base name. ok is false if there is no such page.
func (h hugoPage) reference(ref string) (string, bool) {
	name, rest := splitAddress(strings.TrimSpace(ref))
	if name == "" {
		return rest, rest != ""
	}

	name = strings.TrimSuffix(name, "/")
	for _, dir := range []string{path.Dir(h.Source), h.Docs.Dir} {
		for _, language := range []string{"." + h.language(), ""} {
			file := path.Join(dir, strings.TrimSuffix(name, ".md")+language)
			if page := h.pageInFile(file); page != nil {
				return relativeSource(h.Source, page.Source) + rest, true
			}
		}
	}

	if page := h.findPage("/" + strings.Trim(name, "/")); page != nil {
		return relativeSource(h.Source, page.Source) + rest, true
	}

	key := h.language() + "/" + strings.ToLower(strings.TrimSuffix(path.Base(name), ".md"))
	if page := h.site.names[key]; page != nil && !strings.Contains(strings.Trim(name, "/"), "/") {
		return relativeSource(h.Source, page.Source) + rest, true
	}

	return ref, false
}
