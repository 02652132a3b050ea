package checks

import "strings"

// Question asks about something that only the user can see.
type Question struct {
	// ID is the ID of the check that needs the answer.
	ID string
	// Text is the question.
	Text string
	// YesNo means that the answer is [Yes] or [No].
	YesNo bool
}

// Questions returns the questions for a practice with this set-up. Their IDs are permanent: answers are stored by
// them.
func Questions(s *Setup) []Question {
	if s == nil {
		return nil
	}

	var list []Question
	if code := s.ods(); code != "" && !s.exempt() {
		list = append(list, Question{
			ID:    odsCodeID,
			Text:  "Look at the card in Care Identity Management. Is one of its roles at " + code + "?",
			YesNo: true,
		})
	}

	switch s.ClinicalSystem {
	case SystemEMIS:
		list = append(list, Question{
			ID:   emisCDBID,
			Text: "Open Change organisation in EMIS Web. Which Organisation ID does it show?",
		}, Question{
			ID:    emisAccountsID,
			Text:  "Sign in to EMIS once with each of the accounts for the smartcards. Did every sign-in work?",
			YesNo: true,
		})

	case SystemSystmOne:
		list = append(list, Question{
			ID:   systmOneProfileID,
			Text: "Which profile name does SystmOne show? Copy it exactly.",
		})
	}

	return list
}

// exempt reports whether practices in the ICB of the set-up need no role for their ODS code.
func (s *Setup) exempt() bool {
	_, exempt := currentPolicy().exempt(s.ICB)
	return exempt
}

// The answers to a yes-or-no question.
const (
	Yes = "yes"
	No  = "no"
)

// asked returns the newest answer to a question, and false if there is none.
func (f *Facts) asked(id string) (Answer, bool) {
	var newest Answer
	found := false
	for _, a := range f.Asked {
		if a.Question != id || strings.TrimSpace(a.Answer) == "" {
			continue
		}

		if !found || a.Time.After(newest.Time) {
			newest, found = a, true
		}
	}

	return newest, found
}

// evidence returns the answer as evidence, with its date, because the situation may have changed since.
func (a Answer) evidence(seen string) string {
	return "answered on " + day(a.Time) + ": " + seen
}
