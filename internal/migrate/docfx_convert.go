package migrate

import (
	"path"
	"regexp"
	"strings"
)

var (
	// docfxInclude includes a file: [!INCLUDE [text](file.md)].
	docfxInclude = regexp.MustCompile(`(?i)\[!INCLUDE[ \t]*\[[^\]\n]*\][ \t]*\([ \t]*<?([^)\n>]+?)>?[ \t]*\)[ \t]*\]`)

	// docfxCode shows code: [!code-csharp[text](file.cs#L1-L5)].
	docfxCode = regexp.MustCompile(`(?i)\[!code-?([\w+#-]*)[ \t]*\[[^\]\n]*\][ \t]*\([ \t]*([^)\n]+?)[ \t]*\)[ \t]*\]`)

	// tripleCode shows code: :::code language="csharp" source="file.cs" range="1-5":::.
	tripleCode = regexp.MustCompile(`(?m)^[ \t]*(:::[ \t]*code[ \t]+([^\n]*?)[ \t]*:::)[ \t]*$`)

	tripleAttribute = regexp.MustCompile(`([\w-]+)[ \t]*=[ \t]*"([^"\n]*)"`)
)

func convertDocFXIncludes(p *Page) {
	p.include(findDocFXIncludes)
}

func findDocFXIncludes(p *Page) []inclusion {
	code := FindCode(p.Text)
	var list []inclusion
	add := func(from, to int, name, selected string, one inclusion) {
		if code.Contains(from) {
			return
		}

		name = strings.TrimPrefix(decoded(name), "~/")
		one.span = span{from, to}
		one.names = []string{
			path.Join(path.Dir(p.placeOf(from).file), name),
			path.Join(p.Project.Base, name),
			name,
		}
		if selected != "" {
			one.part = func(text string) (string, int, bool) { return docfxPart(text, selected) }
		}

		list = append(list, one)
	}

	for _, m := range docfxInclude.FindAllStringSubmatchIndex(p.Text, -1) {
		name, _, _ := strings.Cut(p.Text[m[2]:m[3]], "?")
		add(m[0], m[1], name, "", inclusion{inline: !p.isAlone(m[0], m[1])})
	}

	for _, m := range docfxCode.FindAllStringSubmatchIndex(p.Text, -1) {
		name, selected := splitAddress(p.Text[m[4]:m[5]])
		add(m[0], m[1], name, strings.TrimLeft(selected, "#?"), codeInclusion(p.Text[m[2]:m[3]]))
	}

	for _, m := range tripleCode.FindAllStringSubmatchIndex(p.Text, -1) {
		a := attributesOf(p.Text[m[4]:m[5]])
		selected := firstOf(a["id"], a["range"])
		add(m[2], m[3], a["source"], selected, codeInclusion(a["language"]))
	}

	return list
}

func codeInclusion(language string) inclusion {
	language = strings.ToLower(language)
	return inclusion{
		keepFront: true,
		wrap: func(name string) (string, string) {
			return "```" + firstOf(language, strings.TrimPrefix(path.Ext(name), ".")) + "\n", "\n```"
		},
	}
}

// attributesOf returns the attributes of a triple-colon block.
func attributesOf(text string) map[string]string {
	a := map[string]string{}
	for _, m := range tripleAttribute.FindAllStringSubmatch(text, -1) {
		a[strings.ToLower(m[1])] = m[2]
	}

	return a
}

// docfxPart returns lines such as "L1-L5" or "1-5", or a region: <name> in comments, or #region name.
func docfxPart(text, selected string) (string, int, bool) {
	selected = strings.TrimPrefix(selected, "name=")
	selected = strings.TrimPrefix(selected, "range=")
	first, _, _ := strings.Cut(selected, ",")
	numbers := strings.ReplaceAll(strings.ReplaceAll(first, "L", ""), "-", ":")
	if from, to, ok := lineRange(numbers); ok {
		return linesOf(text, from, to)
	}

	if lines, line, ok := markedSection(text, "<"+selected+">", "</"+selected+">"); ok {
		return lines, line, true
	}

	return markedSection(text, "region "+selected, "endregion")
}

var (
	// docfxDiv gives a quotation a class, docfxVideo shows a film.
	docfxDiv   = regexp.MustCompile(`(?i)^([ \t>]*)>[ \t]*\[!div\b[^\]\n]*\][ \t]*$`)
	docfxVideo = regexp.MustCompile(`(?i)\[!VIDEO[ \t]+([^\]\s]+)[^\]\n]*\]`)

	// docfxTab is a tab: # [label](#tab/id). A line of hyphens or asterisks ends the group.
	docfxTab    = regexp.MustCompile(`^#{1,6}[ \t]+\[(.+)\]\(#tab/[^)\n]*\)[ \t]*$`)
	docfxTabEnd = regexp.MustCompile(`^(?:\*{3,}|-{3,}|_{3,})[ \t]*$`)

	// untranslated is text that stays the same in all languages.
	untranslated = regexp.MustCompile(`:::no-loc[ \t]+text="([^"\n]*)"[ \t]*:::`)

	// docfxAlert begins a callout.
	docfxAlert = regexp.MustCompile(`(?i)^[ \t]*>[ \t]*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$`)

	// tripleMark is a mark of a layout or of a version.
	tripleMark = regexp.MustCompile(`^([ \t>]*):::[ \t]*(/?[\w-]+)[ \t]*([^\n]*?):{0,3}[ \t]*$`)
)

// convertDocFXBlocks converts tabs, layouts and classes.
func convertDocFXBlocks(p *Page) {
	p.replace(untranslated, func(m []string) (string, bool) { return m[1], true })
	lines := convertDocFXTabs(p.textLines())
	var result []textLine
	fence, fenced, plain := "", false, false
	for _, l := range lines {
		if fence, fenced = nextFence(fence, l.text); fenced {
			result = append(result, l)
			continue
		}

		if docfxDiv.MatchString(l.text) {
			plain = true
			continue
		}

		if plain = plain && strings.HasPrefix(strings.TrimSpace(l.text), ">"); plain {
			l.text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(l.text), ">"), " ")
		}

		if text, ok := tripleMarkText(p, l); ok {
			l.text = text
		}

		if docfxAlert.MatchString(l.text) {
			result = endQuotation(result, l)
		}

		result = append(result, l)
	}

	p.setLines(result)
}

// endQuotation ends the quotation before a callout: on the published page, each callout is separate.
func endQuotation(before []textLine, callout textLine) []textLine {
	if len(before) == 0 {
		return before
	}

	last := &before[len(before)-1]
	switch text := strings.TrimSpace(last.text); {
	case text == ">":
		last.text = ""
	case strings.HasPrefix(text, ">"):
		return append(before, textLine{"", callout.at})
	}

	return before
}

// tripleMarkText converts a line with a triple colon.
func tripleMarkText(p *Page, l textLine) (string, bool) {
	m := tripleMark.FindStringSubmatch(l.text)
	if m == nil {
		return "", false
	}

	a := attributesOf(m[3])
	switch strings.ToLower(m[2]) {
	case "image", "/image":
		if a["source"] == "" {
			return "", true
		}

		return m[1] + "![" + a["alt-text"] + "](" + escapeDestination(decoded(a["source"])) + ")", true
	case "video":
		return m[1] + "[" + firstOf(a["title"], "Video") + "](" + a["source"] + ")", true
	case "row", "row-end", "column", "column-end", "image-end", "zone", "zone-end", "moniker", "moniker-end", "form",
		"no-loc", "/row", "/column":
		return "", true
	}

	p.noteLine(l, KindComponent, l.text)

	return "", false
}

// convertDocFXTabs turns headings with a link to #tab/... into tabs.
func convertDocFXTabs(lines []textLine) []textLine {
	var result, body []textLine
	var head textLine
	label := ""
	flush := func() {
		if label != "" {
			result = separated(result, quote("", "[!TAB] "+label, head.at, body))
			result = append(result, textLine{"", head.at})
		}

		body = nil
	}

	fence, fenced := "", false
	for _, l := range lines {
		fence, fenced = nextFence(fence, l.text)
		m := docfxTab.FindStringSubmatch(l.text)
		switch {
		case !fenced && m != nil:
			flush()
			label, head = m[1], l
		case !fenced && label != "" && docfxTabEnd.MatchString(l.text):
			flush()
			label = ""
		case label != "":
			body = append(body, l)
		default:
			result = append(result, l)
		}
	}

	flush()

	return result
}

var (
	tripleImage = regexp.MustCompile(`:::[ \t]*image[ \t]+([^\n]*?)[ \t]*:::`)
	xrefLink    = regexp.MustCompile(`\]\(xref:([^)\s]+)\)`)
	xrefTag     = regexp.MustCompile(`<xref:([^>\s]+)>`)
	uidQuery    = regexp.MustCompile(`[?#].*$`)
)

// convertDocFXInline converts films, pictures inside of lines, and references to identifiers.
func convertDocFXInline(p *Page) {
	p.replace(docfxVideo, func(m []string) (string, bool) { return "[Video](" + m[1] + ")", true })
	p.replace(tripleImage, func(m []string) (string, bool) {
		a := attributesOf(m[1])
		return "![" + a["alt-text"] + "](" + escapeDestination(decoded(a["source"])) + ")", a["source"] != ""
	})
	p.replace(xrefLink, func(m []string) (string, bool) { return "](" + uidAddress(p, m[1]) + ")", true })
	p.replace(xrefTag, func(m []string) (string, bool) {
		name := uidQuery.ReplaceAllString(decoded(m[1]), "")
		if page := pageWithUID(p.Project, name); page != nil {
			name = page.title()
		}

		return "[" + strings.TrimSuffix(name, "*") + "](" + uidAddress(p, m[1]) + ")", true
	})
}

// uidAddress returns the page that declares an identifier, or the place where those of .NET are documented.
func uidAddress(p *Page, uid string) string {
	uid = uidQuery.ReplaceAllString(decoded(uid), "")
	if page := pageWithUID(p.Project, uid); page != nil {
		return relativeSource(p.Source, page.Source)
	}

	name := strings.NewReplacer("`", "-", "#", "-", "*", "").Replace(strings.ToLower(uid))

	return "https://learn.microsoft.com/dotnet/api/" + escapeDestination(name)
}

// pageWithUID returns the page that declares an identifier in its front matter, or nil.
func pageWithUID(p *Project, uid string) *Page {
	if p.uids == nil {
		p.uids = map[string]*Page{}
		for _, page := range p.pages {
			if name := page.Front.Get("uid"); name != "" {
				setFirst(p.uids, name, page)
			}
		}
	}

	return p.uids[uid]
}
