package practice

import (
	"regexp"
	"strings"

	"signpost/checks"
)

// validator decides whether an answer can be right, and describes the mistake if it cannot.
type validator struct {
	accepts func(string) bool
	mistake checks.Mistake
}

// validators lists the validators by the keys of their questions.
var validators = map[string]validator{
	"icb": {
		accepts: possibleICB,
		mistake: checks.Mistake{
			Text: "this is not the name or the code of an ICB",
			Hint: "write its full name, such as NHS Example ICB, or its three-character code, such as QOP",
		},
	},
	"emis.cdb": {
		accepts: func(cdb string) bool { return strings.Trim(cdb, "0123456789") == "" },
		mistake: checks.Mistake{
			Text: "the CDB number consists of digits only",
			Hint: "it is not the ODS code; EMIS Web shows it as Organisation ID",
		},
	},
}

var (
	icbCode = regexp.MustCompile(`(?i)^Q[A-Z0-9]{2}$`)
	icbName = regexp.MustCompile(`(?i)\b(?:NHS|ICB|integrated care board)\b`)
)

// possibleICB accepts the codes and the official names of ICBs, and the names by which the policy knows them.
func possibleICB(icb string) bool {
	return icbCode.MatchString(icb) || icbName.MatchString(icb) || checks.KnownICB(icb)
}
