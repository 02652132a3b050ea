package migrate

import (
	"regexp"
	"strings"
)

// headingAnchor matches an anchor in a heading: GitBook and many authors set its ID in this way.
var headingAnchor = regexp.MustCompile(`(?i)[ \t]*<a\b[^<>]*?\b(?:id|name)=["']([^"'<>]*)["'][^<>]*>[ \t]*</a>[ \t]*`)

// headingComment matches the ID that MDX hides in a comment: {/*#id*/} or {/* #id */}.
var headingComment = regexp.MustCompile(`[ \t]*\{/\*[ \t]*#?([\w.:-]+)[ \t]*\*/\}[ \t]*$`)

// convertHeadingAnchors turns anchors in headings into their IDs. If several headings of a page have the same anchor,
// the first one keeps it, as in a browser.
func convertHeadingAnchors(p *Page) {
	seen := map[string]bool{}
	var edits []Edit
	for _, l := range Lines(p.Text) {
		if l.Fenced || !isHeadingLine(l.Text) {
			continue
		}

		text, id := withoutAnchor(l.Text)
		if text == l.Text {
			continue
		}

		if id != "" && !seen[id] && isValidID(id) && !explicitID.MatchString(text) {
			seen[id] = true
			text += " {#" + id + "}"
		}

		edits = append(edits, Edit{l.Start, l.End(), text})
	}

	p.Apply(edits)
}

func isHeadingLine(line string) bool {
	text := strings.TrimLeft(line, " \t>")
	level := len(text) - len(strings.TrimLeft(text, "#"))

	return level > 0 && level <= 6 && strings.HasPrefix(text[level:], " ")
}

// withoutAnchor returns a heading without its anchors, and the first ID.
func withoutAnchor(line string) (text, id string) {
	if m := headingComment.FindStringSubmatch(line); m != nil {
		return line[:len(line)-len(m[0])], m[1]
	}

	m := headingAnchor.FindStringSubmatch(line)
	if m == nil {
		return line, ""
	}

	text = strings.TrimRight(headingAnchor.ReplaceAllString(line, " "), " \t")

	return strings.Replace(text, "#  ", "# ", 1), m[1]
}
