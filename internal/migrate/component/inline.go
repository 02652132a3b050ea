package component

import (
	"strings"
)

// button is a link, however it looks.
func button(e *element) (string, bool) {
	target := e.target("href", "to", "link", "url", "path", "page")
	label := e.inline()
	if label == "" {
		label = e.label("text", "label", "title", "name", "children", "content")
	}

	if strings.Contains(label, "](") {
		return label, false
	}

	return link(label, target), false
}

// anchor is <a>. One without an address is a place that links lead to.
func anchor(e *element) (string, bool) {
	target := e.target("href", "to")
	id := e.text("id", "name")
	if target == "" {
		return anchorOf(id) + e.inline(), false
	}

	label := e.c.markdown(strings.TrimSpace(e.inner), e.innerLine)
	if strings.Contains(label, "\n") || strings.Contains(strings.ReplaceAll(label, "![", ""), "[") {
		label = oneLine(label)
	}

	out := link(label, target)
	if label == "" && id != "" {
		out = ""
	}

	return anchorOf(id) + out, false
}

// anchorOf returns an empty element with an ID.
func anchorOf(id string) string {
	if id == "" || strings.ContainsAny(id, "\"<>& \t\n") {
		return ""
	}

	return `<a id="` + id + `"></a>`
}

// badge is a short text.
func badge(e *element) (string, bool) {
	label := e.label("text", "label", "title", "name", "version", "value")
	if inner := e.inline(); inner != "" {
		label = inner
	}

	if label == "" {
		label = e.label("type", "variant", "content", "v")
	}

	if key := e.key; label != "" && (key == "version" || key == "since") && isDigit(label[0]) {
		label = capitalised(key) + " " + label
	}

	if label == "" {
		return "", false
	}

	return "(" + strings.Trim(label, "()") + ")", false
}

// icon shows nothing that its label does not say.
func icon(e *element) (string, bool) {
	return e.label("label", "title", "alt"), false
}

func keyboard(e *element) (string, bool) {
	label := e.inline()
	if label == "" {
		label = e.label("keys", "key", "k", "windows", "mac", "text", "label")
	}

	if label == "" {
		return "", false
	}

	return "<kbd>" + label + "</kbd>", false
}

func translate(e *element) (string, bool) {
	if strings.TrimSpace(e.inner) != "" {
		return e.content()
	}

	return e.label("defaults", "message", "id"), false
}

// tooltip is text with an explanation, which follows in brackets.
func tooltip(e *element) (string, bool) {
	label := e.inline()
	tip := e.label("tip", "title", "content", "text", "headline", "label", "definition")
	if label == "" || tip == "" {
		return label + tip, false
	}

	return label + " (" + tip + ")", false
}

// lineBreak is <br>. On a line of its own it only makes space.
func lineBreak(e *element) (string, bool) {
	if e.block {
		return "", false
	}

	return "<br>", false
}

// wrap returns what renders bold or italic text.
func wrap(mark string) renderer {
	return func(e *element) (string, bool) {
		inner := e.inner
		out := e.c.markdown(strings.TrimSpace(inner), e.innerLine)
		if out == "" {
			return "", false
		}

		if strings.Contains(out, "*") || strings.Contains(out, "\n\n") {
			return "<" + e.name + ">" + e.withSpaces(out) + "</" + e.name + ">", false
		}

		return e.withSpaces(mark + out + mark), false
	}
}
