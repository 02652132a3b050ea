package migrate

import (
	"regexp"
	"strings"
)

var (
	obsidianComment = regexp.MustCompile(`(?s)%%.*?%%`)
	blockID         = regexp.MustCompile(`(?m)[ \t]+\^([A-Za-z0-9-]+)[ \t]*$`)
	blockIDLine     = regexp.MustCompile(`(?m)^\^([A-Za-z0-9-]+)[ \t]*$`)
	highlighted     = regexp.MustCompile(`==([^=\s](?:[^=\n]*[^=\s])?)==`)
)

// convertObsidianComments removes comments, which are not published.
func convertObsidianComments(p *Page) {
	p.replace(obsidianComment, func(m []string) (string, bool) {
		return strings.Repeat("\n", strings.Count(m[0], "\n")), true
	})
}

// convertObsidianInline converts marked text and the IDs of blocks.
func convertObsidianInline(p *Page) {
	p.replace(highlighted, func(m []string) (string, bool) { return "**" + m[1] + "**", true })
	p.replace(blockID, func(m []string) (string, bool) { return ` <a id="` + m[1] + `"></a>`, true })
	p.replace(blockIDLine, func(m []string) (string, bool) { return `<a id="` + m[1] + `"></a>`, true })
	if p.Front.Get("publish") == "false" {
		p.Front.Set("draft", true) // it was not published
	}

	p.Front.Delete("aliases", "alias", "cssclass", "cssclasses", "permalink", "publish")
}
