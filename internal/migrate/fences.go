package migrate

import (
	"regexp"
	"strings"
)

// infoTitle matches the title of a block of code.
var infoTitle = regexp.MustCompile(`\b(?:title|file|filename|name)=(?:"([^"]*)"|'([^']*)'|([^\s"'{},]+))`)

// infoLanguage matches the language of a block of code in braces: {.python .numberLines}.
var infoLanguage = regexp.MustCompile(`^\{[ \t]*\.([\w+#-]+)`)

// convertFences leaves only the language after the fence of a block of code, and shows its title above.
func convertFences(p *Page) {
	var result []textLine
	fence := ""
	for _, l := range p.textLines() {
		next, fenced := nextFence(fence, l.text)
		if fenced && fence == "" && next != "" {
			before, info, _ := strings.Cut(l.text, next)
			if m := infoTitle.FindStringSubmatch(info); m != nil && strings.Trim(before, " \t>") == "" {
				title := before + bold(m[1]+m[2]+m[3])
				result = append(result, textLine{title, l.at}, textLine{strings.TrimRight(before, " \t"), l.at})
			}

			l.text = before + next + languageOf(strings.TrimSpace(info))
		}

		fence = next
		result = append(result, l)
	}

	p.setLines(result)
}

// languageOf returns the language in the words after a fence.
func languageOf(info string) string {
	if m := infoLanguage.FindStringSubmatch(info); m != nil {
		return m[1]
	}

	if end := strings.IndexAny(info, " \t{,"); end >= 0 {
		info = info[:end]
	}

	if strings.Contains(info, "=") {
		return ""
	}

	return info
}
