package component

import (
	"html"
	"regexp"
	"strings"
)

// keptAttributes are the attributes of HTML elements that stay.
var keptAttributes = setOf(`id name href src alt title lang dir colspan rowspan scope headers align start value type
	reversed open datetime cite width height controls poster`)

// htmlAttributes returns attributes as HTML. Classes, styles and handlers do nothing in signpost.
func (e *element) htmlAttributes() string {
	var b strings.Builder
	for _, a := range e.attributes {
		name := strings.ToLower(a.name)
		if !keptAttributes[name] || a.isCode && e.value(a.name).kind == unknownValue {
			continue
		}

		b.WriteString(" " + name)
		if !a.isFlag {
			b.WriteString(`="` + html.EscapeString(e.target(a.name)+e.number(a.name)) + `"`)
		}
	}

	return b.String()
}

func (e *element) number(name string) string {
	if v := e.value(name); v.kind == numberValue {
		return v.text
	}

	return ""
}

// html keeps an HTML element. In MDX its content is Markdown, so blank lines go around what is more than text.
func (e *element) html() (string, bool) {
	start := "<" + e.name + e.htmlAttributes() + ">"
	if e.isEmpty || e.closedBy == 0 {
		if e.name == "hr" {
			return "---", true
		}

		return start, false
	}

	end := "</" + e.name + ">"
	switch {
	case isList[e.name]:
		return e.list()
	case e.name == "blockquote":
		return indent(e.blocks(), "> ", "> "), true
	case !tableParts[e.name] && !e.block:
		out, _ := e.content()
		return start + out + end, false
	}

	body := e.blocks()
	if !tableParts[e.name] || isCell[e.name] {
		if isCell[e.name] && !needsMarkdown(body) {
			return start + body + end, true
		}

		return start + "\n\n" + body + "\n\n" + end, true
	}

	return start + "\n" + tight(body) + "\n" + end, true
}

var notHTML = regexp.MustCompile(`<[A-Z]|\{|className`)

// isBlockOfHTML reports whether the element is a list or the like, which can stay in the row of a table as it is.
func (e *element) isBlockOfHTML() bool {
	switch e.name {
	case "ul", "ol", "li", "p", "dl", "blockquote", "table":
		return e.syntax == tag && !notHTML.MatchString(e.source)
	}

	return false
}

// tight removes the blank lines between the elements of a table, which end a block of HTML in Markdown only where
// they are wanted: around the content of a cell.
func tight(body string) string {
	return betweenTags.ReplaceAllString(body, "$1\n$2")
}

var betweenTags = regexp.MustCompile(`(</(?:td|th|tr|thead|tbody|tfoot|colgroup|caption)>)\n\n+(<)`)

var (
	tableParts = setOf("table thead tbody tfoot tr td th colgroup caption dl dt dd")
	isCell     = setOf("td th dt dd")
	isList     = setOf("ul ol")
	markdownIn = regexp.MustCompile("[*_`\\[\\]#\\n~]|^[-+>] |^\\d+[.)] ")
)

// needsMarkdown reports whether text means something else in HTML than in Markdown.
func needsMarkdown(text string) bool {
	return markdownIn.MatchString(text)
}

// list converts a list of HTML to one of Markdown.
func (e *element) list() (string, bool) {
	if id := e.text("id"); id != "" {
		return paragraphs(anchorOf(id), e.blocks()), true
	}

	e.isFlat = e.isFlatInside()

	return tightList(e.blocks()), true
}

func listItem(e *element) (string, bool) {
	marker := "- "
	parent := e.parent("ul", "ol")
	if parent != nil && parent.key == "ol" {
		parent.count++
		marker = itoa(parent.count) + ". "
	}

	body := e.blocks()
	if parent != nil && parent.isFlat && hasHeading(body) {
		return body, true
	}

	return indent(body, marker, strings.Repeat(" ", len(marker))), true
}

// box is an element that only arranges its content. Its ID remains.
func box(e *element) (string, bool) {
	out, isBlock := e.content()
	id := anchorOf(e.text("id"))
	switch {
	case id == "":
		return out, isBlock || e.name == "p" && e.block
	case isBlock:
		return paragraphs(id, out), true
	}

	return id + out, false
}

func caption(e *element) (string, bool) {
	return emphasis(e.inline()), true
}

func headingElement(e *element) (string, bool) {
	out := e.inline()
	if out == "" {
		return "", false
	}

	if !e.block {
		return strong(out), false
	}

	level := strings.Repeat("#", int(e.name[1]-'0')) + " "
	if id := e.text("id"); id != "" && !strings.HasSuffix(out, "}") {
		return level + out + " {#" + id + "}", true
	}

	return level + out, true
}

var anyTag = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)

// preformatted is <pre>.
func preformatted(e *element) (string, bool) {
	text, ok := e.codeText()
	if !ok || anyTag.MatchString(text) {
		text = e.plain()
	}

	return codeBlock("", text), true
}

// codeElement is <code>.
func codeElement(e *element) (string, bool) {
	if inner := e.c.markdown(e.inner, e.innerLine); strings.Contains(inner, "](") || strings.Contains(inner, "*") {
		return "<code>" + inner + "</code>", false
	}

	text := e.plain()
	if strings.Contains(text, "\n") {
		return codeBlock("", dedentCode(text)), true
	}

	return codeSpan(text), false
}

// plain returns the content without tags and expressions.
func (e *element) plain() string {
	var b strings.Builder
	inner := e.inner
	for {
		at := strings.IndexByte(inner, '{')
		if at < 0 {
			break
		}

		end := closingBrace(inner, at)
		if end < 0 {
			break
		}

		b.WriteString(inner[:at])
		v := e.c.parseValue(strings.TrimSpace(inner[at+1 : end-1]))
		switch {
		case v.kind == stringValue || v.kind == numberValue:
			b.WriteString(html.EscapeString(v.text))
		case !isComment(strings.TrimSpace(inner[at+1 : end-1])):
			b.WriteString(inner[at:end])
		}

		inner = inner[end:]
	}

	b.WriteString(inner)

	return html.UnescapeString(anyTag.ReplaceAllString(b.String(), ""))
}
