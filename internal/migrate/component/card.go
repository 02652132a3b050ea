package component

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// card is a linked title, and what is inside. Cards of a group are items of a list, except those with code or headings.
func card(e *element) (string, bool) {
	title := e.label("title", "heading", "label", "name", "header", "text")
	target := e.target("href", "to", "link", "url")
	body := paragraphs(strings.Join(e.picturesIn(), "\n"), e.description(), e.blocks())
	action := ""
	if cta := e.label("cta", "linkText", "actionText", "linkLabel"); cta != "" && target != "" {
		action = link(cta, target)
	}

	head := strong(title)
	if target != "" && title != "" && action == "" {
		head = link(title, target)
	}

	switch {
	case title == "" && target != "" && !strings.Contains(body, "\n") && !strings.Contains(body, "]("):
		head, body = link(body, target), ""
	case title == "" && target != "" && action == "":
		action = link("", target)
	}

	isInGroup := e.parent("cardgrid", "cardgroup", "cards", "columns", "row", "grid", "tiles", "linkcards") != nil
	if hasHeading(body) || strings.Contains(body, "```") {
		return paragraphs(head, body, action), true
	}

	if head != "" && body != "" && !strings.Contains(body, "\n\n") && !startsBlock(body) {
		head, body = head+": "+oneLine(body), ""
	}

	if !isInGroup {
		return paragraphs(head, body, action), true
	}

	return indent(paragraphs(head, body, action), "- ", "  "), true
}

// startsBlock reports whether Markdown begins with something other than a paragraph.
func startsBlock(markdown string) bool {
	return containerPrefix(markdown) > 0 || strings.HasPrefix(markdown, "|") || strings.HasPrefix(markdown, "![")
}

// treeItem is a file or a folder of a tree.
func treeItem(e *element) (string, bool) {
	name := e.text("name", "title", "label", "path")
	body := e.blocks()
	if name == "" {
		return indent(body, "- ", "  "), true
	}

	head := codeSpan(name)
	if body == "" {
		return "- " + head, true
	}

	return indent(head+"\n"+body, "- ", "  "), true
}

// property is a parameter or a field: name, type, and what it means.
func property(e *element) (string, bool) {
	name := e.text("name", "path", "query", "body", "header", "param", "id")
	head := ""
	if name != "" {
		head = "**" + codeSpan(name) + "**"
	}

	var facts []string
	for _, key := range []string{"type", "default", "initialValue", "since"} {
		v := e.value(key)
		if v.text == "" || v.kind == unknownValue {
			continue
		}

		if key != "type" {
			facts = append(facts, key+" "+codeSpan(v.text))
		} else {
			facts = append(facts, codeSpan(v.text))
		}
	}

	for _, key := range []string{"required", "optional", "deprecated"} {
		if e.isSet(key) {
			facts = append(facts, key)
		}
	}

	if len(facts) > 0 {
		head = strings.TrimSpace(head + " (" + strings.Join(facts, ", ") + ")")
	}

	body := paragraphs(e.description(), e.blocks())
	if hasHeading(body) {
		return paragraphs(head, body), true
	}

	return indent(paragraphs(head, body), "- ", "  "), true
}

// pages lists the pages of a folder.
func pages(e *element) (string, bool) {
	dir := e.text("directory", "dir", "path", "folder", "section")
	if e.c.options.Pages != nil {
		if links, ok := e.c.options.Pages(dir); ok {
			return list(links), true
		}

		return "", false
	}

	return e.unknown()
}

func list(links []Link) string {
	var items []string
	for _, l := range links {
		item := "- " + link(escape(l.Title), l.Target)
		if l.Description != "" {
			item += ": " + escape(l.Description)
		}

		items = append(items, item)
	}

	return strings.Join(items, "\n")
}
