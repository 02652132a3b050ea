package rules

import (
	"regexp"
	"strings"

	"signpost/internal/problem"
)

// UnfinishedLink reports brackets that were meant as a link or a picture and that would be shown as they are: their
// label has no definition, the address contains a space, or there is a space before the address.
//
// Brackets without an address, and those in expressions such as a[i][j], are not links.
var UnfinishedLink = Rule{
	Rule: problem.Rule{
		ID:       "SP026",
		Name:     "unfinished-link",
		Severity: problem.Warning,
	},
	Text: checkUnfinishedLinks,
}

// unfinishedForm is one way in which a link can be unfinished. The expression matches the text in brackets, then what
// follows.
type unfinishedForm struct {
	expression *regexp.Regexp
	isLink     func(text, address string) bool
	hint       string
}

var unfinishedForms = []unfinishedForm{
	{
		regexp.MustCompile(`!?\[([^\[\]]{2,200})\]\[([^\[\]]{0,100})\]`),
		isReference,
		"write [text](address), or define the label on a line of its own: [label]: address",
	},
	{
		regexp.MustCompile(`!?\[([^\[\]]{1,200})\]\(([^()<>]{1,400})\)`),
		hasSpace,
		"write the address between < and >, or %20 for each space",
	},
	{
		regexp.MustCompile(`!?\[([^\[\]]{1,200})\] \(([^()\s]{1,400})\)`),
		func(_, address string) bool { return looksLikeAddress(address) },
		"remove the space between ] and (",
	},
}

func checkUnfinishedLinks(t *Text, r *Report) {
	for i := range t.Blocks {
		b := &t.Blocks[i]
		if !strings.Contains(string(b.text), "]") {
			continue
		}

		for _, form := range unfinishedForms {
			for _, m := range form.expression.FindAllSubmatchIndex(b.text, -1) {
				text, address := string(b.text[m[2]:m[3]]), string(b.text[m[4]:m[5]])
				if isInWord(b.text, m[0]) || strings.HasSuffix(text, `\`) || !form.isLink(text, address) {
					continue
				}

				written := strings.ReplaceAll(string(b.text[m[0]:m[1]]), string(rune(codeWord)), "…")
				r.Add(t.place(b, m[0], m[1]), form.hint,
					"%q is not a valid link and would be shown as text", problem.Shorten(written, 60))
			}
		}
	}
}

// isInWord reports whether brackets follow a word, as in a[i][j], or are escaped.
func isInWord(text []byte, at int) bool {
	if at == 0 {
		return false
	}

	before := text[at-1]

	return before == '\\' || before == ']' || before == ')' || before == codeWord || isWordRune(rune(before))
}

// isReference reports whether text with a label was meant as a link. A note has a label of its own form.
func isReference(text, label string) bool {
	return strings.ContainsFunc(text, isWordRune) && !strings.HasPrefix(label, "^") && !strings.HasSuffix(label, `\`)
}

func hasSpace(_, address string) bool {
	address = strings.TrimSpace(address)
	return strings.Contains(address, " ") && looksLikeAddress(address)
}

// fileEnding matches the ending of a file, also with a fragment.
var fileEnding = regexp.MustCompile(`\.[A-Za-z][A-Za-z0-9]{1,4}(#\S*)?$`)

// looksLikeAddress reports whether a text in round brackets is an address, not a remark.
func looksLikeAddress(text string) bool {
	for _, prefix := range []string{"http://", "https://", "/", "./", "../", "#"} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}

	return fileEnding.MatchString(text)
}
