package migrate

import (
	"regexp"
	"slices"
	"strings"
)

var (
	colonLine = regexp.MustCompile(`^[ \t]*:{3,}`)

	// loneContainer begins a container of markdown-it with nothing but attributes: ::: data type="new" area="till"
	loneContainer      = regexp.MustCompile(`^:{3,}[ \t]*[A-Za-z][\w-]*((?:[ \t]+[\w-]+="[^"]*")+)[ \t]*$`)
	containerAttribute = regexp.MustCompile(`([\w-]+)="([^"]*)"`)
)

// attributeMarks escapes what would be Markdown or HTML in an attribute.
var attributeMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "<", `\<`)

// convertLoneContainers shows the attributes of containers that are empty or have no end as text: what readers saw came
// from the attributes.
func convertLoneContainers(p *Page) {
	lines := p.textLines()
	fenced := make([]bool, len(lines))
	fence := ""
	for i, l := range lines {
		fence, fenced[i] = nextFence(fence, l.text)
	}

	var result []textLine
	hasEnd := false // whether the next line with colons ends a container
	for i := len(lines) - 1; i >= 0; i-- {
		l := lines[i]
		if fenced[i] || !colonLine.MatchString(l.text) {
			result = append(result, l)
			continue
		}

		m := loneContainer.FindStringSubmatch(l.text)
		isEmpty := hasEnd && i+1 < len(lines) && isContainerEnd(lines[i+1])
		if m != nil && isEmpty {
			result = result[:len(result)-1] // the end
		}

		if m != nil && (isEmpty || !hasEnd) {
			l.text = attributesText(m[1])
			result = append(result, textLine{"", l.at}, l, textLine{"", l.at})
		} else {
			result = append(result, l)
		}

		hasEnd = isContainerEnd(l)
	}

	slices.Reverse(result)
	p.setLines(result)
}

func isContainerEnd(l textLine) bool {
	return colonLine.MatchString(l.text) && strings.Trim(l.text, ": \t") == ""
}

// attributesText returns attributes as Markdown: "Type: New · Area: Till".
func attributesText(attributes string) string {
	var list []string
	for _, m := range containerAttribute.FindAllStringSubmatch(attributes, -1) {
		value := strings.TrimSpace(m[2])
		switch {
		case value == "":
			continue
		case scheme.MatchString(value) && !strings.ContainsAny(value, " <>"):
			value = "<" + value + ">"
		default:
			value = attributeMarks.Replace(value)
		}

		list = append(list, capitalised(strings.ReplaceAll(m[1], "-", " "))+": "+value)
	}

	return strings.Join(list, " · ")
}
