package migrate

import (
	"path"
	"regexp"
	"strings"

	"signpost/internal/migrate/component"
)

// mdbookLink includes a file, lines or a section of one, or sets the title of a page.
var mdbookLink = regexp.MustCompile(
	`(\\)?\{\{[ \t]*#(include|rustdoc_include|playground|playpen|title)[ \t]+([^}\n]+?)[ \t]*\}\}`)

func convertMdBookIncludes(p *Page) {
	p.include(findMdBookIncludes)
	var edits []Edit
	for _, m := range mdbookLink.FindAllStringSubmatchIndex(p.Text, -1) {
		switch {
		case m[2] >= 0:
			edits = append(edits, Edit{m[2], m[3], ""})
		case p.Text[m[4]:m[5]] == "title":
			edits = append(edits, Edit{m[0], m[1], ""})
		}
	}

	p.Apply(edits)
}

func findMdBookIncludes(p *Page) []inclusion {
	var list []inclusion
	for _, at := range mdbookLink.FindAllStringSubmatchIndex(p.Text, -1) {
		m := groups(p.Text, at)
		if m[1] != "" || m[2] == "title" {
			continue
		}

		name, _, _ := strings.Cut(m[3], " ")
		file, selected, _ := strings.Cut(name, ":")
		one := inclusion{
			span:      span{at[0], at[1]},
			names:     []string{path.Join(path.Dir(p.placeOf(at[0]).file), file), path.Join(path.Dir(p.Source), file)},
			keepFront: true,
		}
		if selected != "" {
			one.part = func(text string) (string, int, bool) { return mdbookPart(text, selected) }
		} else {
			one.part = func(text string) (string, int, bool) { return withoutMarks(text), 0, true }
		}

		if m[2] == "playground" || m[2] == "playpen" {
			one.wrap = func(string) (string, string) { return "```rust\n", "\n```" }
		}

		list = append(list, one)
	}

	return list
}

func mdbookPart(text, selected string) (string, int, bool) {
	if first, last, ok := lineRange(selected); ok {
		return linesOf(text, first, last)
	}

	return markedSection(text, "ANCHOR: "+selected, "ANCHOR_END: "+selected)
}

// withoutMarks leaves out the lines that mark sections.
func withoutMarks(text string) string {
	if !strings.Contains(text, "ANCHOR") {
		return text
	}

	var lines []string
	for _, l := range Lines(text) {
		if !isSectionMark(l.Text) {
			lines = append(lines, l.Text)
		}
	}

	return strings.Join(lines, "\n")
}

// convertMdBookCode removes the lines that mdBook hides in Rust code, and the words after the language.
func convertMdBookCode(p *Page) {
	var result []textLine
	fence, isRust := "", false
	for _, l := range p.textLines() {
		next, fenced := nextFence(fence, l.text)
		switch {
		case fenced && fence == "" && next != "":
			isRust = strings.Contains(l.text, next+"rust")
			l.text = firstWordOfInfo(l.text, next)
		case fenced && next != "" && isRust:
			if text := strings.TrimLeft(l.text, " \t>"); text == "#" || strings.HasPrefix(text, "# ") {
				continue
			}

			l.text = strings.Replace(l.text, "## ", "# ", 1)
		}

		fence = next
		result = append(result, l)
	}

	p.setLines(result)
}

// firstWordOfInfo returns the first line of a fenced block with the language alone: "rust" of "rust,ignore".
func firstWordOfInfo(line, fence string) string {
	before, info, _ := strings.Cut(line, fence)
	end := strings.IndexAny(info, ", \t{")
	if end < 0 {
		return line
	}

	return before + fence + info[:end]
}

// convertElements converts elements of HTML and of preprocessors that contain Markdown.
func convertElements(p *Page) {
	p.components(component.Dialect{})
}

// raisedMark matches the marks of a heading, also in a quotation.
var raisedMark = regexp.MustCompile(`^([ \t>]*)(#{1,6})[ \t]`)

// raiseHeadings makes the first heading of a chapter its title if nothing is before it and no heading has a higher
// level: mdBook shows no title above it. The headings below it are raised, too, up to the next one of its level.
func raiseHeadings(p *Page) {
	var marks []span
	code := FindCode(p.Text)
	for _, l := range Lines(p.Text) {
		m := raisedMark.FindStringSubmatchIndex(l.Text)
		if l.Fenced || m == nil || code.Contains(l.Start) {
			continue
		}

		marks = append(marks, span{l.Start + m[4], l.Start + m[5]})
	}

	if len(marks) == 0 || strings.TrimSpace(p.Text[:marks[0].from]) != "" || p.Front.Get("title") != "" {
		return
	}

	top := marks[0].to - marks[0].from
	var edits []Edit
	isBelow := true
	for i, m := range marks {
		level := m.to - m.from
		if level < top {
			return
		}

		isBelow = isBelow && (i == 0 || level > top)
		if isBelow {
			edits = append(edits, Edit{From: m.from, To: m.from + top - 1})
		}
	}

	p.Apply(edits)
}
