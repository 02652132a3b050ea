package article

import (
	"cmp"
	"fmt"
	"strings"

	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/sanitise"
)

// describeHTML describes an element that articles must not contain.
func describeHTML(line string, mode sanitise.Mode) description {
	element := markdown.ElementName(line)
	d := description{
		rule: rules.RawHTML,
		key:  element,
		text: fmt.Sprintf("%q is raw HTML, which is not allowed", problem.Shorten(line, 40)),
	}

	if mode == sanitise.Refuse {
		d.hint = cmp.Or(htmlAlternatives[element], "write it in Markdown") +
			`, or put code between backticks; "markdown: {html: safe}" in config.yaml allows harmless HTML`

		return d
	}

	d.text = fmt.Sprintf("%q is HTML that is not allowed: %s", problem.Shorten(line, 40), reasonAgainst(element))
	d.hint = cmp.Or(htmlAlternatives[element], "remove it") +
		`, or put code between backticks; "markdown: {html: unsafe}" in config.yaml allows all HTML`

	return d
}

// reasonAgainst returns why articles must not contain an element.
func reasonAgainst(element string) string {
	switch element {
	case "script", "noscript", "template", "canvas":
		return "pages run no scripts of articles"
	case "style", "link", "slot":
		return "the theme decides how pages look"
	case "iframe", "frame", "frameset", "embed", "object", "applet", "video", "audio":
		return "pages load nothing from other sites"
	case "form", "input", "button", "select", "option", "optgroup", "textarea", "label", "fieldset", "legend":
		return "pages have no forms"
	case "svg", "math":
		return "a drawing is a file of its own"
	}

	return "it would change the whole page"
}

func describeRefused(m markdown.Mistake) description {
	written := problem.Shorten(m.Name, 40)
	d := description{rule: rules.RawHTML}
	switch {
	case m.Kind == markdown.UnclosedComment:
		d.text = fmt.Sprintf("the comment %q has no end", written)
		d.hint = "end it with -->; below an HTML tag, a comment must not contain an empty line"
	case m.Kind == markdown.UnbalancedHTML:
		d.text = "the HTML of this section cannot be balanced; only its text is shown"
		d.hint = "close the innermost element first, or write the section in Markdown"
	case m.Kind == markdown.RefusedAddress:
		d.text = fmt.Sprintf("links and pictures in HTML cannot have the address %q", written)
		d.hint = "link to a page, or save the picture next to the article"
	case m.Name == "style":
		d.key = m.Name
		d.text = `the attribute "style" is not allowed in HTML`
		d.hint = `remove it: the theme decides how pages look; a picture may have width="300", a block align="center"`
	default:
		d.key = m.Name
		d.text = fmt.Sprintf("the attribute %q is not allowed in HTML: it can run a script", written)
		d.hint = "remove it"
	}

	return d
}

func describeLost(m markdown.Mistake) description {
	tag := problem.Shorten(firstLine(m.Name), 40)
	d := description{
		rule: rules.LostHTML,
		key:  markdown.ElementName(m.Name),
	}

	switch m.Kind {
	case markdown.UnknownElement:
		d.text = fmt.Sprintf("%q is not an HTML element; only its content is shown", tag)
		d.hint = "write it in Markdown, or put it between backticks; " +
			"components of another program are converted by: signpost import markdown"
	case markdown.ShownElement:
		d.text = fmt.Sprintf("%q is not an HTML element; it is shown as text", tag)
		d.hint = "put it between backticks, or write &lt; for <; " +
			"components of another program are converted by: signpost import markdown"
	default:
		d.text = fmt.Sprintf("%q is not closed before the next heading, so it ends there", tag)
		d.hint = "write </" + d.key + "> before the next heading"
	}

	return d
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// htmlAlternatives are how Markdown writes the elements that writers use most.
var htmlAlternatives = map[string]string{
	"a":       "write [the text](file.md)",
	"audio":   "write ![what is said](sound.mp3), or link to the recording: [the text](https://...)",
	"b":       "write **the name**",
	"br":      "end the line with a backslash, or begin a new paragraph; in a table, give each line a row",
	"button":  "write a link: [the text](file.md)",
	"code":    "put it between backticks",
	"details": "write > [!DETAILS] and what it is about",
	"embed":   "link to the page: [the text](https://...)",
	"hr":      "write --- between two empty lines",
	"iframe":  "link to the page or video: [the text](https://...)",
	"img":     "write ![what it shows](picture.png)",
	"input":   "write a task: - [ ] the text",
	"kbd":     "write **the name of the key**",
	"object":  "link to the file: [the text](https://...)",
	"pre":     "put it between two lines ```",
	"strong":  "write **the name**",
	"style":   "remove it: the theme decides how pages look",
	"svg":     "save the drawing as a file: ![what it shows](drawing.svg)",
	"table":   "write the table with bars: | Role | Code |",
	"tabs":    "write > [!TAB] and the label, and the next tab below it",
	"video":   "write ![what it shows](film.mp4), or link to the video: [the text](https://...)",
}
