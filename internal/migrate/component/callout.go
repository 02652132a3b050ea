package component

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/markdown"
)

// otherKinds are the kinds of callouts by words that mean one only as the name or the type of a component.
var otherKinds = indexKinds()

func indexKinds() map[string]string {
	index := map[string]string{}
	for kind, words := range map[string]string{
		"note":    "neutral primary message experimental canary wip remark",
		"tip":     "protip best-practice recommendation idea good",
		"warning": "warn pitfall gotcha orange yellow beta",
		"caution": "deprecated",
		"danger":  "critical destructive red",

		"important": "key",
	} {
		for word := range setOf(words) {
			index[word] = kind
		}
	}

	return index
}

// kindOf returns the kind of callout that a word means, or "".
func kindOf(word string) string {
	word = strings.ToLower(word)
	if kind, ok := markdown.CalloutKind(word); ok {
		return strings.ToUpper(kind)
	}

	return strings.ToUpper(otherKinds[word])
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

		known := cmp.Or(kindOf(word), "NOTE")

		title := e.label("title", "label", "heading", "header", "name")
		if e.syntax == directive {
			title = e.c.title(e.token.label, e.line)
			if title == "" && kindOf(e.name) == "" {
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
	word = strings.ReplaceAll(strings.ToLower(word), "-", " ")
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return ""
	}

	return string(unicode.ToUpper(first)) + word[size:]
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
