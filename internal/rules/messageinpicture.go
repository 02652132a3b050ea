package rules

import (
	"bytes"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/problem"
)

// MessageInPicture reports error messages that only a picture shows: they can be neither searched for nor read out.
//
// The rule knows the message from quotation marks in the alternative text.
var MessageInPicture = Rule{
	Rule: problem.Rule{
		ID:       "SP072",
		Name:     "message-in-picture",
		Severity: problem.Warning,
	},
	Text: checkMessages,
}

func checkMessages(t *Text, r *Report) {
	for i := range t.Sections {
		for _, p := range t.Sections[i].Pictures {
			checkMessage(t, i, p, r)
		}
	}
}

func checkMessage(t *Text, i int, p SectionPicture, r *Report) {
	const hint = "write the message in the text, in quotation marks, word for word"

	s := &t.Sections[i]
	if s.titleIsCode() && len(s.Also) == 0 {
		r.Add(p.Place,
			"use the message as the heading, or add it in front matter: codes, also",
			"the section for %s shows a picture, but no text gives the message", s.Code)
		return
	}

	alt := foldWords(p.Alt)
	if !mentionsMessage(alt) {
		return
	}

	switch messages := quotations(p.Alt); {
	case len(messages) > 0:
		if !t.contains(i, messages) {
			r.Add(p.Place,
				hint,
				"only a picture shows the message %q", messages[0])
		}
	case s.Code == "" && strings.Contains(alt, " error message") && !s.quotesMessage():
		r.Add(p.Place,
			hint,
			"the picture shows an error message that is not in the text")
	}
}

// mentionsMessage reports whether a folded text names something that contains a message.
func mentionsMessage(folded string) bool {
	for _, w := range []string{" error", " message", " warning", " dialog"} {
		if strings.Contains(folded, w) {
			return true
		}
	}

	return false
}

// titleIsCode reports whether a heading consists of its code, as in "Error ID-201".
func (s *Section) titleIsCode() bool {
	if s.Code == "" {
		return false
	}

	rest := strings.TrimPrefix(strings.ToLower(s.Title), "error")

	return codes.Key(strings.Trim(rest, " :#")) == codes.Key(string(s.Code))
}

// quotesMessage reports whether a section has a quotation or code, which may be the message.
func (s *Section) quotesMessage() bool {
	return strings.ContainsAny(s.Text+s.Title, `"“‘`) || bytes.Contains(s.HTML, []byte("<code"))
}

// contains reports whether one of the messages is in the text around a picture: in its section, in the sections below,
// or among the wordings in front matter.
func (t *Text) contains(section int, messages []string) bool {
	var b strings.Builder
	for _, s := range t.Tree(section) {
		b.WriteString(s.Title + "\n" + s.Text + "\n")
	}

	for _, wording := range t.Sections[section].Also {
		b.WriteString(wording + "\n")
	}

	text := foldWords(b.String())
	return slices.ContainsFunc(messages, func(m string) bool { return strings.Contains(text, foldWords(m)) })
}

// foldWords returns the words of a text in lower case, each after a space.
func foldWords(text string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWordRune(r) }) {
		b.WriteString(" " + w)
	}

	return b.String()
}

// quotations returns the texts of two or more words in double quotation marks.
func quotations(text string) []string {
	const marks = `"“”„`

	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(marks, r) })
	if strings.IndexAny(text, marks) == 0 {
		parts = slices.Insert(parts, 0, "")
	}

	var list []string
	for i := 1; i < len(parts); i += 2 {
		if strings.Contains(strings.TrimSpace(parts[i]), " ") {
			list = append(list, parts[i])
		}
	}

	return list
}
