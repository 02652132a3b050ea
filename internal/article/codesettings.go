package article

import (
	"fmt"
	"slices"

	"signpost/internal/codes"
	"signpost/internal/rules"
)

var severities = []codes.Severity{codes.Blocking, codes.Degraded, codes.Advice, ""}

// checkCodeSettings compares the codes in front matter with those that headings declare, and checks their settings.
func (p *parser) checkCodeSettings() {
	for code, settings := range p.article.Codes {
		line := p.article.LineOf(string(code))
		if !p.declares(code) {
			hint := fmt.Sprintf("declare it on a heading, as in {#the-id code=%s}, or remove it", code)
			p.reportLine(rules.UnexplainedCode, line, hint,
				"no heading of the article declares %s, which is in its front matter", code)
		}

		if !slices.Contains(severities, settings.Severity) {
			p.reportLine(rules.WrongValue, line, "write blocking, degraded or advice",
				"%s has the severity %q", code, settings.Severity)
		}

		for _, wording := range settings.Also {
			if _, err := codes.Pattern(wording); err != nil {
				p.reportLine(rules.WrongValue, line, "fix the expression, or remove its slashes", "%s: %v", code, err)
			}
		}
	}
}

func (p *parser) declares(code codes.Code) bool {
	return slices.ContainsFunc(p.article.Sections, func(s Section) bool { return s.Code == code })
}
