package component

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// shownAttributes are the names of attributes whose text readers see, in the order of the page.
var shownAttributes = []string{
	"title", "heading", "header", "headline", "label", "name", "question", "method", "endpoint", "path", "version",
	"summary", "subtitle", "tagline", "description", "desc", "text", "message", "content", "answer", "quote", "price",
	"since", "command", "example", "alt", "tip", "children",
}

// attributesBelow are shown after the content.
var attributesBelow = []string{"caption", "author", "handle", "role", "date", "footer"}

// hiddenAttributes are for the program, even if their text contains spaces.
var hiddenAttributes = setOf(`class className style id key slot is ref icon variant color size width height sizes
	srcset layout loading align justify gap cols columns lang language theme type kind rel target sandbox allow d
	viewBox transform points fill stroke classNames syncKey groupId client:load client:idle client:visible client:only
	data aria-label dataTestId data-testid background gradient grid-template css sx`)

var linkAttributes = []string{"href", "to", "url", "link", "src", "cite"}

// unknown keeps what readers see of a component that is not known: the text of its attributes and its content. If there
// is nothing of the kind, its source is shown, and noted.
func (e *element) unknown() (string, bool) {
	if e.closedBy == 0 && !e.isEmpty && e.syntax == tag && len(e.attributes) == 0 {
		return `\` + e.source, false // <NAME> is a placeholder
	}

	body, isBlock := e.content()
	v := e.visible(body)
	source := e.target("src", "image", "img")
	switch {
	case isPicture(source) && body == "":
		return paragraphs(picture(e.text("alt"), source), e.label("caption", "title")), e.block
	case v.isEmpty() && strings.TrimSpace(e.inner) != "" && body == "":
		return "", false // its content shows nothing, such as an icon
	case v.isEmpty() && v.target == "" && body == "":
		return e.invisible()
	case !e.block && !isBlock && !strings.Contains(strings.Join(v.below, ""), "\n"):
		return strings.Join(append([]string{v.inline(body)}, v.below...), " "), false
	}

	above := append(v.head(), body)

	return paragraphs(append(append(above, v.below...), e.picturesIn()...)...), true
}

// visible is the text of attributes that readers see, as Markdown.
type visible struct {
	above  []string
	below  []string
	target string // where it links to
}

func (v visible) isEmpty() bool {
	return len(v.above)+len(v.below) == 0
}

// visible returns what readers see of the attributes.
func (e *element) visible(body string) visible {
	v := visible{target: e.target(linkAttributes...)}
	v.above, v.below = e.shownText()
	for _, name := range attributesBelow {
		text := e.label(name)
		if number := e.label("number"); name == "caption" && text != "" && number != "" {
			text = escape(e.name) + " " + number + ": " + text // as the text refers to it: "Listing 2-1"
		}

		if text != "" {
			v.below = append(v.below, text)
		}
	}

	if name := e.label("name"); body == "" && name != "" && v.isEmpty() {
		v.above = append(v.above, name)
	}

	if !isAddress(v.target) {
		v.target = ""
	}

	return v
}

// head returns the paragraphs above the content: the first text in bold or as the link, words without spaces next to
// it ("**get** /users"), then the other texts.
func (v visible) head() []string {
	if len(v.above) == 0 {
		if v.target == "" {
			return nil
		}

		return []string{link("", v.target)}
	}

	head := strong(v.above[0])
	if v.target != "" {
		head = link(v.above[0], v.target)
	}

	rest := v.above[1:]
	for len(rest) > 0 && !strings.Contains(rest[0], " ") {
		head += " " + rest[0]
		rest = rest[1:]
	}

	return append([]string{head}, rest...)
}

// inline returns the text and the content on one line.
func (v visible) inline(body string) string {
	text := strings.Join(v.above, ": ")
	switch {
	case v.target != "" && text != "":
		text = link(text, v.target)
	case v.target != "" && body != "" && !strings.Contains(body, "]("):
		return link(body, v.target)
	case v.target != "":
		text = link("", v.target)
	}

	if text != "" && strings.TrimSpace(body) != "" {
		return text + " " + strings.TrimLeft(body, " ")
	}

	return text + body
}

// picturesIn returns the pictures that attributes name.
func (e *element) picturesIn() []string {
	var list []string
	for _, name := range []string{"image", "img", "photo", "avatar", "cover", "screenshot", "thumbnail", "poster"} {
		if source := e.target(name); isPicture(source) {
			list = append(list, picture(e.text("alt"), source))
		}
	}

	return list
}

func isPicture(s string) bool {
	switch strings.ToLower(path.Ext(s)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif":
		return true
	}

	return false
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") ||
		strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "#") ||
		strings.HasPrefix(s, "mailto:")
}

// shownText returns the text of attributes as Markdown: short text, and lists of data.
func (e *element) shownText() (text, lists []string) {
	names := slices.Clone(shownAttributes)
	for _, a := range e.attributes {
		isProse := strings.Contains(strings.TrimSpace(a.value), " ") && !hiddenAttributes[a.name] && !a.isCode
		if (isProse || a.isCode) && !slices.Contains(names, a.name) &&
			!slices.Contains(linkAttributes, a.name) && !slices.Contains(attributesBelow, a.name) {
			names = append(names, a.name)
		}
	}

	for _, name := range names {
		if strings.HasPrefix(name, "on") || strings.HasPrefix(name, "@") {
			continue
		}

		if v := e.value(name); hiddenAttributes[name] && v.kind != listValue && (v.kind != objectValue || !isTable(v)) {
			continue
		}

		v := e.value(name)
		switch v.kind {
		case stringValue:
			isProse := slices.Contains(shownAttributes, name) || strings.Contains(strings.TrimSpace(v.text), " ")
			isID := name == "name" && identifier.MatchString(v.text)
			if isProse && !isID && strings.TrimSpace(v.text) != "" {
				text = append(text, escapeAround(v.text))
			}
		case elementValue:
			text = append(text, e.c.markdownOf(v, e.line))
		case listValue, objectValue:
			lists = append(lists, e.c.data(v, e.line))
		case importValue:
			if !slices.Contains(linkAttributes, name) {
				e.unread(name, v.text)
			}
		case unknownValue:
			if v.text != "" {
				e.unread(name, v.text)
			}
		}
	}

	return text, lists
}

// identifier matches names that are for programs.
var identifier = regexp.MustCompile(`^[a-z0-9_./-]+$`)

// isTable reports whether a value is an object whose fields are all objects: names with what belongs to them.
func isTable(v value) bool {
	return v.kind == objectValue && len(v.fields) > 0 && !slices.ContainsFunc(v.fields, func(f field) bool {
		return f.value.kind != objectValue
	})
}

// unread notes an attribute whose value is computed.
func (e *element) unread(name, code string) {
	if strings.Contains(code, "=>") || strings.HasPrefix(code, "function") || name == "..." {
		return // a function shows nothing
	}

	e.note(name + " is not evaluated: {" + shortened(code) + "}")
}

// listName matches the names of components that list the pages of a folder.
var listName = regexp.MustCompile(
	`^(?:.*(?:section|category|folder|docs?|pages?|articles?|guides?|child|children|siblings?|sub|nav)` +
		`(?:list|cardlist|cards|cardgrid|index|grid|links|toc)|(?:child|children|sub)pages)$`)

// invisible is a component without any text. One that lists the pages of a folder is replaced by that list. The source
// of any other is shown, because no one knows what it showed.
func (e *element) invisible() (string, bool) {
	if e.c.options.Pages != nil && listName.MatchString(e.key) {
		return pages(e)
	}

	e.note("its content could not be converted")

	return codeSpan(e.source), e.block
}

// data shows a list or an object in an attribute as a list.
func (c *converter) data(v value, line int) string {
	var items []string
	switch v.kind {
	case listValue:
		for _, item := range v.items {
			if out := c.datum(item, line); out != "" {
				items = append(items, indent(out, "- ", "  "))
			}
		}
	case objectValue:
		if !isTable(v) {
			return c.datum(v, line)
		}

		for _, f := range v.fields {
			out := strings.Join(strings.Fields(strong(escape(f.name))+facts(f.value)+": "+c.datum(f.value, line)), " ")
			items = append(items, "- "+strings.TrimSuffix(out, ":"))
		}
	}

	return strings.Join(items, "\n")
}

// facts returns the type and the default of a parameter.
func facts(v value) string {
	var list []string
	if t := v.get("type"); t.kind == stringValue {
		list = append(list, codeSpan(t.text))
	}

	if d := v.get("default"); d.kind == stringValue || d.kind == numberValue || d.kind == flagValue {
		list = append(list, "default "+codeSpan(d.text))
	}

	if len(list) == 0 {
		return ""
	}

	return " (" + strings.Join(list, ", ") + ")"
}

// datum shows one item of a list.
func (c *converter) datum(v value, line int) string {
	switch v.kind {
	case listValue:
		return c.data(v, line)
	case objectValue:
	default:
		return c.markdownOf(v, line)
	}

	var text, lists []string
	for _, f := range v.fields {
		isShown := slices.Contains(shownAttributes, f.name)
		switch f.value.kind {
		case stringValue, elementValue:
			isProse := strings.Contains(f.value.text, " ") && !isAddress(f.value.text) && !hiddenAttributes[f.name]
			if isShown || isProse {
				text = append(text, c.markdownOf(f.value, line))
			}
		case listValue, objectValue:
			lists = append(lists, c.data(f.value, line))
		}
	}

	target := c.addressOf(v.get(linkAttributes...))
	if !isAddress(target) {
		target = ""
	}

	head := ""
	switch {
	case len(text) > 0 && target != "":
		head = strings.Join(append([]string{link(text[0], target)}, text[1:]...), ": ")
	case target != "":
		head = link("", target)
	default:
		head = strings.Join(text, ": ")
	}

	return strings.Trim(head+"\n"+strings.Join(lists, "\n"), "\n")
}
