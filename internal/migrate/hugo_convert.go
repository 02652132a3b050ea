package migrate

import (
	"path"
	"regexp"
	"strings"

	"signpost/internal/migrate/anchors"
	"signpost/internal/migrate/shortcode"
)

// convertHugo converts the notation of Hugo and its themes.
func convertHugo(p *Page) {
	h := hugoPage{p, p.Project.Extra.(*hugoSite)}
	p.include(h.inclusions)
	h.convertShortcodes()
	h.removeSummaryMark()
	convertFences(p)
	h.convertMath()
	h.addTermIDs()
	convertHeadingAnchors(p)
	convertAttributes(p)
	if h.site.config.text("enableemoji") == "true" {
		convertEmoji(p)
	}

	p.replaceAddresses(h.address)
	h.linkTerms()
	escapeVariables(p)
}

// hugoPage is a page of Hugo.
type hugoPage struct {
	*Page
	site *hugoSite
}

func (h hugoPage) language() string { return h.site.folders[h.Docs] }

// inclusions returns the shortcodes that show another file.
func (h hugoPage) inclusions(p *Page) []inclusion {
	if !strings.Contains(p.Text, "{{") {
		return nil
	}

	code := FindCode(p.Text)
	var list []inclusion
	var add func(nodes []*shortcode.Node)
	add = func(nodes []*shortcode.Node) {
		for _, n := range nodes {
			if one, ok := h.inclusion(n, code); ok {
				list = append(list, one)
			}

			add(n.Children)
		}
	}

	add(shortcode.Parse(p.Text))

	return list
}

// inclusion returns the file that a shortcode shows. ok is false if it shows none.
func (h hugoPage) inclusion(n *shortcode.Node, code *Code) (one inclusion, ok bool) {
	one.span = span{n.Start, n.After}
	name := firstOf(n.Get("file", "path", "src", "name", "filename"), n.At(0))
	switch strings.ToLower(n.Name) {
	case "include", "readfile", "includemd", "include-md", "snippet", "includefile", "rawinclude", "import":
		one.names = h.includedNames(name, n.Start)
	case "code", "codefile", "code-file", "include-code", "codenew", "code_sample":
		if n.HasInner() || n.Get("file", "src") == "" {
			return one, false
		}

		one.names = h.includedNames(name, n.Start)
		one.wrap = codeFences
	case "glossary-term", "glossary_definition":
		one.names = h.termNames(firstOf(n.Get("term_id", "term"), n.At(0)))
	}

	if len(one.names) == 0 || name == "" || n.Escaped {
		return one, false
	}

	if language := n.Get("lang"); n.Get("code") == "true" || language != "" && n.Name == "include" {
		one.wrap = codeFences
		if language != "" {
			one.wrap = func(string) (before, after string) { return "```" + languageOf(language) + "\n", "\n```" }
		}
	}

	one.keepFront = one.wrap != nil || code.Contains(n.Start)
	one.inline = one.wrap == nil && !h.isAlone(n.Start, n.After) && !h.beginsItem(n.Start, n.After)

	return one, true
}

// beginsItem reports whether a part of a line is all that follows the sign of a list item.
func (b *body) beginsItem(from, to int) bool {
	start := strings.LastIndexByte(b.Text[:from], '\n') + 1
	rest, _, _ := strings.Cut(b.Text[to:], "\n")

	return strings.TrimSpace(rest) == "" && isListMarker(strings.TrimSpace(b.Text[start:from]))
}

// includedNames returns the files that a name in a shortcode can mean: relative to the page, to the content, to the
// project, or in the folder for other resources.
func (h hugoPage) includedNames(name string, offset int) []string {
	var names []string
	for _, dir := range []string{
		path.Dir(h.placeOf(offset).file), path.Dir(h.Source), h.Docs.Dir, h.Project.Base,
		h.Project.join("assets"), h.Project.join("static"),
	} {
		names = append(names, path.Join(dir, name))
		if path.Ext(name) == "" {
			names = append(names, path.Join(dir, name+".md"), path.Join(dir, name, "index.md"))
		}
	}

	return names
}

// termNames returns the file of a term of the glossary.
func (h hugoPage) termNames(term string) []string {
	name := strings.ReplaceAll(strings.ToLower(term), " ", "-")
	if h.site.glossary == nil || term == "" {
		return nil
	}

	dir := path.Dir(h.site.glossary.Source)

	return []string{path.Join(dir, name+".md"), path.Join(dir, strings.TrimSuffix(name, "s")+".md")}
}

var summaryMark = regexp.MustCompile(`[ \t]*<!--[ \t]*more[ \t]*-->`)

// removeSummaryMark removes the mark at which the summary of a page ends.
func (h hugoPage) removeSummaryMark() {
	fenced := fencedLines(h.Text)
	var edits []Edit
	for _, m := range summaryMark.FindAllStringIndex(h.Text, -1) {
		if !fenced(m[0]) {
			edits = append(edits, Edit{From: m[0], To: m[1]})
		}
	}

	h.Apply(edits)
}

// codeText returns a code span.
func codeText(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		text = " " + text + " "
	}

	return fence + text + fence
}

// mathDelimited matches formulas, which contain no blank line.
var mathDelimited = regexp.MustCompile(
	`\\\(([^\n]+?)\\\)|\\\[((?:[^\n]|\n[^\n])+?)\\\]|\$\$((?:[^$\n]|\n[^$\n])+?)\n?\$\$`)

// convertMath shows formulas as code, if the settings let them pass to a program that renders them.
func (h hugoPage) convertMath() {
	if h.site.config.text("markup", "goldmark", "extensions", "passthrough", "enable") != "true" {
		return
	}

	code := FindCode(h.Text)
	var edits []Edit
	for _, m := range mathDelimited.FindAllStringSubmatchIndex(h.Text, -1) {
		if code.Contains(m[0]) {
			continue
		}

		g := groups(h.Text, m)
		formula := strings.TrimSpace(g[1] + g[2] + g[3])
		text := codeText(formula)
		if g[1] == "" && h.isAlone(m[0], m[1]) {
			prefix := "\n" + h.linePrefix(m[0])
			text = "```tex" + prefix + formula + prefix + "```"
		}

		edits = append(edits, Edit{m[0], m[1], text})
	}

	h.Apply(edits)
}

// addTermIDs adds the anchors that Hugo gives to the terms of definition lists, if the settings say so.
func (h hugoPage) addTermIDs() {
	if h.site.config.text("markup", "goldmark", "parser", "autodefinitiontermid") != "true" {
		return
	}

	t := termNamer{rule: h.Project.Anchors, all: map[string]int{}, headings: map[string]int{}}
	var edits []Edit
	var term Line
	for _, l := range Lines(h.Text) {
		if l.Fenced {
			term = Line{}
			continue
		}

		isTerm := strings.TrimSpace(l.Text) != "" && l.Indent < 4 && !strings.HasPrefix(l.Text, ":")
		switch {
		case isHeadingLine(l.Text):
			edits = append(edits, t.heading(l)...)
			term = Line{}
		case strings.HasPrefix(l.Text, ": ") && term.Text != "":
			if id := t.rule(plainHeading(term.Text), t.all); isValidID(id) {
				edits = append(edits, Edit{term.Start, term.Start, `<a id="` + id + `"></a>`})
			}

			term = Line{}
		case isTerm:
			term = l
		case l.Text != "":
			term = Line{}
		}
	}

	h.Apply(edits)
}

// termNamer numbers the IDs of headings and terms, of which none occurs twice on a page.
type termNamer struct {
	rule          anchors.Rule
	all, headings map[string]int
}

// heading returns the edit that gives a heading its ID explicitly, if that of a term made it another one.
func (t *termNamer) heading(l Line) []Edit {
	if explicitID.MatchString(l.Text) {
		return nil
	}

	text := plainHeading(strings.Trim(l.Text, "# "))
	id := t.rule(text, t.all)
	if id == t.rule(text, t.headings) || !isValidID(id) {
		return nil
	}

	return []Edit{{l.End(), l.End(), " {#" + id + "}"}}
}

// address returns the address of a link relative to the page: global resources need no slash in Hugo, and a link to a
// page leads to its translation.
func (h hugoPage) address(address string) string {
	if address == "" || scheme.MatchString(address) || strings.ContainsAny(address[:1], "/#?") {
		return address
	}

	name, rest := splitAddress(address)
	if isPage(name) && h.language() != h.site.language {
		translated := stem(name) + "." + h.language() + path.Ext(name)
		if h.Project.index.bySource[h.sourcePath(translated)] != nil {
			return escapeDestination(translated) + rest
		}
	}

	x := &h.Project.index
	isHere := h.findPage(name) != nil || h.findAsset(name, h.Source) != nil
	if !isHere && (x.atRoot[strings.ToLower(name)] != nil || x.byAddress[keyOf("/"+name)] != nil) {
		return "/" + address
	}

	return address
}

var termLink = regexp.MustCompile(`\[([^\[\]\n]+)\]\(g(?:[ \t]+"([^"\n]*)")?\)`)

// linkTerms makes links to "g" lead to the term of the glossary that they name.
func (h hugoPage) linkTerms() {
	if h.site.glossary == nil {
		return
	}

	target := relativeSource(h.Source, h.site.glossary.Source)
	h.replace(termLink, func(m []string) (string, bool) {
		term := strings.Trim(strings.ToLower(plainText(firstOf(m[2], m[1]))), "*_ ")
		for _, candidate := range singular(term) {
			if h.Project.Exists(h.termNames(candidate)[0]) {
				id := h.Project.Anchors(candidate, map[string]int{})
				return "[" + m[1] + "](" + target + "#" + id + ")", true
			}
		}

		return "[" + m[1] + "](" + target + ")", true
	})
}

// singular returns a word and what may be its singular.
func singular(word string) []string {
	words := []string{word, strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es")}
	if start, ok := strings.CutSuffix(word, "ies"); ok {
		words = append(words, start+"y")
	}

	return append(words, strings.TrimSuffix(word, "d"), strings.TrimSuffix(word, "ing"))
}
