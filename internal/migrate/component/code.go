package component

import (
	"regexp"
	"strings"
)

// codeComponent is a code block whose text is in an attribute, an expression or an import.
func codeComponent(e *element) (string, bool) {
	title := e.text("title", "filename", "fileName", "file", "label", "name")
	text, ok := e.codeText()
	switch {
	case ok:
	case strings.TrimSpace(e.inner) == "":
		return e.unknown()
	case title != "":
		return paragraphs(titleOf(title), e.blocks()), true
	default:
		return e.content() // the code is a block of Markdown
	}

	if e.key == "code" && !e.block && !strings.Contains(text, "\n") && e.text("lang", "language") == "" {
		return codeSpan(text), false
	}

	language := languageWord(strings.TrimPrefix(e.text("lang", "language", "className"), "language-"))

	return e.c.titledCode(title, codeBlock(language, dedentCode(text))), true
}

// snippet is text from another file, or a block of code.
func snippet(e *element) (string, bool) {
	if name := e.text("file", "src", "path", "name"); name != "" {
		for _, spec := range []string{"/snippets/" + name, name, "./" + name} {
			if out, ok := e.include(spec); ok {
				return out, true
			}
		}
	}

	return codeComponent(e)
}

// mermaid is a drawing in the language of that name.
func mermaid(e *element) (string, bool) {
	if v := e.value("chart", "code", "value", "definition"); v.kind == stringValue {
		return codeBlock("mermaid", dedentCode(v.text)), true
	}

	return codeComponent(e)
}

// codeText returns the code of a component.
func (e *element) codeText() (string, bool) {
	v := e.value("code", "content", "source", "snippet")
	inner := strings.TrimSpace(e.inner)
	if v.kind == unknownValue && v.text == "" && strings.HasPrefix(inner, "{") && closingBrace(inner, 0) == len(inner) {
		v = e.c.parseValue(strings.TrimSpace(inner[1 : len(inner)-1]))
	}

	switch {
	case v.kind == stringValue:
		return v.text, true
	case v.kind == importValue:
		file, ok := e.c.read(v.text)
		e.c.included += len(file.Text)

		return file.Text, ok && file.Asset == "" && e.c.included <= maxIncluded
	case v.text != "":
		return "", false
	case inner == "" || strings.Contains(inner, "```") || strings.HasPrefix(inner, "<"):
		return "", false
	}

	return strings.TrimSpace(dedent(e.inner)), true
}

// dedentCode removes the indentation that all lines of code have in common, the first one included.
func dedentCode(text string) string {
	_, rest, _ := strings.Cut(dedent("\n"+strings.Trim(text, "\n")), "\n")
	return rest
}

// titledCode puts the title of a code block above it.
func (c *converter) titledCode(title, block string) string {
	if group := c.group(); group != nil {
		group.count++
		if title == "" {
			title = strings.TrimSpace(strings.TrimLeft(firstLine(block), "`~"))
		}

		if title == "" {
			title = itoa(group.count)
		}

		return labelled("TAB", escape(title), block, group.isFlat)
	}

	if title == "" {
		return block
	}

	return paragraphs(titleOf(title), block)
}

// group returns the group of code blocks around the current one, or nil.
func (c *converter) group() *element {
	if len(c.parents) == 0 {
		return nil
	}

	if e := c.parents[len(c.parents)-1]; e.key == "codegroup" {
		return e
	}

	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// titleOf shows a title of code: a file name as code, anything else in bold.
func titleOf(title string) string {
	if strings.Contains(title, " ") {
		return strong(escape(title))
	}

	return codeSpan(title)
}

var (
	infoTitle  = regexp.MustCompile(`(?:^|\s)(?:title|filename|fileName|file)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))`)
	vueTitle   = regexp.MustCompile(`\[([^\]]+)\]`)
	braces     = regexp.MustCompile(`\{[^}]*\}`)
	magicLine  = regexp.MustCompile(`^\s*(?://|#|/\*|<!--|--|\{/\*|%|;|REM)\s*highlight-(?:next-line|start|end)\b.*$`)
	vueMark    = regexp.MustCompile(`[ \t]*(?://|#|<!--|/\*|--)[ \t]*\[!code [\w +:,-]*\][ \t]*(?:-->|\*/)?[ \t]*$`)
	wordAtOnce = regexp.MustCompile(`^[\w+#.-]+`)
)

// fence converts a code block: what follows the language on its first line becomes a title, or is for the looks.
func (c *converter) fence(text string, t token, w *writer) (string, bool) {
	source := text[t.start:t.end]
	prefix := continuation(w.head()[:containerPrefix(w.head())])
	if strings.Contains(prefix, ">") {
		source = withoutQuotation(source)
	} else {
		source = cutPrefix(source, columns(prefix))
	}

	first, body, _ := strings.Cut(source, "\n")
	marker := fenceMarker(first)
	info := strings.TrimSpace(first[len(marker):])
	if info == "mdx-code-block" {
		body = strings.TrimSuffix(strings.TrimRight(body, " \t\n"), marker)
		return c.markdown(body, w.line+1), true
	}

	language, title := c.info(info)
	body = c.visibleCode(body)
	block := marker + language + "\n" + body
	if title == "" && c.group() == nil && block == strings.TrimRight(source, " ") {
		return text[t.start:t.end], false
	}

	return c.titledCode(title, block), true
}

func cutPrefix(s string, n int) string {
	lines := strings.Split(s, "\n")
	for i := range lines[1:] {
		lines[i+1] = cutColumns(lines[i+1], n)
	}

	return strings.Join(lines, "\n")
}

// info returns the language and the title in the first line of a code block.
func (c *converter) info(info string) (language, title string) {
	language = languageWord(info)
	rest := strings.TrimPrefix(info, language)
	if m := infoTitle.FindStringSubmatch(rest); m != nil {
		return language, strings.TrimSpace(m[1] + m[2] + m[3])
	}

	rest = braces.ReplaceAllString(rest, "")
	if m := vueTitle.FindStringSubmatch(rest); m != nil {
		return language, m[1]
	}

	// ```js src/App.js and, in a group, ```bash npm
	words := strings.Fields(rest)
	isName := len(words) > 0 && !strings.ContainsAny(words[0], `="'/{}`)
	isPath := len(words) > 0 && strings.ContainsAny(words[0], "./") && !strings.ContainsAny(words[0], `="'{}`)
	switch {
	case isPath && !strings.HasPrefix(words[0], "/"):
		return language, words[0]
	case isName && c.group() != nil:
		return language, strings.Join(words, " ")
	}

	return language, ""
}

func languageWord(info string) string {
	return wordAtOnce.FindString(info)
}

// visibleCode removes comments that are instructions for the old program.
func (c *converter) visibleCode(body string) string {
	if !strings.Contains(body, "highlight-") && !strings.Contains(body, "[!code ") {
		return body
	}

	lines := strings.Split(body, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if magicLine.MatchString(line) {
			continue
		}

		if strings.Contains(line, "[!code ") {
			line = vueMark.ReplaceAllString(line, "")
		}

		kept = append(kept, line)
	}

	return strings.Join(kept, "\n")
}

// packageManagers shows a command for several package managers.
func packageManagers(e *element) (string, bool) {
	verbs := map[string][3]string{
		"add":    {"npm i", "pnpm add", "yarn add"},
		"create": {"npm create", "pnpm create", "yarn create"},
		"run":    {"npm run", "pnpm run", "yarn run"},
		"exec":   {"npx", "pnpm exec", "yarn"},
		"dlx":    {"npx", "pnpm dlx", "yarn dlx"},
		"remove": {"npm uninstall", "pnpm remove", "yarn remove"},
	}

	name := strings.TrimSpace(e.text("pkg", "name", "package", "command") + " " + e.text("args"))
	verb, ok := verbs[e.text("type")]
	if !ok {
		verb = verbs["add"]
	}

	if strings.TrimSpace(e.inner) != "" {
		return e.content()
	}

	dev := ""
	if e.isSet("dev") {
		dev = " -D"
	}

	var out []string
	for i, manager := range []string{"npm", "pnpm", "Yarn"} {
		command := strings.TrimSpace(verb[i] + dev + " " + name)
		out = append(out, labelled("TAB", manager, codeBlock("sh", command), false))
	}

	return paragraphs(out...), true
}
