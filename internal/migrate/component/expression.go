package component

import (
	"html"
	"regexp"
	"strings"
)

// expression converts {code}. A value that is known without running anything takes its place. Anything else stays
// visible.
func (c *converter) expression(code string, line int) (out string, isBlock bool) {
	if isSpace(code) {
		return " ", false
	}

	if elements, ok := guarded(code); ok {
		code = elements
	}

	switch v := c.parseValue(code); v.kind {
	case stringValue, numberValue:
		if strings.Contains(v.text, "\n\n") {
			return codeBlock("", v.text), true
		}

		return withSpacesOf(v.text, escape(v.text)), false
	case flagValue:
		return "", false
	case elementValue:
		out := c.markdown(v.text, line)
		return out, strings.Contains(out, "\n")
	case listValue, objectValue:
		if out := c.data(v, line); out != "" {
			return out, true
		}
	}

	c.note(line, "the expression {"+shortened(code)+"} is not evaluated")

	if c.inHTML() {
		return "<code>" + html.EscapeString("{"+code+"}") + "</code>", false
	}

	return codeSpan("{" + code + "}"), false
}

// inHTML reports whether the current text is between the tags of a table, where Markdown means nothing.
func (c *converter) inHTML() bool {
	if len(c.parents) == 0 {
		return false
	}

	e := c.parents[len(c.parents)-1]

	return e.syntax == tag && tableParts[e.name] && !isCell[e.name]
}

// isSpace reports whether code is a string that only separates elements.
func isSpace(code string) bool {
	return len(code) > 2 && strings.Trim(code, "\"'` ") == "" && strings.Contains(code, " ")
}

// withSpacesOf puts the white space around text back that escaping removed.
func withSpacesOf(text, escaped string) string {
	if strings.HasPrefix(text, " ") {
		escaped = " " + escaped
	}

	if strings.HasSuffix(text, " ") && escaped != " " {
		escaped += " "
	}

	return escaped
}

var condition = regexp.MustCompile(`^[\w.!=<>'"?\s]{1,200}&&\s*(\(?\s*<)`)

// guarded returns the element in code such as "isNew && <b>text</b>", which readers may have seen.
func guarded(code string) (string, bool) {
	m := condition.FindStringSubmatchIndex(code)
	if m == nil {
		return "", false
	}

	return code[m[2]:], true
}

func shortened(code string) string {
	const most = 60
	code = strings.Join(strings.Fields(code), " ")
	if len(code) <= most {
		return code
	}

	return strings.ToValidUTF8(code[:most], "") + "..."
}

// interpolation converts {{ code }} of Vue.
func (c *converter) interpolation(code string, line int) string {
	if v := c.parseValue(code); v.kind == stringValue || v.kind == numberValue {
		return escape(v.text)
	}

	c.note(line, "the expression {{ "+shortened(code)+" }} is not evaluated")

	return `\{{ ` + code + ` }}`
}

// placeholder shows a word that is written like a tag.
func (c *converter) placeholder(text string, t token) string {
	source := text[t.start:t.end]
	if strings.HasSuffix(text[:t.start], `\`) {
		return source
	}

	return `\` + source
}

var (
	importLine = regexp.MustCompile(`^import\s+(?:type\s+)?(?:["']|[\w${*])[^\n]*`)
	exportLine = regexp.MustCompile(`^export\s+(?:const|let|var|function|default|async|class|type|interface|\{|\*)`)
	importFrom = regexp.MustCompile(`import\s+([^'"]*?)\s*from\s*['"]([^'"]+)['"]`)
	exportName = regexp.MustCompile(`^export\s+(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]*)?=\s*`)
)

// isStatement reports whether a line begins an import or an export, rather than a sentence with such a word.
func isStatement(line string) bool {
	if exportLine.MatchString(line) {
		return true
	}

	if !importLine.MatchString(line) {
		return false
	}

	rest := strings.TrimSpace(line[len("import"):])

	return strings.ContainsAny(rest[:1], `"'{*`) || strings.Contains(rest, " from ") || strings.HasSuffix(rest, ",")
}

// statementEnd returns the end of the statements at the current line: they end with a blank line outside of brackets.
func (sc *scanner) statementEnd() int {
	at := sc.at
	for at < len(sc.s) {
		line, next := sc.line(at)
		if strings.TrimSpace(line) == "" {
			return at
		}

		for i := at; i < at+len(line); i++ {
			switch sc.s[i] {
			case '{', '(', '[', '`':
				if end := sc.braceEnd(i); end > 0 {
					i = end - 1
				}
			case '"', '\'':
				i = stringEnd(sc.s, i)
			}

			if i >= at+len(line) {
				line, next = sc.extended(at, i)
			}
		}

		if isStatementEnd(strings.TrimSpace(line)) && !continues(sc.s[next:]) {
			return at + len(line)
		}

		at = next
	}

	return len(sc.s)
}

// extended returns the lines from at up to the end of the line that contains offset i.
func (sc *scanner) extended(at, i int) (line string, next int) {
	end, next := sc.line(i)
	return sc.s[at : i+len(end)], next
}

func isStatementEnd(line string) bool {
	return line == "" || strings.IndexByte("=(,[{+?:&|", line[len(line)-1]) < 0
}

// continues reports whether the next line continues a statement.
func continues(rest string) bool {
	next, isBlank := skipBlank(rest, 0)
	return !isBlank && strings.IndexByte(".?:+|&", rest[next]) >= 0
}

// statement records the imports and exports of a text.
func (c *converter) statement(code string, line int) {
	for _, m := range importFrom.FindAllStringSubmatch(code, -1) {
		for name := range strings.SplitSeq(strings.Trim(m[1], "{} \n\t"), ",") {
			fields := strings.Fields(strings.Trim(name, "{} \n\t"))
			if len(fields) > 0 && m[2] != "" {
				c.imports[fields[len(fields)-1]] = m[2]
			}
		}
	}

	if m := exportName.FindStringSubmatch(code); m != nil && len(c.values) < 10_000 {
		v := c.parseValue(strings.TrimSuffix(strings.TrimSpace(code[len(m[0]):]), ";"))
		if v.kind != unknownValue {
			c.values[m[1]] = v
		}
	}
}
