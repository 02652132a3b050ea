package migrate

import (
	"regexp"
	"strings"
)

// destination is the address in a link or a picture.
type destination struct {
	span
	text    string // as written, without angle brackets
	picture bool
	html    bool // in an attribute of an element
}

var (
	definitionLine = regexp.MustCompile(`(?m)^[ >\t]{0,12}\[[^\]\n]{1,200}\]:[ \t]*(<[^>\n]*>|[^\s<]\S*)`)
	htmlAddress    = regexp.MustCompile(`(?i)\b(href|src|poster|srcset)\s*=\s*("[^"\n]*"|'[^'\n]*')`)
)

// destinations returns the addresses of links and pictures in Markdown, in order, except those in code.
func destinations(text string, code *Code) []destination {
	list := inlineDestinations(text, code)
	for _, m := range definitionLine.FindAllStringSubmatchIndex(text, -1) {
		if !code.Contains(m[0]) {
			list = append(list, trimmedDestination(text, m[2], m[3], "<>"))
		}
	}

	for _, m := range htmlAddress.FindAllStringSubmatchIndex(text, -1) {
		if code.Contains(m[0]) || !isInTag(text, m[0]) {
			continue
		}

		d := trimmedDestination(text, m[4], m[5], `"'`)
		d.picture = !strings.EqualFold(text[m[2]:m[3]], "href")
		d.html = true
		list = append(list, d)
	}

	return list
}

// isInTag reports whether an offset is inside the tag of an element.
func isInTag(text string, at int) bool {
	const farthest = 2000
	before := text[max(0, at-farthest):at]

	return strings.LastIndexByte(before, '<') > strings.LastIndexByte(before, '>')
}

func trimmedDestination(text string, from, to int, cutset string) destination {
	written := text[from:to]
	inner := strings.TrimLeft(written, cutset)
	from += len(written) - len(inner)
	inner = strings.TrimRight(inner, cutset)

	return destination{span: span{from, from + len(inner)}, text: inner}
}

// inlineDestinations finds "](address)".
func inlineDestinations(text string, code *Code) []destination {
	var list []destination
	starts := linkStarts{text: text}
	for at := 0; ; {
		next := strings.Index(text[at:], "](")
		if next < 0 {
			return list
		}

		open := at + next
		at = open + 2
		if code.Contains(open) {
			continue
		}

		from := at
		for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
			from++
		}

		to := endOfDestination(text, from)
		if to > from {
			to = endWithSpaces(text, from, to)
		}
		if to <= from {
			continue
		}

		d := destination{span: span{from, to}, picture: starts.isPicture(open)}
		d.text = text[from:to]
		if strings.HasPrefix(d.text, "<") && strings.HasSuffix(d.text, ">") {
			d = destination{span: span{from + 1, to - 1}, text: text[from+1 : to-1], picture: d.picture}
		}

		list = append(list, d)
		at = to
	}
}

// linkStarts finds the bracket that a link text began with.
type linkStarts struct {
	text string
}

// isPicture reports whether the text that ends at a bracket belongs to a picture. It looks back only so far that the
// work stays linear.
func (s linkStarts) isPicture(end int) bool {
	const farthest = 500
	depth := 0
	for i := end - 1; i >= 0 && i > end-farthest; i-- {
		switch s.text[i] {
		case ']':
			depth++
		case '[':
			if depth == 0 {
				return i > 0 && s.text[i-1] == '!'
			}

			depth--
		}
	}

	return false
}

// endOfDestination returns the end of the address that begins at an offset, or the offset itself. Parentheses in it
// must match; an address in angle brackets may contain spaces.
func endOfDestination(text string, from int) int {
	const longest = 4000
	text = text[:min(len(text), from+longest)]
	if from < len(text) && text[from] == '<' {
		for i := from + 1; i < len(text) && text[i] != '\n'; i++ {
			if text[i] == '>' {
				return i + 1
			}
		}

		return from
	}

	depth := 0
	for i := from; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return i
			}

			depth--
		case ' ', '\t', '\n':
			return i
		}
	}

	return from
}

// endWithSpaces returns the end of an address that contains spaces, which some generators accept, or to if there is
// only one word before the parenthesis or the title.
func endWithSpaces(text string, from, to int) int {
	const longest = 300
	rest := text[to:min(len(text), to+longest)]
	if line, _, _ := strings.Cut(rest, "\n"); !strings.HasPrefix(text[from:], "<") {
		words, _, closed := strings.Cut(line, ")")
		words, _, _ = strings.Cut(words, " \"")
		words, _, _ = strings.Cut(words, " '")
		if closed && strings.Trim(words, " \t") != "" && !strings.ContainsAny(words, "([") {
			return to + len(strings.TrimRight(words, " \t"))
		}
	}

	return to
}
