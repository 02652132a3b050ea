package checks

import (
	"fmt"
	"strings"
)

const emisAccountsID = "emis-accounts"

var emisAccountsCheck = Check{
	ID:    emisAccountsID,
	Code:  "EM-301",
	Title: "EMIS account for each card",
	Good:  "Each card has an EMIS account",
	Wrong: "The EMIS accounts do not work for each card",
	After: []string{setupID},
	Run:   checkEMISAccounts,
}

func checkEMISAccounts(f *Facts) Result {
	s := f.Setup
	if r, applies := s.uses(SystemEMIS, "EMIS"); !applies {
		return r
	}

	mistakes, isOpen := s.EMIS.accountMistakes()
	cards, accounts := len(s.Smartcards), len(s.EMIS.Accounts)
	evidence := append([]string{count(cards, "smartcard") + ", " + count(accounts, "EMIS account")}, mistakes...)
	switch {
	case isOpen:
		return Result{
			Status:   Unknown,
			Detail:   "The set-up file leaves open which EMIS accounts there are.",
			Evidence: evidence,
			Next: append([]string{
				"Which EMIS account belongs to each smartcard? Write its user name under “Your practice” on " +
					"cardcheck's page, or in the set-up file under emis, accounts. Never write the password.",
			}, createAccounts[0]),
		}

	case len(mistakes) > 0:
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   "The set-up file does not contain a separate EMIS account for each card.",
			Evidence: evidence,
			Next:     createAccounts,
		}

	case cards == 0:
		return Result{
			Status: Unknown,
			Detail: "The set-up file lists no smartcards, " +
				"so cardcheck cannot compare their number with the EMIS accounts.",
			Evidence: evidence,
			Next: []string{
				"List the 12-digit number of each smartcard: under “Your practice” on cardcheck's page, " +
					"or under smartcards in the set-up file.",
			},
		}

	case accounts < cards:
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   "The set-up file has fewer EMIS accounts than smartcards: each card needs its own account.",
			Evidence: evidence,
			Next:     createAccounts,
		}
	}

	return f.checkSignIn(evidence)
}

var createAccounts = []string{
	"Create an EMIS account for each smartcard that was requested and does not have one yet.",
	"Write the user name of each account under “Your practice” on cardcheck's page, " +
		"or in the set-up file under emis, accounts. Never write the password.",
	"Tell support about every change: the cards cannot be synchronised until they know.",
}

// checkSignIn decides by the user's answer about signing in with each account.
func (f *Facts) checkSignIn(evidence []string) Result {
	a, ok := f.asked(emisAccountsID)
	switch {
	case ok && a.Answer == Yes:
		return Result{
			Status:   Pass,
			Detail:   "There is an EMIS account for each card, and signing in worked.",
			Evidence: append(evidence, a.evidence("every sign-in worked")),
		}

	case ok && a.Answer == No:
		return Result{
			Status:   Fail,
			Detail:   "Signing in to EMIS did not work with every account.",
			Evidence: append(evidence, a.evidence("a sign-in failed")),
			Next:     createAccounts,
		}
	}

	return Result{
		Status:   Unknown,
		Detail:   "There is an EMIS account for each card. Only signing in shows whether EMIS accepts them.",
		Evidence: evidence,
		Next: []string{
			"Sign in to EMIS once with the user name and password of each account.",
			"Tell support if a password has changed since onboarding.",
		},
	}
}

// accountMistakes lists blank and repeated accounts. It identifies accounts by number, because user names are private.
// isOpen is true if nothing is wrong with the accounts that are named, but others are not.
func (e EMIS) accountMistakes() (lines []string, isOpen bool) {
	isOpen = true
	blank := len(e.Accounts) == 0
	first := map[string]int{}
	for i, account := range e.Accounts {
		name := strings.ToLower(strings.TrimSpace(account))
		before, repeated := first[name]
		switch {
		case name == "":
			lines = append(lines, fmt.Sprintf("account %d is blank", i+1))
			blank = true
		case repeated:
			lines = append(lines, fmt.Sprintf("accounts %d and %d are the same", before, i+1))
			isOpen = false
		default:
			first[name] = i + 1
		}
	}

	return lines, isOpen && blank
}
