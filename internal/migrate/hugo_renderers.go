package migrate

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/component"
)

// renderer renders a shortcode.
type renderer func(u *use) rendered

// shortcodeRenderers are the shortcodes of Hugo, and those of Docsy, Hextra, Book, Geekdoc, Relearn, Lotus and the
// like, by name in lower case.
var shortcodeRenderers map[string]renderer

func init() {
	shortcodeRenderers = map[string]renderer{}
	for _, row := range []struct {
		render renderer
		names  string
	}{
		{renderCallout, "alert callout hint notice admonition panel box infobox pageinfo"},
		{renderTabs, "tabs tabpane codetabs tab-group tabgroup"},
		{renderTab, "tab codetab"},
		{renderDetails, "details expand collapse accordion spoiler toggle expandable collapsible"},
		{renderInner, "steps step-list columns cards cardpane card-group " +
			"grid row col column wrap blocks/section blocks/lead"},
		{renderInner, "filetree/container html markdown md centered div lead rawhtml raw-html raw content-wrapper"},
		{renderInner, "hextra/hero-badge hextra/hero-headline hextra/hero-subtitle hextra/hero-container " +
			"hextra/hero-section hextra/feature-grid"},
		{renderStep, "step"},
		{renderCard, "card feature blocks/feature blocks/cover hextra/feature-card"},
		{renderFigure, "figure img image picture imgproc screenshot"},
		{renderMedia, "youtube vimeo video audio gist x tweet x_simple twitter_simple instagram"},
		{renderEmbed, "pdf embed iframe swaggerui openapi redoc asciinema figma codepen jsfiddle codesandbox loom"},
		{renderHighlight, "highlight code code-block codeblock"},
		{renderCodeToggle, "code-toggle"},
		{renderDiagram, "mermaid plantuml goat diagram chart kroki"},
		{renderFormula, "katex math latex"},
		{renderButton, "hextra/hero-button button btn link-card link"},
		{renderBadge, "badge label tag pill"},
		{renderNothing, "icon fa fas fab far fal faicon " +
			"anchor toc table-of-contents tableofcontents blocks/link-down glossary clear hr-space"},
		{renderNothing, "comment"},
		{renderPages, "children childpages list-pages-in-section " +
			"section toc-tree render-list-of-pages-in-section list-children"},
		{renderAttachments, "attachments resources"},
		{renderTree, "filetree/folder filetree/file"},
		{renderReference, "ref relref"},
		{renderParameter, "param site-param siteparam"},
		{renderVersion, "new-in deprecated-in"},
		{renderDescription, "get-page-desc"},
		{renderTooltip, "glossary_tooltip glossary-tooltip"},
		{renderCode, "qr"},
		{renderKey, "kbd"},
		{renderBreak, "br"},
	} {
		for name := range strings.FieldsSeq(row.names) {
			shortcodeRenderers[name] = row.render
		}
	}
}

// colours are the kinds of callouts that themes name by a colour.
var colours = map[string]string{
	"primary": "note", "secondary": "note", "default": "note", "blue": "note", "grey": "note", "light": "note",
	"dark":  "note",
	"green": "tip", "ok": "tip", "gotcha": "warning", "warn": "warning", "yellow": "warning", "orange": "warning",
	"red": "caution", "critical": "caution",
}

func renderCallout(u *use) rendered {
	word := strings.ToLower(u.Get("type", "style", "kind", "color", "context", "status", "severity", "level", "icon"))
	title := u.Get("title", "header", "heading", "label")
	switch first := u.At(0); {
	case isCallout(strings.ToLower(first)) || colours[strings.ToLower(first)] != "":
		word, title = strings.ToLower(first), firstOf(title, u.At(1))
	case first != "":
		title = firstOf(title, first)
	}

	if colours[word] != "" {
		word = colours[word]
	}
	if !isCallout(word) {
		word = "note"
	}
	if !u.HasInner() {
		text := firstOf(u.Get("text", "content", "message"), title)
		return rendered{quote("", calloutHead(word, "", false), u.at, []textLine{{text, u.at}}), text != ""}
	}

	return u.callout(word, title)
}

// renderTabs remembers the labels that the tabs inside have in one argument.
func renderTabs(u *use) rendered {
	if !u.HasInner() {
		return u.unknown()
	}

	for label := range strings.SplitSeq(u.Get("items", "titles", "labels"), ",") {
		u.labels = append(u.labels, strings.Trim(strings.TrimSpace(label), `"'[]`))
	}

	u.flat = u.isHeadingInside()

	return rendered{u.inner(), true}
}

func renderTab(u *use) rendered {
	name := firstOf(u.Get("name", "title", "header", "label", "tabname", "tabName"), u.At(0))
	flat := false
	if t := u.parent; t != nil {
		if name == "" && t.count < len(t.labels) {
			name = t.labels[t.count]
		}

		t.count++
		flat = t.flat
	}

	body := u.inner()
	if language, ok := u.codeTab(); ok {
		body = u.fenced(language, u.innerCode()).lines
	}

	name = label(name)

	return u.labelled("[!TAB] "+name, name, body, flat)
}

// codeTab returns the language of a tab whose content is code.
func (u *use) codeTab() (string, bool) {
	language := u.Get("lang", "codelang", "language")
	isPane := u.parent != nil && u.parent.name == "tabpane"
	if isPane {
		language = firstOf(language, u.parent.Get("lang"))
	}

	isText := u.Markdown || u.Get("text") == "true" || isPane && u.parent.Get("text") == "true"
	hasFence := strings.Contains(u.c.Text[u.End:u.Close], "```")

	return language, u.HasInner() && !isText && !hasFence && (isPane || language != "")
}

func renderDetails(u *use) rendered {
	name := label(u.arg(0, "summary", "title", "label", "header", "name"))
	return u.labelled("[!DETAILS] "+name, name, u.inner(), false)
}

// renderInner shows only what is inside, and the texts of the arguments.
func renderInner(u *use) rendered {
	var lines []textLine
	if title := u.Get("title", "header", "heading"); title != "" {
		lines = []textLine{{bold(title), u.at}, {"", u.at}}
	}

	for _, l := range u.inner() {
		if text := strings.TrimSpace(l.text); text == "<--->" || text == "---" && u.name == "columns" {
			l.text = ""
		}

		lines = append(lines, l)
	}

	return rendered{lines, strings.Contains(u.c.Text[u.Start:u.After], "\n") || u.name != "markdown"}
}

func renderStep(u *use) rendered {
	name := firstOf(u.Get("title", "label", "name"), u.At(0))
	return u.labelled("", name, u.inner(), true)
}

// renderCard returns an item of a list: a title with a link, and the text.
func renderCard(u *use) rendered {
	title := firstOf(u.Get("title", "header", "name"), u.At(0))
	target := u.Get("link", "url", "href")
	head := bold(title)
	if target != "" {
		head = "[" + firstOf(title, target) + "](" + escapeSpaces(target) + ")"
	}

	body := u.inner()
	if code := u.Get("code"); code == "true" {
		body = u.fenced(u.Get("lang"), u.innerCode()).lines
	}

	var parts []textLine
	for _, text := range []string{head, u.Get("subtitle"), u.Get("description", "subheading")} {
		if text != "" {
			parts = append(parts, textLine{text, u.at}, textLine{"", u.at})
		}
	}

	if image := u.Get("image"); image != "" {
		parts = append(parts, textLine{"![" + title + "](" + escapeSpaces(image) + ")", u.at}, textLine{"", u.at})
	}

	parts = append(parts, body...)
	if footer := u.Get("footer"); footer != "" {
		parts = append(parts, textLine{"", u.at}, textLine{footer, u.at})
	}

	parts = trimBlank(parts)
	if hasHeading(parts) {
		return rendered{parts, true}
	}

	return rendered{listItem(parts), len(parts) > 0}
}

func listItem(lines []textLine) []textLine {
	result := make([]textLine, len(lines))
	for i, l := range lines {
		prefix := "  "
		if i == 0 {
			prefix = "- "
		}

		result[i] = textLine{strings.TrimRight(prefix+l.text, " "), l.at}
	}

	return result
}

func escapeSpaces(address string) string {
	return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29").Replace(strings.TrimSpace(address))
}

func renderFigure(u *use) rendered {
	source := firstOf(u.Get("src", "url", "file", "path", "source", "image"), u.At(0))
	if source == "" {
		return u.unknown()
	}

	if path.Ext(source) == "" && !scheme.MatchString(source) {
		source = firstOf(u.c.resource(source), source)
	}

	caption := firstOf(u.Get("caption"), u.innerText())
	title := u.Get("title")
	text := firstOf(u.Get("alt"), caption, title)
	picture := "![" + strings.NewReplacer("[", "", "]", "").Replace(text) + "](" + escapeSpaces(source)
	plain := caption != "" && title == "" && u.Get("attr") == "" && !strings.ContainsAny(caption, "\"<`[*_")
	if plain {
		picture += ` "` + caption + `"`
		caption = ""
	}

	picture += ")"
	if target := u.Get("link"); target != "" {
		picture = "[" + picture + "](" + escapeSpaces(target) + ")"
	}

	attribution := u.Get("attr")
	if target := u.Get("attrlink"); target != "" {
		attribution = "[" + firstOf(attribution, target) + "](" + escapeSpaces(target) + ")"
	}

	var words []string
	for _, part := range []string{bold(title), caption, attribution} {
		if part != "" {
			words = append(words, part)
		}
	}

	if u.name != "figure" && len(words) == 0 && !u.c.isAlone(u.Start, u.After) {
		return u.inline(picture)
	}

	return u.block(strings.TrimSpace(picture + "\n\n" + strings.Join(words, " ")))
}

// resource returns the file next to the page whose name begins as given.
func (c *shortcodes) resource(start string) string {
	dir := path.Dir(c.Source)
	for _, name := range c.Project.filesIn(dir) {
		if base := path.Base(name); isPicture(base) && strings.HasPrefix(base, start) {
			return base
		}
	}

	return ""
}

func renderMedia(u *use) rendered {
	id := firstOf(u.Get("id", "src", "url", "video"), u.At(0))
	title := u.Get("title", "alt", "caption")
	switch u.name {
	case "youtube":
		return u.film(title, "https://www.youtube.com/watch?v="+id, id)
	case "vimeo":
		return u.film(title, "https://vimeo.com/"+id, id)
	case "gist":
		target := "https://gist.github.com/" + id + "/" + u.At(1)
		return u.film(firstOf(title, u.At(2), "The code at GitHub"), target, u.At(1))
	case "instagram":
		return u.film(firstOf(title, "The picture at Instagram"), "https://www.instagram.com/p/"+id+"/", id)
	case "x", "tweet", "x_simple", "twitter_simple":
		user := firstOf(u.Get("user"), "i")
		return u.film(firstOf(title, "The post at X"), "https://x.com/"+user+"/status/"+id, id)
	}

	if strings.HasPrefix(id, "http") || path.Ext(id) == "" {
		return u.film(title, id, id)
	}

	return u.block("![" + firstOf(title, "Video") + "](" + escapeSpaces(id) + ")")
}

// film returns a link to something that signpost does not embed.
func (u *use) film(title, target, id string) rendered {
	if id == "" {
		return u.unknown()
	}

	return u.block("[" + firstOf(title, "Watch the video") + "](" + escapeSpaces(target) + ")")
}

func renderEmbed(u *use) rendered {
	target := firstOf(u.Get("src", "url", "href", "file", "id", "link"), u.At(0))
	if target == "" {
		return u.unknown()
	}

	title := firstOf(u.Get("title", "name", "label"), decoded(path.Base(target)))

	return u.block("[" + title + "](" + escapeSpaces(target) + ")")
}

func renderHighlight(u *use) rendered {
	if !u.HasInner() {
		return u.unknown()
	}

	language := firstOf(u.Get("lang", "language", "type"), u.At(0))
	options := strings.ToLower(u.At(1) + u.Get("options"))
	if strings.Contains(strings.ReplaceAll(options, " ", ""), "hl_inline=true") {
		return u.inline(codeText(u.innerCode()))
	}

	code := u.fenced(strings.ToLower(language), u.innerCode())
	if title := u.Get("title", "file", "filename", "name"); title != "" {
		code.lines = slices.Concat(u.block(bold(title)+"\n").lines, code.lines)
	}

	return code
}

// renderCodeToggle shows settings, which Hugo's documentation shows in three formats, as they were written.
func renderCodeToggle(u *use) rendered {
	code := u.innerCode()
	if !u.HasInner() || strings.TrimSpace(code) == "" {
		return u.unknown()
	}

	language := "yaml"
	if first := strings.TrimSpace(code); first[0] == '[' || strings.Contains(firstLineOf(first), " = ") {
		language = "toml"
	}

	r := u.fenced(language, code)
	if file := u.Get("file"); file != "" {
		if path.Ext(file) == "" {
			file += "." + language
		}

		r.lines = slices.Concat(u.block(bold(file)+"\n").lines, r.lines)
	}

	return r
}

func firstLineOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func renderDiagram(u *use) rendered {
	if !u.HasInner() {
		return u.unknown()
	}

	return u.fenced(u.name, u.innerCode())
}

func renderFormula(u *use) rendered {
	code := strings.TrimSpace(u.innerCode())
	switch {
	case code == "":
		return u.unknown()
	case strings.Contains(u.c.Text[u.End:u.Close], "\n"):
		return u.fenced("tex", code)
	}

	return u.inline(codeText(code))
}

func renderButton(u *use) rendered {
	target := u.Get("href", "link", "url", "to")
	if ref := firstOf(u.Get("relref"), u.Get("ref")); ref != "" && target == "" {
		target, _ = u.c.reference(ref)
	}

	text := firstOf(u.innerText(), u.Get("text", "label", "title", "name"))
	if target == "" {
		target = u.At(0)
	}

	switch {
	case target == "" && text == "":
		return u.unknown()
	case target == "":
		return u.inline(bold(text))
	}

	return u.inline("[" + firstOf(text, u.At(1), target) + "](" + escapeSpaces(target) + ")")
}

func renderBadge(u *use) rendered {
	text := firstOf(u.innerText(), u.Get("content", "text", "value", "label"), u.At(0))
	if title := u.Get("title"); title != "" && title != text {
		text = strings.TrimSpace(title + " " + text)
	}

	if target := u.Get("link"); target != "" {
		return u.inline("[" + firstOf(text, target) + "](" + escapeSpaces(target) + ")")
	}

	return u.inline(bold(text))
}

func renderNothing(u *use) rendered {
	if u.name != "comment" && u.HasInner() {
		return rendered{lines: u.inner()}
	}

	return rendered{}
}

// renderPages lists the pages of a folder. A selection that depends on data is noted.
func renderPages(u *use) rendered {
	dir := strings.Trim(firstOf(u.Get("path", "page", "section", "dir"), u.At(0)), "/")
	if filter := u.Get("filter"); filter != "" {
		u.c.Note(u.Start, KindComponent, "%s: all pages of the folder are listed", u.tag())
	}

	var lines []textLine
	links, _ := importReader{u.c.Page}.list(dir)
	for _, l := range links {
		item := linkItem(l)
		if !spend(u.c.Page, len(item)) {
			return u.unknown()
		}

		lines = append(lines, textLine{item, u.at})
	}

	return rendered{lines, len(lines) > 0}
}

func linkItem(l component.Link) string {
	item := "- [" + l.Title + "](" + l.Target + ")"
	if l.Description != "" {
		item += ": " + l.Description
	}

	return item
}

// renderAttachments lists the files that belong to the page.
func renderAttachments(u *use) rendered {
	dirs := []string{stem(u.c.Source) + ".files", path.Join(path.Dir(u.c.Source), "files")}
	if isBundle(u.c.Page) {
		dirs = append(dirs, path.Dir(u.c.Source))
	}

	var lines []textLine
	for _, dir := range dirs {
		for _, name := range u.c.Project.filesIn(dir) {
			if !isPage(name) && !strings.HasPrefix(path.Base(name), ".") {
				item := "- [" + path.Base(name) + "](" + relativeSource(u.c.Source, name) + ")"
				lines = append(lines, textLine{item, u.at})
			}
		}
	}

	if len(lines) == 0 {
		return u.unknown()
	}
	if title := u.Get("title"); title != "" {
		lines = slices.Concat([]textLine{{bold(title), u.at}, {"", u.at}}, lines)
	}

	return rendered{lines, true}
}

func renderTree(u *use) rendered {
	lines := []textLine{{codeText(firstOf(u.Get("name"), u.At(0))), u.at}}
	for _, l := range u.inner() {
		if !l.isBlank() {
			lines = append(lines, l)
		}
	}

	return rendered{listItem(lines), true}
}

func renderReference(u *use) rendered {
	target, ok := u.c.reference(firstOf(u.Get("path"), u.At(0)))
	if !ok {
		u.c.Note(u.Start, KindComponent, "%s: the page does not exist", u.tag())
	}

	return u.inline(target)
}

// renderParameter shows a value of the front matter or of the settings.
func renderParameter(u *use) rendered {
	key := firstOf(u.At(0), u.Get("name"))
	path := strings.Split(strings.ToLower(key), ".")
	front := lowered(u.c.Front.values())
	text := firstOf(front.text(path...), front.text(append([]string{"params"}, path...)...),
		u.c.site.config.text(append([]string{"params"}, path...)...))
	if text == "" || !spend(u.c.Page, len(text)) {
		return u.unknown()
	}

	return u.inline(text)
}

// renderVersion says since when something exists or should not be used.
func renderVersion(u *use) rendered {
	version := "v" + strings.TrimPrefix(u.At(0), "v")
	if u.name == "new-in" && !u.HasInner() {
		return u.inline(bold("New in " + version))
	}

	title := "New in " + version
	word := "note"
	if u.name == "deprecated-in" {
		title = "Deprecated in " + version
		word = "caution"
	}
	if len(u.inner()) > 0 {
		return u.callout(word, title)
	}
	if u.c.isAlone(u.Start, u.After) {
		return u.block("> " + calloutHead(word, "", false) + "\n> " + title + ".")
	}

	return u.inline(bold(title))
}

// renderDescription shows the description of another page.
func renderDescription(u *use) rendered {
	target, _ := u.c.reference(u.At(0))
	page := u.c.Project.index.bySource[path.Join(path.Dir(u.c.Source), decoded(target))]
	if page == nil || page.Front.Get("description") == "" || !spend(u.c.Page, len(page.Front.Get("description"))) {
		return u.unknown()
	}

	return u.inline(page.Front.Get("description"))
}

func renderTooltip(u *use) rendered {
	text := firstOf(u.Get("text"), strings.ReplaceAll(u.Get("term_id"), "-", " "), u.At(0))
	if text == "" {
		return u.unknown()
	}

	return u.inline(text)
}

func renderCode(u *use) rendered {
	text := firstOf(u.Get("text"), u.At(0))
	if u.HasInner() {
		return u.fenced("text", u.innerCode())
	}
	if text == "" {
		return u.unknown()
	}

	return u.inline(codeText(text))
}

func renderKey(u *use) rendered {
	return u.inline("<kbd>" + firstOf(u.innerText(), u.At(0), u.Get("text")) + "</kbd>")
}

func renderBreak(u *use) rendered { return u.inline("<br>") }
