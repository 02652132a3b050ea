package article

import (
	"fmt"
	"maps"
	"slices"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

var severities = []codes.Severity{codes.Blocking, codes.Degraded, codes.Advice, ""}

// checkCodeSettings compares the codes in front matter with those that headings declare, and checks their settings.
func (p *parser) checkCodeSettings() {
	for _, code := range slices.Sorted(maps.Keys(p.article.Codes)) {
		p.checkSettings(code, p.article.Codes[code])
	}
}

func (p *parser) checkSettings(code codes.Code, settings Settings) {
	report := func(rule problem.Rule, hint, format string, args ...any) {
		line := p.article.LineOf("codes", string(code))
		p.reportLine(rule, line, hint, format, args...)
	}

	if !p.declares(code) {
		hint := fmt.Sprintf("declare it on a heading, as in {#the-id code=%s}, or remove it", code)
		report(rules.UnexplainedCode, hint,
			"no heading of the article declares %s, which is in its front matter", code)
	}

	if !slices.Contains(severities, settings.Severity) {
		report(rules.WrongValue, "write blocking, degraded or advice",
			"%s has the severity %q", code, settings.Severity)
	}

	for _, wording := range settings.Also {
		if _, err := codes.Pattern(wording); err != nil {
			report(rules.WrongValue, "fix the expression, or remove its slashes", "%s: %v", code, err)
		}
	}
}

func (p *parser) declares(code codes.Code) bool {
	return slices.ContainsFunc(p.article.Sections, func(s Section) bool { return s.Code == code })
}
