package migrate

import (
	"path"
	"regexp"
	"strings"
)

// summaryLink matches an item of SUMMARY.md, the menu of mdBook and GitBook.
var summaryLink = regexp.MustCompile(`^([ \t]*)(?:[-*+][ \t]+)?\[(.*?)\]\((<[^>]*>|[^)]*)\)`)

// readSummary reads the menu in a SUMMARY.md.
func readSummary(p *Project, name string) {
	src, err := p.Read(name)
	if err != nil {
		return
	}

	for _, l := range Lines(src) {
		if title, ok := strings.CutPrefix(l.Text, "## "); ok {
			title, _, _ = strings.Cut(title, "<")
			p.Navigation = append(p.Navigation, Entry{Title: strings.TrimSpace(title)})
			continue
		}

		m := summaryLink.FindStringSubmatch(l.Text)
		if m == nil {
			continue
		}

		file, _, _ := strings.Cut(strings.Trim(m[3], "<>"), " \"")
		file, _ = splitAddress(strings.TrimSpace(file))
		if file == "" || scheme.MatchString(file) {
			continue
		}

		p.Navigation = append(p.Navigation, Entry{
			File:  path.Join(path.Dir(name), file),
			Title: plainText(m[2]),
			Level: 1 + l.Indent/2,
		})
	}
}

// plainText returns a title without the signs of Markdown.
func plainText(text string) string {
	text = strings.NewReplacer("`", "", "**", "", `\`, "").Replace(text)
	return strings.TrimSpace(text)
}
