package page

import (
	"path/filepath"
	"strings"

	"signpost/checks"
	"signpost/internal/companion/practice"
)

// Practice is the form of what the practice gave at onboarding, as the set-up file has it.
type Practice struct {
	File   string          `json:"file"`  // the whole path
	State  string          `json:"state"` // one of the constants below
	Fields []Field         `json:"fields"`
	Slips  []practice.Slip `json:"slips"` // what is wrong with the values in the file
}

// The states of the set-up file.
const (
	fileMissing = "missing"
	fileWrong   = "wrong"
	fileFine    = "fine"
)

// Field is a question of the form with its answer.
type Field struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Hint   string `json:"hint"`
	List   bool   `json:"list"` // one value on each line
	System string `json:"system"`
	Value  string `json:"value"`
}

// wording is how the form asks: a label of few words, and where to find the answer.
var wording = map[string][2]string{
	"ods_code":         {"ODS code", "Most are a letter and five digits, such as A99999. It stands on letters to the practice."},
	"name":             {"Name of the practice", ""},
	"icb":              {"Integrated care board (ICB)", "Its name or its code."},
	practice.SystemKey: {"Clinical system", ""},
	"smartcards":       {"Numbers of the smartcards", "The 12 digits of each card that you requested on the Hub, one card on each line. Type zeros at the beginning too."},
	"emis.cdb":         {"EMIS CDB number", "Digits alone. EMIS Web shows it as Organisation ID. It is not your ODS code."},
	"emis.accounts":    {"EMIS user names", "One for each smartcard, one on each line. Never a password."},
	"systmone.profile": {"SystmOne profile name", "Exactly as SystmOne shows it."},
	"software":         {"Smartcard software", "Such as Identity Agent or Smartcard Connect, if you know."},
}

func newPractice(s *checks.Setup) *Practice {
	if s == nil {
		return nil
	}
	given := practice.Given(s)
	form := &Practice{File: s.File, State: fileFine, Fields: []Field{}, Slips: given.Slips()}
	if path, err := filepath.Abs(s.File); err == nil {
		form.File = path
	}
	switch {
	case s.Missing:
		form.State = fileMissing
	case len(s.Mistakes) > 0:
		form.State = fileWrong
	}
	for _, q := range practice.Questions() {
		words := wording[q.Key]
		form.Fields = append(form.Fields, Field{q.Key, words[0], words[1], q.List, q.System, strings.Join(given[q.Key], "\n")})
	}
	return form
}

// missing reports whether nothing is known of the practice, and somebody could say it.
func (p *Practice) missing() bool { return p != nil && p.State == fileMissing }
