package migrate

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	iconName     = regexp.MustCompile(`:(?:material|fontawesome|octicons|simple|lucide)-[\w-]+:[ \t]?`)
	keyName      = regexp.MustCompile(`\+\+([\w"'-]+(?:\+[\w"'-]+)*)\+\+`)
	abbreviation = regexp.MustCompile(`(?m)^\*\[([^\]\n]+)\]:[ \t]*(.+)$`)
	tocMark      = regexp.MustCompile(`(?m)^[ \t]*\[(?:TOC|\[toc\])\][ \t]*$`)
	sectionMark  = regexp.MustCompile(`(?m)^[ \t]*-+8<-+[ \t]*\[(?:start|end):[^\]\n]*\][ \t]*\n?`)
	marked       = regexp.MustCompile(`(\s|^)(?:==([^=\s](?:[^=\n]*[^=\s])?)==|\^\^([^\^\s](?:[^\^\n]*[^\^\s])?)\^\^)`)
)

// rawMark protects text from templates.
var rawMark = regexp.MustCompile(`\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}\n?`)

// convertMkDocsMacros removes the marks of text that templates leave alone.
func convertMkDocsMacros(p *Page) {
	settings, _ := p.Project.Extra.(*mkdocsSettings)
	if settings == nil || !settings.macros {
		return
	}

	var edits []Edit
	for _, m := range rawMark.FindAllStringIndex(p.Text, -1) {
		edits = append(edits, Edit{From: m[0], To: m[1]})
	}

	p.Apply(edits)
}

// convertMkDocsInline converts icons, keys, abbreviations and marked text.
func convertMkDocsInline(p *Page) {
	p.replace(iconName, func(m []string) (string, bool) { return iconText(m[0]), true })
	p.replace(keyName, func(m []string) (string, bool) { return keys(m[1]), true })
	p.replace(abbreviation, func(m []string) (string, bool) { return m[1] + "\n: " + m[2] + "\n", true })
	p.replace(sectionMark, func([]string) (string, bool) { return "", true })
	p.replace(tocMark, func([]string) (string, bool) { return "", true })
	p.replace(marked, func(m []string) (string, bool) {
		return m[1] + "**" + strings.TrimSpace(m[2]+m[3]) + "**", true
	})
}

// iconText returns a character for an icon that says something, and nothing for the others, which decorate.
func iconText(name string) string {
	end := name[strings.LastIndexByte(name, ':')+1:]
	switch {
	case strings.Contains(name, "check"):
		return "✓" + end
	case strings.Contains(name, "close") || strings.Contains(name, "-x:"):
		return "✗" + end
	}

	return ""
}

// keys returns keys that are pressed together.
func keys(names string) string {
	var list []string
	for name := range strings.SplitSeq(names, "+") {
		list = append(list, "`"+capitalised(strings.Trim(name, `"'`))+"`")
	}

	return strings.Join(list, "+")
}

var (
	// markSnippet includes a file or a part of one: --8<-- "file.md:section".
	markSnippet = regexp.MustCompile(`(?m)^[ \t>]*(-+8<-+[ \t]+["']([^"'\n]+)["'])[ \t]*$`)

	// markSnippets includes the files on the lines between two marks.
	markSnippets = regexp.MustCompile(`(?m)^[ \t]*(-+8<-+)[ \t]*\n((?:[^\n]*\n){0,50}?)[ \t]*-+8<-+[ \t]*$`)

	// variantLine includes a program (markdown-include-variants): {* ../src/main.py hl[1:3] *}.
	variantLine = regexp.MustCompile(`(?m)^[ \t]*(\{\*[ \t]+(\S+)[^*\n]*\*\})[ \t]*$`)

	// bangLine includes a file (mdx_include, markdown-include): {!file.md!}.
	bangLine = regexp.MustCompile(`(?m)^[ \t]*(\{![ \t]*([^!\n]+?)[ \t]*!\})[ \t]*$`)

	// pluginLine includes a file (mkdocs-include-markdown-plugin): {% include "file.md" %}.
	pluginLine = regexp.MustCompile(
		`(?m)^[ \t]*(\{%-?[ \t]*include(?:-markdown)?[ \t]+["']([^"'\n]+)["'][^%\n]*%\})[ \t]*$`)
)

// convertMkDocsIncludes shows the files that a page includes.
func convertMkDocsIncludes(p *Page) {
	p.include(findMkDocsIncludes)
}

func findMkDocsIncludes(p *Page) []inclusion {
	code := FindCode(p.Text)
	var list []inclusion
	for _, m := range markSnippets.FindAllStringSubmatchIndex(p.Text, -1) {
		for name := range strings.FieldsSeq(p.Text[m[4]:m[5]]) {
			list = append(list, inclusion{span: span{m[2], m[1]}, names: snippetNames(p, name)})
			break
		}
	}

	for _, expression := range []*regexp.Regexp{markSnippet, bangLine, pluginLine, variantLine} {
		for _, m := range expression.FindAllStringSubmatchIndex(p.Text, -1) {
			name := p.Text[m[4]:m[5]]
			one := inclusion{span: span{m[2], m[3]}}
			name, one.part = snippetPart(name)
			one.names = snippetNames(p, name)
			one.keepFront = code.Contains(m[2])
			if expression == variantLine {
				one.keepFront = true
				one.wrap = codeFences
			}

			list = append(list, one)
		}
	}

	return list
}

// codeFences returns the fences of code from a file.
func codeFences(name string) (before, after string) {
	return "```" + strings.TrimPrefix(path.Ext(name), ".") + "\n", "\n```"
}

// snippetNames returns the files that a snippet can be: relative to the settings, to the documentation, to a folder
// that is usual for snippets, or to the page.
func snippetNames(p *Page, name string) []string {
	var names []string
	for _, dir := range []string{
		p.Project.Base, p.Docs.Dir, path.Join(p.Project.Base, "includes"), path.Join(p.Docs.Dir, "snippets"),
		path.Join(p.Project.Base, "snippets"), path.Dir(p.Source),
	} {
		names = append(names, path.Join(dir, name))
	}

	return names
}

// snippetPart cuts the lines or the section that a name selects from it.
func snippetPart(name string) (file string, part func(string) (string, int, bool)) {
	file, selected, ok := strings.Cut(name, ":")
	if !ok || selected == "" {
		return name, nil
	}

	return file, func(text string) (string, int, bool) {
		if first, last, ok := lineRange(selected); ok {
			return linesOf(text, first, last)
		}

		return markedSection(text, "[start:"+selected+"]", "[end:"+selected+"]")
	}
}

// lineRange reads "2:5", "2:", ":5" and "2".
func lineRange(selected string) (first, last int, ok bool) {
	from, to, isRange := strings.Cut(selected, ":")
	first, err := strconv.Atoi(from)
	if from == "" {
		first, err = 1, nil
	}

	last = first
	if isRange {
		last = 1 << 30
		if to != "" {
			last, err = strconv.Atoi(to)
		}
	}

	return first, last, err == nil
}

// linesOf returns the lines of a text from first to last, counted from 1, and the index of the first.
func linesOf(text string, first, last int) (string, int, bool) {
	lines := strings.Split(text, "\n")
	first = max(first, 1)
	last = min(last, len(lines))
	if first > last {
		return "", 0, false
	}

	return strings.Join(lines[first-1:last], "\n"), first - 1, true
}

// markedSection returns the lines between the first line that contains start and the next one that contains end.
// Other marks of sections are left out.
func markedSection(text, start, end string) (string, int, bool) {
	var lines []string
	first := -1
	for n, l := range Lines(text) {
		switch {
		case first < 0 && strings.Contains(l.Text, start):
			first = n + 1
		case first >= 0 && strings.Contains(l.Text, end):
			return strings.Join(lines, "\n"), first, true
		case first >= 0 && !isSectionMark(l.Text):
			lines = append(lines, l.Text)
		}
	}

	return strings.Join(lines, "\n"), first, first >= 0
}

func isSectionMark(line string) bool {
	return containsAny(line, []string{"--8<--", "ANCHOR:", "ANCHOR_END:"})
}
