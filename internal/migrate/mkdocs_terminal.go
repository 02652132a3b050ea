package migrate

import (
	"html"
	"regexp"
	"strings"
)

var (
	// terminal comes before a code block that termynal plays like a terminal. The block contains HTML.
	terminal = regexp.MustCompile(`^[ \t]*(?:<div class="termy"|<!--[ \t]*termynal\b)`)

	terminalTag = regexp.MustCompile(`</?(?:font|span|b|i|u|em|strong|a)\b[^<>]*>`)
)

// convertTerminals removes the HTML from code blocks in which termynal shows colours with it.
func convertTerminals(p *Page) {
	lines := p.textLines()
	fence, fenced, isNext := "", false, false
	for i, l := range lines {
		was := fence
		fence, fenced = nextFence(fence, l.text)
		switch {
		case !fenced && terminal.MatchString(l.text):
			isNext = true
		case !fenced && strings.HasPrefix(strings.TrimSpace(l.text), "</div>"), was != "" && fence == "":
			isNext = false
		case isNext && was != "":
			lines[i].text = html.UnescapeString(terminalTag.ReplaceAllString(l.text, ""))
		}
	}

	p.setLines(lines)
}
