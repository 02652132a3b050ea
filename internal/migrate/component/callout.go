package component

import (
	"strings"
)

// kinds are the kinds of callouts of signpost, by the words of other programs.
var kinds = map[string]string{}

func init() {
	rows := map[string]string{
		"NOTE":      "note info information default neutral secondary primary message experimental canary wip remark",
		"TIP":       "tip success check hint protip done best-practice recommendation idea good",
		"IMPORTANT": "important key attention",
		"WARNING":   "warning warn pitfall gotcha orange yellow beta",
		"CAUTION":   "caution danger error critical destructive red fail failure bug deprecated",
	}
	for kind, words := range rows {
		for word := range setOf(words) {
			kinds[word] = kind
		}
	}
}

// callout returns what renders callouts. Without a kind, it is that of an attribute.
func callout(kind string) renderer {
	return func(e *element) (string, bool) {
		word := kind
		if word == "" {
			word = e.text("type", "kind", "variant", "style", "intent", "status", "level", "severity", "theme", "color")
		}

		if word == "" {
			word = e.name
		}

		known := kinds[strings.ToLower(word)]
		if known == "" {
			known = "NOTE"
		}

		title := e.label("title", "label", "heading", "header", "name")
		if e.syntax == directive {
			title = e.c.title(e.token.label, e.line)
			if title == "" && kinds[e.name] == "" {
				title = capitalised(e.name)
			}
		}

		body := paragraphs(e.label("description", "text", "message", "content"), e.blocks())

		return calloutOf(known, title, body), true
	}
}

// title converts the label of a directive.
func (c *converter) title(label string, line int) string {
	if label == "" {
		return ""
	}

	return oneLine(c.markdown(label, line))
}

func calloutOf(kind, title, body string) string {
	if hasHeading(body) {
		label := capitalised(kind)
		if title != "" {
			label += ": " + title
		}

		return paragraphs(strong(label), body)
	}

	switch {
	case body == "":
		body, title = title, ""
	case strings.EqualFold(title, kind):
		title = ""
	}

	head := "[!" + kind + "]"
	if title != "" {
		head += " " + title
	}

	return quotation(head, body)
}

// quotation returns a marker and the text that belongs to it.
func quotation(head, body string) string {
	if body == "" {
		return "> " + head
	}

	return indent(head+"\n"+body, "> ", "> ")
}

func capitalised(word string) string {
	if word == "" {
		return ""
	}

	word = strings.ReplaceAll(strings.ToLower(word), "-", " ")

	return strings.ToUpper(word[:1]) + word[1:]
}

// details are text that readers can open.
func details(e *element) (string, bool) {
	label := e.label("title", "summary", "label", "header", "heading", "name", "question", "description")
	inner := e.inner
	if e.syntax == directive {
		label = e.c.title(e.token.label, e.line)
	}

	if open := strings.Index(inner, "<summary"); open >= 0 && label == "" && strings.TrimSpace(inner[:open]) == "" {
		start := strings.IndexByte(inner[open:], '>')
		end := strings.Index(inner, "</summary>")
		if start >= 0 && end > open+start {
			label = e.c.title(strings.TrimSpace(dedent(inner[open+start+1:end])), e.innerLine)
			skipped := inner[:end+len("</summary>")]
			e.innerLine += strings.Count(skipped, "\n")
			e.inner = inner[len(skipped):]
		}
	}

	label = strings.TrimLeft(label, "# ")
	body := e.blocks()
	switch {
	case label == "" && body == "":
		return "", false
	case hasHeading(body) || body == "":
		return paragraphs(strong(label), body), true
	case label == "":
		label = "Details"
	}

	return quotation("[!DETAILS] "+label, body), true
}
