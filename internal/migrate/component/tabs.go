package component

import (
	"strings"
)

// tabs remembers what the tabs inside need to know: the labels that some components have in one attribute, and whether
// the tabs contain headings.
func tabs(e *element) (string, bool) {
	e.key = "tabs"
	e.isFlat = e.isFlatInside()
	e.values = map[string]string{}
	list := e.value("items", "values", "tabs", "labels", "titles")
	for _, item := range list.items {
		label := e.c.markdownOf(item, e.line)
		if item.kind == objectValue {
			label = e.c.markdownOf(item.get("label", "title", "name", "value"), e.line)
			if value := item.get("value", "id", "key").text; value != "" {
				e.values[value] = label
			}
		}

		e.labels = append(e.labels, label)
	}

	return e.blocks(), true
}

func tabItem(e *element) (string, bool) {
	parent := e.parent("tabs")
	label := e.label("label", "title", "name", "header", "text")
	if e.syntax == directive {
		label = e.c.title(e.token.label, e.line)
	}

	number := 0
	if parent != nil {
		number = parent.count
		parent.count++
	}

	value := e.text("value", "id", "eventKey")
	switch {
	case label != "":
	case parent != nil && parent.values[value] != "":
		label = parent.values[value]
	case parent != nil && number < len(parent.labels):
		label = parent.labels[number]
	case value != "":
		label = escape(value)
	default:
		label = "Tab " + string(rune('1'+number%9))
	}

	body := e.blocks()

	return labelled("TAB", label, body, parent != nil && parent.isFlat), true
}

// labelled returns a tab, or a paragraph with its label and the text below if it must not be in a quotation.
func labelled(kind, label, body string, isFlat bool) string {
	if isFlat || hasHeading(body) || body == "" {
		return paragraphs(strong(label), body)
	}

	return quotation("[!"+kind+"] "+label, body)
}

// codeGroup is a group of code blocks, each of which is a tab with its title.
func codeGroup(e *element) (string, bool) {
	e.key = "codegroup"
	e.isFlat = e.isFlatInside()

	return e.blocks(), true
}

// steps are numbered. Their content is a list already, or each step is an element.
func steps(e *element) (string, bool) {
	e.key = "steps"
	e.isFlat = e.isFlatInside()

	return e.blocks(), true
}

func step(e *element) (string, bool) {
	number := 1
	parent := e.parent("steps")
	if parent != nil {
		parent.count++
		number = parent.count
	}

	title := strong(e.label("title", "label", "name", "heading", "titleText"))
	body := e.blocks()
	if parent != nil && parent.isFlat || hasHeading(body) {
		return paragraphs(title, body), true
	}

	marker := itoa(number) + ". "

	return indent(paragraphs(title, body), marker, strings.Repeat(" ", len(marker))), true
}
