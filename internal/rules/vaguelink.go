package rules

import (
	"strings"

	"signpost/internal/problem"
)

// VagueLink reports links whose text does not describe the target: "here", "these instructions", or the bare address.
// Screen readers can list the links of a page; in that list such a text means nothing.
var VagueLink = Rule{
	Rule: problem.Rule{
		ID:       "SP023",
		Name:     "vague-link",
		Severity: problem.Warning,
	},
	Text: checkLinkTexts,
}

func checkLinkTexts(t *Text, r *Report) {
	for _, l := range t.Links {
		switch {
		case l.Auto || isAddress(l.Text):
			r.Add(t.Place(l.Offset, l.TextEnd),
				"write [what the page is about](the address)",
				"the link text is the bare address %q", problem.Shorten(l.Text, 60))
		case isVague(l.Text):
			r.Add(t.Place(l.Offset, l.TextEnd),
				"describe the target, for example with its title",
				"the link text %q does not say where the link leads", l.Text)
		}
	}
}

func isAddress(text string) bool {
	lower := strings.ToLower(text)
	if strings.Contains(lower, " ") {
		return false
	}

	for _, prefix := range []string{"http://", "https://", "www."} {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}

	return false
}

// A link text is vague if it consists of these words and has at least one noun or verb.
var (
	vagueNouns = words("here there link links page article guide document doc website site webpage instructions " +
		"details info information steps section following above below more it this that these those post video")
	vagueVerbs  = words("click tap press see read view visit open follow learn find get")
	fillerWords = words("go to on the our please for out")
)

// isVague reports whether a text could be the text of any link. A text without letters is vague too. "Go" may be the
// language, and a text in capitals is a name.
func isVague(text string) bool {
	if len(text) > 1 && text == strings.ToUpper(text) && text != strings.ToLower(text) {
		return false
	}

	list := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !isWordRune(r) && r != '\'' && r != '’'
	})

	if !onlyWords(list, vagueNouns, vagueVerbs, fillerWords) {
		return false
	}

	return len(list) == 0 || !onlyWords(list, fillerWords)
}
