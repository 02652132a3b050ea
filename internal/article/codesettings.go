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
	if len(p.article.Codes) == 0 {
		return
	}

	declared := codesByKey(p.article.Sections)
	lines := Lines(p.article.FrontMatter)
	for _, code := range slices.Sorted(maps.Keys(p.article.Codes)) {
		p.checkSettings(code, p.article.Codes[code], declared, lines)
	}
}

// codesByKey returns the codes that headings declare, by their keys.
func codesByKey(sections []Section) map[string][]codes.Code {
	byKey := map[string][]codes.Code{}
	for _, s := range sections {
		key := codes.Key(string(s.Code))
		if s.Code != "" && !slices.Contains(byKey[key], s.Code) {
			byKey[key] = append(byKey[key], s.Code)
		}
	}

	return byKey
}

func (p *parser) checkSettings(
	code codes.Code, settings Settings, declared map[string][]codes.Code, lines func(path ...string) int,
) {
	report := func(rule problem.Rule, hint, format string, args ...any) {
		p.reportLine(rule, lines("codes", string(code)), hint, format, args...)
	}

	if others := declared[codes.Key(string(code))]; !slices.Contains(others, code) {
		hint := fmt.Sprintf("declare it on a heading, as in {#the-id code=%s}, or remove it", code)
		if len(others) > 0 {
			other := others[0]
			hint = fmt.Sprintf("write %s, as the heading does", other)
		}

		report(rules.UnexplainedCode, hint,
			"no heading of the article declares %s, which is in its front matter", code)
	}

	if !slices.Contains(severities, settings.Severity) {
		report(rules.WrongValue, "write blocking, degraded or advice",
			"%s has the severity %q", code, settings.Severity)
	}

	checkFacts(p, code, settings.Facts, lines)

	for _, wording := range settings.Also {
		if _, err := codes.Pattern(wording); err != nil {
			report(rules.WrongValue, "fix the expression, or remove its slashes", "%s: %v", code, err)
		}
	}
}
