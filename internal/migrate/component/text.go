package component

import (
	"regexp"
	"strings"
)

// containerPrefix returns the length of the indentation, quotation marks and list markers at the start of a line.
func containerPrefix(line string) int {
	at := 0
	for {
		next, _ := skipBlank(line, at)
		n := markerLength(line[next:])
		if n == 0 {
			return next
		}

		at = next + n
	}
}

// markerLength returns the length of the quotation mark or the list marker at the start of a text.
func markerLength(text string) int {
	n := 0
	switch {
	case text == "":
		return 0
	case text[0] == '>':
		return 1
	case strings.IndexByte("-*+", text[0]) >= 0:
		n = 1
	default:
		for n < len(text) && n < 9 && isDigit(text[n]) {
			n++
		}

		if n == 0 || n == len(text) || text[n] != '.' && text[n] != ')' {
			return 0
		}

		n++
	}

	if n < len(text) && (text[n] == ' ' || text[n] == '\t') {
		return n + 1
	}

	return 0
}

// continuation returns the prefix of the lines that follow one with the given prefix: list markers become spaces.
func continuation(prefix string) string {
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}

		return ' '
	}, prefix)
}

// columns returns the width of a string with tab stops every four columns.
func columns(s string) int {
	n := 0
	for _, r := range s {
		if r == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}

	return n
}

// dedent removes the indentation that all lines have in common. The first line may begin in the middle of a line of
// the source, and does not count then.
func dedent(s string) string {
	lines := strings.Split(s, "\n")
	common := -1
	for i, line := range lines {
		text := strings.TrimLeft(line, " \t")
		if text == "" || i == 0 {
			continue
		}

		n := columns(line[:len(line)-len(text)])
		if common < 0 || n < common {
			common = n
		}
	}

	lines[0] = strings.TrimLeft(lines[0], " \t")
	for i := range lines {
		if i > 0 {
			lines[i] = cutColumns(lines[i], common)
		}

		if i == len(lines)-1 && strings.Trim(lines[i], " \t") == "" {
			lines[i] = "" // the indentation of the closing tag
		}
	}

	return strings.Join(lines, "\n")
}

// cutColumns removes up to n columns of white space from the start of a line.
func cutColumns(line string, n int) string {
	at := 0
	for i := 0; i < len(line); i++ {
		if at >= n {
			return strings.Repeat(" ", at-n) + line[i:]
		}

		switch line[i] {
		case ' ':
			at++
		case '\t':
			at += 4 - at%4
		default:
			return line[i:]
		}
	}

	return ""
}

// indent puts a prefix before each line, and another one before the first.
func indent(s, first, rest string) string {
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		switch {
		case i == 0:
			b.WriteString(strings.TrimRight(first+line, " "))
			continue
		case line == "":
			b.WriteString("\n" + strings.TrimRight(rest, " "))
		default:
			b.WriteString("\n" + rest + line)
		}
	}

	return b.String()
}

// paragraphs joins blocks with blank lines, without those that are empty.
func paragraphs(blocks ...string) string {
	var kept []string
	for _, b := range blocks {
		if b = strings.Trim(b, "\n"); strings.TrimSpace(b) != "" {
			kept = append(kept, b)
		}
	}

	return strings.Join(kept, "\n\n")
}

var marker = regexp.MustCompile(`^\[!([A-Z]+)\] ?(.*)$`)

// oneLine joins the lines of a block, without the markers of quotations.
func oneLine(s string) string {
	var words []string
	for line := range strings.Lines(s) {
		line = strings.TrimLeft(strings.TrimSpace(line), "> ")
		if m := marker.FindStringSubmatch(line); m != nil && m[2] == "" {
			line = "**" + capitalised(m[1]) + ":**"
		} else if m != nil {
			line = strong(m[2])
		}

		if line != "" {
			words = append(words, line)
		}
	}

	return strings.Join(words, " ")
}

var heading = regexp.MustCompile(`^#{1,6}(?:[ \t]|$)`)

func isHeading(line string) bool {
	return heading.MatchString(strings.TrimLeft(line, " \t"))
}

// hasHeading reports whether a text contains a heading outside of code. Headings inside a quotation or a list have no
// address, so what contains one must not be put into one.
func hasHeading(text string) bool {
	fence := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		marker := fenceMarker(line)
		switch {
		case fence != "":
			if strings.HasPrefix(line, fence) && strings.Trim(line, fence[:1]) == "" {
				fence = ""
			}
		case marker != "":
			fence = marker
		case isHeading(line):
			return true
		case strings.HasPrefix(line, "<h") && len(line) > 3 && line[2] >= '1' && line[2] <= '6':
			return true
		}
	}

	return false
}

// fenceMarker returns the run of characters that begins a code block, or "".
func fenceMarker(line string) string {
	if !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "~~~") {
		return ""
	}

	n := len(line) - len(strings.TrimLeft(line, line[:1]))
	if line[0] == '`' && strings.Contains(line[n:], "`") {
		return ""
	}

	return line[:n]
}

var special = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`, "{{", `\{{`, "~", `\~`)

// escape returns plain text as Markdown, on one line.
func escape(text string) string {
	return special.Replace(strings.Join(strings.Fields(text), " "))
}

// escapeAround is escape, but what is between single backticks stays code: a writer who uses them in an attribute means
// code, even if the component shows them.
func escapeAround(text string) string {
	parts := strings.Split(strings.Join(strings.Fields(text), " "), "`")
	if len(parts)%2 == 0 || strings.Contains(text, "``") {
		return escape(text)
	}

	for i, part := range parts {
		if i%2 == 0 {
			parts[i] = special.Replace(part)
		} else {
			parts[i] = codeSpan(part)
		}
	}

	return strings.Join(parts, "")
}

// codeSpan returns text as code.
func codeSpan(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	run, longest := 0, 0
	for _, r := range text {
		if r == '`' {
			run++
		} else {
			run = 0
		}

		longest = max(longest, run)
	}

	marks := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		return marks + " " + text + " " + marks
	}

	return marks + text + marks
}

// codeBlock returns text as a code block.
func codeBlock(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}

	return fence + language + "\n" + strings.Trim(text, "\n") + "\n" + fence
}

// strong returns Markdown in bold.
func strong(markdown string) string {
	markdown = strings.TrimSpace(markdown)
	if markdown == "" || strings.Contains(markdown, "**") {
		return markdown
	}

	return "**" + markdown + "**"
}

// emphasis returns Markdown in italics.
func emphasis(markdown string) string {
	markdown = strings.TrimSpace(markdown)
	if markdown == "" || strings.Contains(markdown, "*") {
		return markdown
	}

	return "*" + markdown + "*"
}

// link returns a link. The label is Markdown.
func link(label, target string) string {
	label = strings.TrimSpace(label)
	switch {
	case target == "":
		return label
	case label == "":
		label = escape(target)
	}

	return "[" + label + "](" + address(target) + ")"
}

// picture returns a picture. The alternative text is plain.
func picture(alt, source string) string {
	return "![" + escape(alt) + "](" + address(source) + ")"
}

// address returns an address as it is written in a link.
func address(target string) string {
	target = strings.TrimSpace(target)
	if strings.ContainsAny(target, " \t()<>\n") {
		r := strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "%0A", "\t", "%09")
		return "<" + r.Replace(target) + ">"
	}

	return target
}

var listBlock = regexp.MustCompile(`^ *(?:[-*+]|[0-9]+[.)]) [^\n]*$`)

// tightList removes the blank lines between the items of a list if each item is a line.
func tightList(list string) string {
	blocks := strings.Split(list, "\n\n")
	for _, b := range blocks {
		if !listBlock.MatchString(b) {
			return list
		}
	}

	return strings.Join(blocks, "\n")
}
