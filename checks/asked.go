package checks

import "strings"

// Question is something that only a person can see.
type Question struct {
	ID    string // of the check that needs the answer
	Text  string // what is asked, with %s for the practice's ODS code
	YesNo bool
}

// Questions is what there is to ask a practice with this set-up. Their ids are permanent: answers are remembered by them.
func Questions(s *Setup) []Question {
	var list []Question
	if code := s.ods(); code != "" {
		if _, exempt := currentPolicy().exempt(s.ICB); !exempt {
			list = append(list, Question{odsCodeCheck.ID, "Look at the card in Care Identity Management. Is one of its roles at " + code + "?", true})
		}
	}
	switch {
	case s == nil:
	case s.ClinicalSystem == SystemEMIS:
		list = append(list,
			Question{emisCDBCheck.ID, "Open Change organisation in EMIS Web. Which Organisation ID does it show?", false},
			Question{emisAccountsCheck.ID, "Sign in to EMIS once with each of the accounts for the smartcards. Did every sign-in work?", true})
	case s.ClinicalSystem == SystemSystmOne:
		list = append(list, Question{systmOneProfileCheck.ID, "Which profile name does SystmOne show, letter for letter?", false})
	}
	return list
}

// The answers to a yes-or-no question.
const (
	Yes = "yes"
	No  = "no"
)

// asked is the newest answer to a question, and false where there is none.
func (f *Facts) asked(id string) (Answer, bool) {
	var newest Answer
	found := false
	for _, a := range f.Asked {
		if a.Question == id && strings.TrimSpace(a.Answer) != "" && (!found || a.Time.After(newest.Time)) {
			newest, found = a, true
		}
	}
	return newest, found
}

// said is the answer as evidence: with its day, as what a person saw then may have changed.
func (a Answer) said(what string) string {
	return "asked on " + day(a.Time) + ": " + what
}
