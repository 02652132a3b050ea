package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/internal/codes"
	"signpost/internal/limit"
	"signpost/internal/rules"
)

// checkFacts reports facts that are empty or too long, and control characters.
func checkFacts(p *parser, code codes.Code, facts codes.Facts, lines func(path ...string) int) {
	path := []string{"codes", string(code), "facts"}
	isReported := hasProblem(p.problems, rules.UnknownKey) || hasProblem(p.problems, rules.WrongValue)
	if line := lines(path...); line > 0 && facts == (codes.Facts{}) && !isReported {
		p.reportLine(rules.WrongValue, line,
			"write at least one of who, time and needs, or remove it", "the facts of %s are empty", code)
	}

	for _, key := range codes.FactKeys {
		fact := facts.Get(key)
		line := lines(append(path, key)...)
		length := utf8.RuneCountInString(fact)

		switch {
		case line > 0 && fact == "" && facts != (codes.Facts{}):
			p.reportLine(rules.WrongValue, line, "write the fact, or remove it", "%s of %s is empty", key, code)
		case length > limit.Fact:
			p.reportLine(rules.WrongValue, line, "write a few words, and the rest in the text",
				"%s of %s has %d characters; the limit is %d", key, code, length, limit.Fact)
		case strings.ContainsFunc(fact, unicode.IsControl):
			p.reportLine(rules.WrongValue, line, "write it on one line, without control characters",
				"%s of %s contains a control character", key, code)
		}
	}
}
