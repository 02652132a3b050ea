// Package practice asks for what a practice gave at onboarding, and makes the set-up file out of the answers. The command init asks on a
// terminal, the page in a form: questions, strictness and hints are the same.
//
// An answer is wrong when the reader of set-up files would refuse it, so that what is saved can always be read. Nobody is ever asked for
// a password or a PIN.
package practice

import (
	"strings"
	"unicode/utf8"

	"signpost/checks"
	"signpost/checks/probe"
)

// Question is one value of the set-up file.
type Question struct {
	Key     string // "emis.cdb"
	Ask     string
	Example string
	List    bool   // several values
	System  string // only for practices with this clinical system; empty for all

	comment string // above the line in the file
}

// SystemKey is the question whose answer decides which others are put.
const SystemKey = "clinical_system"

// Questions is every question, in the order of the file.
func Questions() []Question {
	return []Question{
		{Key: "ods_code", Ask: "ODS code of the practice", comment: "Your practice's ODS code. Most are a letter and five digits.", Example: "A99999"},
		{Key: "name", Ask: "Name of the practice", comment: "The name of your practice.", Example: "Example Surgery"},
		{Key: "icb", Ask: "Integrated care board (ICB)", comment: "The name or the code of your integrated care board (ICB).", Example: "NHS Example ICB"},
		{Key: SystemKey, Ask: "Clinical system, emis or systmone", comment: "Your clinical system: emis or systmone.", Example: "emis"},
		{Key: "smartcards", Ask: "12-digit numbers of the smartcards requested on the Hub, with commas between them", List: true, Example: "000123456789", comment: "The 12-digit number of each smartcard that you requested on the Hub. The quotation marks keep zeros at the beginning."},
		{Key: "emis.cdb", Ask: "EMIS CDB number (EMIS Web shows it as Organisation ID)", comment: "The EMIS CDB number: digits alone, not your ODS code. EMIS Web shows it as Organisation ID.", Example: "12345", System: checks.SystemEMIS},
		{Key: "emis.accounts", Ask: "EMIS user names, one for each smartcard, with commas between them", List: true, comment: "One EMIS user name for each smartcard. Never a password.", Example: "smartcard.one", System: checks.SystemEMIS},
		{Key: "systmone.profile", Ask: "SystmOne profile name, exactly as SystmOne shows it", comment: "The exact SystmOne profile name.", Example: "Reception Team", System: checks.SystemSystmOne},
		{Key: "software", Ask: "Smartcard software, such as Identity Agent or Smartcard Connect", comment: "The smartcard software on the computer.", Example: "Identity Agent"},
	}
}

// Answers is the values given, by the keys of the questions.
type Answers map[string][]string

// Given is what a set-up file answers.
func Given(s *checks.Setup) Answers {
	given := Answers{"smartcards": s.Smartcards, "emis.accounts": s.EMIS.Accounts}
	for key, value := range map[string]string{
		"ods_code": s.ODSCode, "name": s.Name, "icb": s.ICB, SystemKey: s.ClinicalSystem, "software": s.Software,
		"emis.cdb": s.EMIS.CDB, "systmone.profile": s.SystmOne.Profile,
	} {
		given[key] = []string{value}
	}
	for key, values := range given {
		if strings.Join(values, "") == "" {
			delete(given, key)
		}
	}
	return given
}

// Applies reports whether a practice is asked, given the answers so far.
func (q Question) Applies(answers Answers) bool {
	return q.System == "" || strings.EqualFold(q.System, strings.Join(answers[SystemKey], ""))
}

// Values takes an answer apart.
func (q Question) Values(text string) []string {
	parts := []string{text}
	if q.List {
		parts = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
	}
	var values []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			values = append(values, part)
		}
	}
	return values
}

// How much an answer can be: more than any practice needs.
const (
	longest = 200 // characters of a value
	most    = 200 // values of a list
)

// Mistakes is what the reader of set-up files would say of the answer, and what only somebody who types would get wrong.
func (q Question) Mistakes(values []string) []checks.Mistake {
	if len(values) == 0 {
		return nil
	}
	for _, v := range values {
		if utf8.RuneCountInString(v) > longest || len(values) > most {
			return []checks.Mistake{{Text: "the answer is too long", Hint: "give it in a few words"}}
		}
	}
	mistakes := probe.ParseSetup("", []byte(Text(Answers{q.Key: values}))).Mistakes
	if q.Key == "emis.cdb" && strings.Trim(values[0], "0123456789") != "" {
		mistakes = append(mistakes, checks.Mistake{Text: "the CDB number is digits alone", Hint: "it is not the ODS code; EMIS Web shows it as Organisation ID"})
	}
	return mistakes
}
