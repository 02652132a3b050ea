package rules

import (
	"slices"
	"strings"

	"signpost/internal/problem"
)

// PoorAlt reports alternative texts that do not describe the picture: a file name, or nothing but words such as
// "screenshot". [MissingAlt] reports a missing one.
var PoorAlt = Rule{
	Rule: problem.Rule{
		ID:       "SP044",
		Name:     "poor-alt",
		Severity: problem.Warning,
	},
	Text: checkAlts,
}

func checkAlts(t *Text, r *Report) {
	const hint = "describe what the reader should notice: ![the ODS code field](...)"

	for _, p := range t.Pictures {
		switch {
		case p.Alt == "":
		case isFileName(p.Alt):
			r.Add(t.Place(p.Offset, p.End),
				hint,
				"the alternative text is the file name %q", p.Alt)
		case namesOnlyPicture(p.Alt):
			r.Add(t.Place(p.Offset, p.End),
				hint,
				"the alternative text %q does not describe the picture", p.Alt)
		}
	}
}

var pictureWords = words("screenshot screenshots screen shot grab capture image picture photo graphic img icon " +
	"figure fig diagram drawing untitled alt text the a an of from this at no number am pm")

// namesOnlyPicture reports whether a text consists of words for pictures, numbers and fillers.
func namesOnlyPicture(alt string) bool {
	list := strings.FieldsFunc(strings.ToLower(alt), func(r rune) bool { return !isWordRune(r) })
	isNumber := func(w string) bool { return strings.Trim(w, "0123456789") == "" }

	return onlyWords(slices.DeleteFunc(list, isNumber), pictureWords)
}

// isFileName accepts "roles.png" and "IMG_1234", but not "SystmOne" or "list of roles".
func isFileName(alt string) bool {
	lower := strings.ToLower(alt)
	for _, ext := range []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"} {
		if strings.HasSuffix(lower, ext) {
			return true
		}
	}

	if strings.ContainsAny(alt, " \t") {
		return false
	}

	return strings.ContainsRune(alt, '_') || strings.Count(alt, "-") > 1
}
