package migrate

import (
	"regexp"
	"strings"
)

// attributeList is a list of attributes of Python-Markdown, kramdown or Pandoc: {: #id .class key="value" }.
var attributeList = regexp.MustCompile(
	`[ \t]?\{:?[ \t]*((?:[.#][\w:-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))` +
		`(?:[ \t]+(?:[.#][\w:-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)))*)[ \t]*\}`)

// convertAttributes keeps the ID of headings, and removes other attributes: classes and the like say only how something
// looks. A list that is alone on its line belongs to the block before it.
func convertAttributes(p *Page) {
	code := FindCode(p.Text)
	starts := lineStarts(p.Text)
	var edits []Edit
	for _, m := range attributeList.FindAllStringSubmatchIndex(p.Text, -1) {
		if code.Contains(m[0]) || code.Contains(m[1]-1) {
			continue
		}

		start := starts[lineAt(starts, m[0]+1)]
		line, _, _ := strings.Cut(p.Text[start:], "\n")
		before := strings.TrimSpace(p.Text[start:max(start, m[0])])
		e := Edit{From: m[0], To: m[1]}
		if strings.HasPrefix(before, "#") && strings.TrimSpace(line[m[1]-start:]) == "" {
			if id := idIn(p.Text[m[2]:m[3]]); id != "" {
				e.New = " {#" + id + "}"
			}
		} else if !hasElement(before, p.Text[m[0]]) {
			continue
		}

		edits = append(edits, e)
	}

	p.Apply(edits)
}

// hasElement reports whether attributes can follow a text: after a link, a picture, code, emphasis or a span, or alone
// on their line.
func hasElement(before string, first byte) bool {
	if before == "" {
		return true
	}

	return first == '{' && strings.IndexByte(")]`*_>:|", before[len(before)-1]) >= 0
}

// idIn returns the ID in a list of attributes, or "".
func idIn(attributes string) string {
	for _, word := range strings.Fields(attributes) {
		if id, ok := strings.CutPrefix(word, "#"); ok {
			return id
		}
	}

	return ""
}
