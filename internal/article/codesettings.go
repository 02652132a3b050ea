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
		if other := spelledOtherwise(p.article.Sections, code); other != "" {
			hint = fmt.Sprintf("write %s, as the heading does", other)
		}

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

// spelledOtherwise returns the code of a heading that differs from code only in case or punctuation, or nothing.
func spelledOtherwise(sections []Section, code codes.Code) codes.Code {
	for _, s := range sections {
		if s.Code != "" && codes.Key(string(s.Code)) == codes.Key(string(code)) {
			return s.Code
		}
	}

	return ""
}

func (p *parser) declares(code codes.Code) bool {
	return slices.ContainsFunc(p.article.Sections, func(s Section) bool { return s.Code == code })
}
