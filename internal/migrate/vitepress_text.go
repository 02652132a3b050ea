package migrate

import (
	"cmp"
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	partLine    = regexp.MustCompile(`(?m)^([ \t]*)<!--[ \t]*@include:[ \t]*(.*?)[ \t]*-->[ \t]*$`)
	snippetLine = regexp.MustCompile(`(?m)^([ \t]*)<<<[ \t]*(\S.*?)[ \t]*$`)
	tocLine     = regexp.MustCompile(`(?mi)^[ \t]*\[\[toc\]\][ \t]*$`)
	fileOptions = regexp.MustCompile(`^(.*?)(#[\w-]+)?[ \t]*(?:\{([^}]*)\})?[ \t]*(?:\[(.*)\])?$`)
)

// vitepressPage is a page with the notation of VitePress.
type vitepressPage struct{ *Page }

// maxGroup limits how far up the beginning of a group is searched for.
const maxGroup = 20_000

// maxParts limits how deep parts include parts.
const maxParts = 10

// includeParts replaces "<!--@include: ./part.md-->" with the part. A part can include others.
func (p vitepressPage) includeParts() {
	for range maxParts {
		if !p.includeOnce() {
			return
		}
	}
}

func (p vitepressPage) includeOnce() bool {
	fenced := fencedLines(p.Text)
	var edits []Edit
	places := map[int][]place{}
	for _, m := range partLine.FindAllStringSubmatchIndex(p.Text, -1) {
		if fenced(m[0]) {
			continue
		}

		at := p.placeOf(m[0])
		written := p.Text[m[4]:m[5]]
		text, file, first, ok := p.part(at.file, written)
		if !ok {
			p.Note(m[0], KindInclude, "%s was not found", written)
			edits = append(edits, Edit{m[0], m[1], "`@include: " + written + "`"})
			continue
		}

		edits = append(edits, Edit{m[0], m[1], indentLines(text, p.Text[m[2]:m[3]])})
		places[m[0]] = placesOf(file, text, first)
	}

	p.apply(edits, func(e Edit) []place { return places[e.From] })

	return len(edits) > 0
}

// part returns the text of a file that another one includes, or some of its lines.
func (p vitepressPage) part(from, written string) (text, file string, first int, ok bool) {
	m := fileOptions.FindStringSubmatch(written)
	if m == nil {
		return "", "", 0, false
	}

	file = p.includedFile(from, strings.TrimSpace(m[1]))
	src, err := p.Project.Read(file)
	p.included += len(src)
	if file == "" || err != nil || p.included > maxIncluded {
		return "", "", 0, false
	}

	_, text, first, _ = splitFront(p.decode(src))
	if m[2] != "" {
		text = region(text, m[2][1:])
	}

	text = strings.Trim(linesIn(text, m[3]), "\n")
	if dir := path.Dir(file); dir != path.Dir(p.Source) {
		text = moveLinks(text, dir, p.Source)
	}

	return text, file, first, true
}

// includedFile returns the file that an include names: "@" is the documentation folder.
func (p vitepressPage) includedFile(from, name string) string {
	if rest, ok := strings.CutPrefix(name, "@/"); ok {
		return path.Join(p.Docs.Dir, rest)
	}

	if rest, ok := strings.CutPrefix(name, "/"); ok {
		return path.Join(p.Docs.Dir, rest)
	}

	return path.Join(path.Dir(from), name)
}

// linesIn returns lines of a text: "3", "3,5" or "3-5", and open ends.
func linesIn(text, which string) string {
	from, to, isRange := strings.Cut(strings.TrimSpace(which), ",")
	if !isRange {
		from, to, isRange = strings.Cut(from, "-")
	}

	first, err := strconv.Atoi(strings.TrimSpace(from))
	if err != nil && strings.TrimSpace(from) != "" || strings.TrimSpace(which) == "" {
		return text
	}

	lines := strings.Split(text, "\n")
	last := len(lines)
	if n, err := strconv.Atoi(strings.TrimSpace(to)); err == nil {
		last = n
	} else if !isRange {
		last = first
	}

	first = min(max(first, 1), len(lines)+1)
	last = min(max(last, first-1), len(lines))

	return strings.Join(lines[first-1:last], "\n")
}

// region returns the lines between "#region name" and "#endregion", or all if there is no such region.
func region(text, name string) string {
	var kept []string
	inside := false
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.Contains(line, "#region") && strings.Contains(line, name):
			inside = true
			continue
		case inside && (strings.Contains(line, "#endregion") || strings.Contains(line, "#end region")):
			return strings.Join(kept, "\n")
		}

		if inside {
			kept = append(kept, line)
		}
	}

	return text
}

// includeSnippets replaces "<<< @/file.js{1,3}" with a block of code.
func (p vitepressPage) includeSnippets() {
	fenced := fencedLines(p.Text)
	var edits []Edit
	for _, m := range snippetLine.FindAllStringSubmatchIndex(p.Text, -1) {
		if fenced(m[0]) {
			continue
		}

		written := p.Text[m[4]:m[5]]
		before := p.Text[max(0, m[0]-maxGroup):m[0]]
		inGroup := strings.LastIndex(before, "::: code-group") > strings.LastIndex(before, "\n:::\n")
		block, ok := p.snippet(p.placeOf(m[0]).file, written, inGroup)
		if !ok {
			p.Note(m[0], KindInclude, "%s was not found", written)
			edits = append(edits, Edit{m[0], m[1], "`<<< " + written + "`"})
			continue
		}

		edits = append(edits, Edit{m[0], m[1], indentLines(block, p.Text[m[2]:m[3]])})
	}

	p.Apply(edits)
}

// snippet returns a block with the code of a file. Its title is that of a tab in a group of code blocks.
func (p vitepressPage) snippet(from, written string, inGroup bool) (string, bool) {
	m := fileOptions.FindStringSubmatch(written)
	if m == nil {
		return "", false
	}

	name := strings.TrimSpace(m[1])
	src, err := p.Project.Read(p.includedFile(from, name))
	p.included += len(src)
	if err != nil || p.included > maxIncluded {
		return "", false
	}

	if m[2] != "" {
		src = region(src, m[2][1:])
	}

	language := strings.TrimPrefix(path.Ext(name), ".")
	for word := range strings.FieldsSeq(m[3]) { // {1,3 js:line-numbers}
		if word[0] < '0' || word[0] > '9' {
			language, _, _ = strings.Cut(word, ":")
		}
	}

	fence := "```"
	for strings.Contains(src, fence) {
		fence += "`"
	}

	title := m[4]
	if title == "" && inGroup {
		title = path.Base(name)
	}

	if title != "" {
		title = " [" + title + "]"
	}

	return fence + cmp.Or(language, "text") + title + "\n" + strings.Trim(src, "\n") + "\n" + fence, true
}

// removeContents removes "[[toc]]": each page of signpost has a table of contents.
func (p vitepressPage) removeContents() {
	fenced := fencedLines(p.Text)
	var edits []Edit
	for _, m := range tocLine.FindAllStringIndex(p.Text, -1) {
		if !fenced(m[0]) {
			edits = append(edits, Edit{m[0], m[1], ""})
		}
	}

	p.Apply(edits)
}

// fencedLines returns a function that reports whether the line at an offset belongs to a block of code.
func fencedLines(text string) func(offset int) bool {
	var starts []int
	var fenced []bool
	for _, l := range Lines(text) {
		starts = append(starts, l.Start)
		fenced = append(fenced, l.Fenced)
	}

	return func(offset int) bool { return fenced[lineAt(starts, offset)] }
}

func indentLines(text, indent string) string {
	if indent == "" {
		return text
	}

	return indent + strings.ReplaceAll(text, "\n", "\n"+indent)
}

// addHome puts the hero and the features of a home page into the text.
func (p vitepressPage) addHome() {
	if layout := p.Front.Get("layout"); layout != "home" && p.Front.Get("home") != "true" {
		return
	}

	hero := p.Front.mapping("hero")
	parts := []string{
		bold(cmp.Or(scalar(hero, "name"), p.Front.Get("heroText"))),
		scalar(hero, "text"),
		cmp.Or(scalar(hero, "tagline"), p.Front.Get("tagline")),
	}

	image := child(hero, "image")
	source := cmp.Or(image.Value, scalar(image, "src"), scalar(image, "light"), p.Front.Get("heroImage"))
	if source != "" {
		parts = append(parts, "!["+scalar(image, "alt")+"]("+source+")")
	}

	var actions, features []string
	for _, a := range child(hero, "actions").Content {
		if target := scalar(a, "link"); target != "" {
			actions = append(actions, "- ["+cmp.Or(scalar(a, "text"), target)+"]("+target+")")
		}
	}

	if f := p.Front.Node("features"); f != nil {
		for _, item := range f.Content {
			title := scalar(item, "title")
			if target := scalar(item, "link"); target != "" {
				title = "[" + title + "](" + target + ")"
			} else {
				title = bold(title)
			}

			features = append(features, "- "+title+": "+strings.Join(strings.Fields(scalar(item, "details")), " "))
		}
	}

	p.Front.Delete("hero", "features", "heroText", "heroImage", "tagline", "actionText", "actionLink")
	insertAbove(p.Page, append(parts, strings.Join(actions, "\n"), strings.Join(features, "\n")))
	if p.Front.Get("title") == "" && !hasTitleHeading(p.Text) {
		p.Front.Set("title", cmp.Or(scalar(hero, "name"), p.Project.Title, "Home"))
	}
}

func bold(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, "**") && strings.HasSuffix(text, "**") {
		return text
	}

	return "**" + text + "**"
}
