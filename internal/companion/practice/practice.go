// Package practice asks for the data that a practice provided at onboarding, and writes them into the set-up file. The
// command init asks on a terminal and the page in a form; questions, checks and hints are the same.
//
// An answer is invalid if the set-up file's parser would reject it, so the files that this package writes are valid.
// No question asks for a password or a PIN.
package practice

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"signpost/checks"
	"signpost/checks/probe"
)

// Question asks for one value of the set-up file.
type Question struct {
	// Key is the path of the value in the file, such as "emis.cdb".
	Key string

	// Ask is the prompt on a terminal.
	Ask     string
	Example string

	// List allows several values.
	List bool

	// System limits the question to practices with this clinical system. Empty means all.
	System string

	// comment explains the value in the file.
	comment string
}

// SystemKey is the key of the clinical system, which decides which other questions apply.
const SystemKey = "clinical_system"

// questions lists all questions in the order of the file.
var questions = []Question{
	{
		Key:     "ods_code",
		Ask:     "ODS code of the practice",
		Example: "A99999",
		comment: "Your practice's ODS code. Most are a letter and five digits.",
	},
	{
		Key:     "name",
		Ask:     "Name of the practice",
		Example: "Example Surgery",
		comment: "The name of your practice.",
	},
	{
		Key:     "icb",
		Ask:     "Integrated care board (ICB)",
		Example: "NHS Example ICB",
		comment: "The name or the code of your integrated care board (ICB).",
	},
	{
		Key:     SystemKey,
		Ask:     "Clinical system, emis or systmone",
		Example: "emis",
		comment: "Your clinical system: emis or systmone.",
	},
	{
		Key:     "smartcards",
		Ask:     "12-digit numbers of the smartcards requested on the Hub, separated by commas",
		Example: "000123456789",
		List:    true,
		comment: "The 12-digit number of each smartcard that you requested on the Hub. " +
			"The quotation marks keep leading zeros.",
	},
	{
		Key:     "emis.cdb",
		Ask:     "EMIS CDB number (EMIS Web shows it as Organisation ID)",
		Example: "12345",
		System:  checks.SystemEMIS,
		comment: "The EMIS CDB number: digits only, not your ODS code. EMIS Web shows it as Organisation ID.",
	},
	{
		Key:     "emis.accounts",
		Ask:     "EMIS user names, one for each smartcard, separated by commas",
		Example: "smartcard.one",
		List:    true,
		System:  checks.SystemEMIS,
		comment: "One EMIS user name for each smartcard. Never a password.",
	},
	{
		Key:     "systmone.profile",
		Ask:     "SystmOne profile name, exactly as SystmOne shows it",
		Example: "Reception Team",
		System:  checks.SystemSystmOne,
		comment: "The exact SystmOne profile name.",
	},
	{
		Key:     "software",
		Ask:     "Smartcard software, such as Identity Agent or Smartcard Connect",
		Example: "Identity Agent",
		comment: "The smartcard software on the computer.",
	},
}

// Questions returns all questions in the order of the file.
func Questions() []Question {
	return slices.Clone(questions)
}

// Answers maps the keys of questions to the values.
type Answers map[string][]string

// FromSetup returns the answers in a set-up file.
func FromSetup(s *checks.Setup) Answers {
	answers := Answers{
		"ods_code":         {s.ODSCode},
		"name":             {s.Name},
		"icb":              {s.ICB},
		SystemKey:          {s.ClinicalSystem},
		"smartcards":       s.Smartcards,
		"emis.cdb":         {s.EMIS.CDB},
		"emis.accounts":    s.EMIS.Accounts,
		"systmone.profile": {s.SystmOne.Profile},
		"software":         {s.Software},
	}

	maps.DeleteFunc(answers, func(_ string, values []string) bool {
		return strings.Join(values, "") == ""
	})

	return answers
}

// Applies reports whether the question applies to a practice with these answers.
func (q Question) Applies(answers Answers) bool {
	if q.System == "" {
		return true
	}

	system := strings.Join(answers[SystemKey], "")

	return strings.EqualFold(q.System, system)
}

// Values returns the values in an answer. A list is separated by commas, semicolons or line breaks.
func (q Question) Values(text string) []string {
	parts := []string{text}
	if q.List {
		parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) })
	}

	var values []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			values = append(values, part)
		}
	}

	return values
}

// Limits of an answer, larger than any practice needs.
const (
	maxCharacters = 200
	maxValues     = 200
)

// Mistakes returns the mistakes that the set-up file's parser would report for the values, and common typos.
func (q Question) Mistakes(values []string) []checks.Mistake {
	if len(values) == 0 {
		return nil
	}

	if tooLong(values) {
		return []checks.Mistake{{
			Text: "the answer is too long",
			Hint: "shorten it",
		}}
	}

	mistakes := probe.ParseSetup("", []byte(Text(Answers{q.Key: values}))).Mistakes
	if valid, ok := validators[q.Key]; ok && !valid.accepts(strings.TrimSpace(values[0])) {
		mistakes = append(mistakes, valid.mistake)
	}

	return mistakes
}

func tooLong(values []string) bool {
	if len(values) > maxValues {
		return true
	}

	return slices.ContainsFunc(values, func(v string) bool {
		return utf8.RuneCountInString(v) > maxCharacters
	})
}
