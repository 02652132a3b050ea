package migrate

import (
	"regexp"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/migrate/liquid"
)

// convertJekyll converts templates and the notation of kramdown.
func convertJekyll(p *Page) {
	j := jekyllPage{p, p.Project.Extra.(*jekyllSite)}
	j.runTemplates()
	p.replace(kramdownComment, func([]string) (string, bool) { return "", true })
	p.replace(kramdownMark, func([]string) (string, bool) { return "", true })
	p.replace(kramdownMath, func(m []string) (string, bool) { return codeText(m[1]), true })
	p.replace(abbreviation, func(m []string) (string, bool) { return m[1] + "\n: " + m[2] + "\n", true })
	j.convertBlocks()
	j.nameHeadings()
	convertFences(p)
	convertHeadingAnchors(p)
	convertAttributes(p)
	if slices.Contains(j.site.config.texts("plugins"), "jemoji") {
		convertEmoji(p)
	}

	escapeVariables(p)
}

// jekyllPage is a page of Jekyll.
type jekyllPage struct {
	*Page
	site *jekyllSite
}

var (
	kramdownComment = regexp.MustCompile(`(?s)\{::comment\}.*?\{:/(?:comment)?\}`)
	kramdownMark    = regexp.MustCompile(
		`\{::(?:nomarkdown|options)[^}]*\}|\{:/(?:nomarkdown)?\}|(?m:^\{:[\w-]+:[^}\n]*\}$)`)
	kramdownMath    = regexp.MustCompile(`\$\$([^$\n]+)\$\$`)
	blockAttributes = regexp.MustCompile(`^[ \t]*\{:[ \t]*([^:}\n][^}\n]*)\}[ \t]*$`)
	contentsTitle   = regexp.MustCompile(`(?i)^#{1,6}[ \t]+(?:table of contents|contents|on this page|toc)[ \t#]*$`)
)

// runTemplates replaces the values and tags of Liquid.
func (j jekyllPage) runTemplates() {
	if !strings.Contains(j.Text, "{{") && !strings.Contains(j.Text, "{%") {
		return
	}

	r := &templateRun{
		jekyllPage: j,
		body:       &j.body,
		w:          &lineWriter{lines: []textLine{{at: j.lines[0]}}},
		variables:  map[string]any{},
		steps:      new(int),
	}
	r.nodes(liquid.Parse(j.Text), 0, len(j.Text))
	j.setLines(r.w.finish())
}

// convertBlocks converts lists of attributes that are alone on their line, and removes tables of contents: each page of
// signpost has one.
func (j jekyllPage) convertBlocks() {
	var result []textLine
	lines := j.textLines()
	fence, fenced := "", false
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		fence, fenced = nextFence(fence, l.text)
		m := blockAttributes.FindStringSubmatch(l.text)
		if fenced || m == nil {
			result = append(result, l)
			continue
		}

		a := listOf(m[1])
		switch {
		case slices.Contains(a.words, "toc"):
			result = withoutContents(result)
		case len(result) > 0 && !result[len(result)-1].isBlank():
			result = j.attach(result, a)
		default:
			block, used := j.attachNext(lines[i+1:], a)
			result = append(result, block...)
			i += used
		}
	}

	j.setLines(result)
}

// blockList is one list of attributes: {: .class #id toc key="value"}.
type blockList struct {
	id      string
	classes []string
	words   []string
}

func listOf(text string) blockList {
	var a blockList
	for word := range strings.FieldsSeq(text) {
		switch {
		case strings.HasPrefix(word, "#"):
			a.id = word[1:]
		case strings.HasPrefix(word, "."):
			a.classes = append(a.classes, strings.FieldsFunc(word, func(r rune) bool { return r == '.' })...)
		default:
			a.words = append(a.words, word)
		}
	}

	return a
}

// withoutContents removes the list that marks the table of contents, and the heading above it, of which only the
// address stays.
func withoutContents(lines []textLine) []textLine {
	if len(lines) == 0 || lines[len(lines)-1].isBlank() {
		return lines
	}

	lines = lines[:len(lines)-1]
	kept := trimBlank(lines)
	if len(kept) == 0 || !contentsTitle.MatchString(kept[len(kept)-1].text) {
		return lines
	}

	last := kept[len(kept)-1]
	id := article.Slug(strings.Trim(last.text, "# "))

	return append(kept[:len(kept)-1:len(kept)-1], textLine{`<a id="` + id + `"></a>`, last.at}, textLine{"", last.at})
}

// kind returns the kind of the callout that classes mean, its title, and whether the first paragraph is the title.
func (j jekyllPage) kind(classes []string) (word, title string, hasTitle bool) {
	own := asMap(j.site.config.get("callouts"))
	for _, class := range classes {
		name, isTitled := strings.CutSuffix(class, "-title")
		for _, prefix := range []string{"alert-", "notice--", "callout-", "bd-callout-", "admonition-"} {
			name = strings.TrimPrefix(name, prefix)
		}

		if settings, ok := own[name]; ok {
			return name, values(asMap(settings)).text("title"), isTitled
		}
		if isCallout(name) {
			return name, "", isTitled
		}
	}

	for _, class := range classes {
		if class == "alert" || class == "notice" || class == "callout" {
			return "note", "", false
		}
	}

	return "", "", false
}

// attach applies attributes to the block that lines end with.
func (j jekyllPage) attach(lines []textLine, a blockList) []textLine {
	from := len(lines)
	for from > 0 && !lines[from-1].isBlank() && !isHeadingLine(lines[from-1].text) {
		from--
	}

	if from == len(lines) { // a heading
		last := &lines[from-1]
		if a.id != "" && isValidID(a.id) && !explicitID.MatchString(last.text) {
			last.text = strings.TrimRight(last.text, " \t#") + " {#" + a.id + "}"
		}

		return lines
	}

	return append(lines[:from:from], j.block(slices.Clone(lines[from:]), a)...)
}

// attachNext applies attributes to the block that follows, and returns how many lines it has.
func (j jekyllPage) attachNext(lines []textLine, a blockList) ([]textLine, int) {
	used := 0
	for used < len(lines) && !lines[used].isBlank() && fenceOf(lines[used].text) == "" {
		used++
	}

	if used == 0 || isHeadingLine(lines[0].text) || blockAttributes.MatchString(lines[used-1].text) {
		return nil, 0
	}

	return j.block(lines[:used], a), used
}

// block returns a block with its attributes.
func (j jekyllPage) block(lines []textLine, a blockList) []textLine {
	if a.id != "" && isValidID(a.id) {
		anchor := indentOfLine(lines[0].text) + `<a id="` + a.id + `"></a>`
		lines = slices.Concat([]textLine{{anchor, lines[0].at}, {"", lines[0].at}}, lines)
	}

	word, title, isTitled := j.kind(a.classes)
	if word == "" {
		return lines
	}

	var body []textLine
	for _, l := range lines {
		text := l.text
		if rest, ok := strings.CutPrefix(strings.TrimLeft(text, " "), ">"); ok {
			text = strings.TrimPrefix(rest, " ")
		}

		body = append(body, textLine{text, l.at})
	}

	if isTitled {
		title = strings.TrimSpace(body[0].text)
		body = body[1:]
	}

	if hasHeading(body) {
		return lines
	}

	return quote("", calloutHead(word, title, title != ""), lines[0].at, body)
}

// nameHeadings gives headings with markup the ID that kramdown derived from their source: the address of a link is part
// of it, and an underscore stays.
func (j jekyllPage) nameHeadings() {
	used := map[string]bool{}
	var edits []Edit
	for _, l := range Lines(j.Text) {
		if l.Fenced || l.Indent > 0 || !isHeadingLine(l.Text) || !strings.ContainsAny(l.Text, "[]_<&") ||
			explicitID.MatchString(l.Text) || attributeList.MatchString(l.Text) {
			continue
		}

		raw := strings.Trim(strings.TrimLeft(l.Text, "#"), " \t#")
		id := j.Project.Anchors(raw, map[string]int{})
		if id == j.Project.Anchors(plainHeading(raw), map[string]int{}) || used[id] || !isValidID(id) {
			continue
		}

		used[id] = true
		edits = append(edits, Edit{l.End(), l.End(), " {#" + id + "}"})
	}

	j.Apply(edits)
}
