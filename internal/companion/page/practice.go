package page

import (
	"path/filepath"
	"strings"

	"signpost/checks"
	"signpost/internal/companion/practice"
)

// Practice is the form for the data that the practice provided at onboarding, filled in from the set-up file.
type Practice struct {
	// File is the absolute path of the set-up file.
	File string `json:"file"`

	// State is one of the file states.
	State  string  `json:"state"`
	Fields []Field `json:"fields"`

	// Errors are the mistakes in the file.
	Errors []practice.FieldError `json:"errors"`
}

// The states of the set-up file.
const (
	fileMissing = "missing"
	fileWrong   = "wrong"
	fileFine    = "fine"
)

// Field is a question of the form with its answer.
type Field struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Hint  string `json:"hint"`

	// List expects one value per line.
	List   bool   `json:"list"`
	System string `json:"system"`
	Value  string `json:"value"`
}

// fieldText is the text of a question in the form: a short label, and where to find the answer.
type fieldText struct{ label, hint string }

var fieldTexts = map[string]fieldText{
	"ods_code": {
		"ODS code",
		"Most are a letter and five digits, such as A99999. You can find it on letters to the practice.",
	},
	"name":             {"Name of the practice", ""},
	"icb":              {"Integrated care board (ICB)", "Its name or its code."},
	practice.SystemKey: {"Clinical system", ""},
	"smartcards": {
		"Numbers of the smartcards",
		"The 12 digits of each card that you requested on the Hub, one card per line. Include leading zeros.",
	},
	"emis.cdb": {
		"EMIS CDB number",
		"Digits only. EMIS Web shows it as Organisation ID. It is not your ODS code.",
	},
	"emis.accounts":    {"EMIS user names", "One for each smartcard, one per line. Never a password."},
	"systmone.profile": {"SystmOne profile name", "Exactly as SystmOne shows it."},
	"software": {
		"Smartcard software",
		"Such as Identity Agent or Smartcard Connect, if you know.",
	},
}

func newPractice(s *checks.Setup) *Practice {
	if s == nil {
		return nil
	}

	answers := practice.FromSetup(s)
	form := &Practice{
		File:   s.File,
		State:  fileState(s),
		Fields: []Field{},
		Errors: answers.FieldErrors(),
	}

	if path, err := filepath.Abs(s.File); err == nil {
		form.File = path
	}

	for _, q := range practice.Questions() {
		form.Fields = append(form.Fields, Field{
			Key:    q.Key,
			Label:  fieldTexts[q.Key].label,
			Hint:   fieldTexts[q.Key].hint,
			List:   q.List,
			System: q.System,
			Value:  strings.Join(answers[q.Key], "\n"),
		})
	}

	return form
}

func fileState(s *checks.Setup) string {
	switch {
	case s.Missing:
		return fileMissing
	case len(s.Mistakes) > 0:
		return fileWrong
	}

	return fileFine
}

// missing reports whether a set-up file can be created.
func (p *Practice) missing() bool {
	return p != nil && p.State == fileMissing
}
