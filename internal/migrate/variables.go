package migrate

import (
	"regexp"
	"strings"
)

// braces matches text that signpost would read as a variable.
var braces = regexp.MustCompile(`\{\{[^{}\n]{0,100}\}\}`)

// escapeVariables escapes text that signpost would read as a variable and the old generator did not.
func escapeVariables(p *Page) {
	p.replace(braces, func(m []string) (string, bool) {
		name := strings.Trim(m[0], "{} ")
		if _, ok := p.Project.Variables[name]; ok {
			return "", false
		}

		return `\` + m[0], true
	})
}
