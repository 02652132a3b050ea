package codegen

import (
	"strings"
	"unicode"
)

// clean returns text on one line, without characters that end a line or a comment in some language, or that change how
// the source is shown.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.IsSpace(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r&0xfffe == 0xfffe:
			return -1
		}

		return r
	}, strings.ToValidUTF8(text, "\ufffd"))

	return strings.Join(strings.Fields(text), " ")
}

// asIs is the escape of comments that end with their line.
func asIs(text string) string { return text }

var jsDoc = strings.NewReplacer("*/", `*\/`, "@", `\@`)

// escapeJSDoc keeps text from ending a comment and from being a tag.
func escapeJSDoc(text string) string { return jsDoc.Replace(text) }

// In Java, \u002f is a slash everywhere, also where it ends a comment.
var javadoc = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "*/", "*&#47;", "@", "&#64;", "{", "&#123;", `\`, "&#92;")

// escapeJavadoc returns text as HTML that neither ends a comment nor contains tags.
func escapeJavadoc(text string) string { return javadoc.Replace(text) }

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escapeXML returns text as XML.
func escapeXML(text string) string { return xmlText.Replace(text) }

// wrap splits text between words into lines of at most width characters. Longer words have a line of their own.
func wrap(text string, width int) []string {
	var lines []string
	line, length := "", 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		if line != "" && length+1+n > width {
			lines = append(lines, line)
			line, length = "", 0
		}

		if line != "" {
			line += " "
			length++
		}

		line += word
		length += n
	}

	return append(lines, line)
}
