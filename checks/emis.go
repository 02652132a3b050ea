package checks

import (
	"fmt"
	"regexp"
	"strings"
)

var emisAccountsCheck = Check{
	ID: "emis-accounts", Code: "EM-301", Title: "EMIS account for each card", After: []string{"setup"},
	Run: func(f *Facts) Result {
		s := f.Setup
		if r, applies := s.uses(SystemEMIS, "EMIS"); !applies {
			return r
		}
		next := []string{"Create an EMIS account for each smartcard that was requested, unless there is one.", "Write the user name of each under “Your practice” on cardcheck's page, or in the set-up file under emis, accounts. Never the password.", "Tell support of every change: the cards cannot be synchronised until they know."}
		evidence := append([]string{fmt.Sprintf("%s, %s", count(len(s.Smartcards), "smartcard"), count(len(s.EMIS.Accounts), "EMIS account"))}, s.EMIS.flaws()...)
		switch {
		case len(evidence) > 1:
			return Result{Status: Fail, Special: true, Detail: "The EMIS accounts in the set-up file are not one for each card.", Evidence: evidence, Next: next}
		case len(s.Smartcards) == 0:
			return Result{Status: Unknown, Detail: "The set-up file lists no smartcards, so the EMIS accounts cannot be counted against them.", Evidence: evidence, Next: []string{"List the 12-digit number of each smartcard: under “Your practice” on cardcheck's page, or under smartcards in the set-up file."}}
		case len(s.EMIS.Accounts) < len(s.Smartcards):
			return Result{Status: Fail, Special: true, Detail: "The set-up file has fewer EMIS accounts than smartcards: each card needs one of its own.", Evidence: evidence, Next: next}
		}
		if a, ok := f.asked("emis-accounts"); ok && a.Answer == Yes {
			return Result{Status: Pass, Detail: "There is an EMIS account for each card, and signing in worked.", Evidence: append(evidence, a.said("every sign-in worked"))}
		} else if ok && a.Answer == No {
			return Result{Status: Fail, Detail: "Signing in to EMIS does not work with every account.", Evidence: append(evidence, a.said("a sign-in failed")), Next: next}
		}
		return Result{
			Status: Unknown, Detail: "There is an EMIS account for each card; only signing in shows whether EMIS accepts them.", Evidence: evidence,
			Next: []string{"Sign in to EMIS once with each account, user name and password.", "Tell support if a password has changed since onboarding."},
		}
	},
}

// flaws names accounts by their place in the list: user names are nobody else's business.
func (e EMIS) flaws() []string {
	var lines []string
	first := map[string]int{}
	for i, account := range e.Accounts {
		name := strings.ToLower(strings.TrimSpace(account))
		switch before, twice := first[name]; {
		case name == "":
			lines = append(lines, fmt.Sprintf("account %d is blank", i+1))
		case twice:
			lines = append(lines, fmt.Sprintf("accounts %d and %d are the same", before, i+1))
		default:
			first[name] = i + 1
		}
	}
	return lines
}

var emisCDBCheck = Check{
	ID: "emis-cdb", Code: "EM-302", Title: "EMIS CDB number", After: []string{"setup"},
	Run: func(f *Facts) Result {
		if r, applies := f.Setup.uses(SystemEMIS, "EMIS"); !applies {
			return r
		}
		cdb := f.Setup.EMIS.CDB
		if a, ok := f.asked("emis-cdb"); ok && digits.MatchString(cdb) {
			return compareCDB(cdb, a)
		}
		if digits.MatchString(cdb) {
			return Result{
				Status: Unknown, Detail: fmt.Sprintf("The CDB number %s is digits, as it should be; whether it is yours only EMIS shows.", cdb),
				Next: []string{"In EMIS Web, open Change organisation: the Organisation ID there is the CDB number.", "Compare it with the EMIS CDB field of \"Your practice\" on the Hub, or answer the question on cardcheck's page (in a terminal: cardcheck ask), which compares it for you."},
			}
		}
		return Result{
			Status: Fail, Special: true, Detail: f.Setup.cdbSlip(), Evidence: []string{fmt.Sprintf("emis.cdb is %q", cdb)},
			Next: []string{"In EMIS Web, open Change organisation: the Organisation ID there is the CDB number.", "Put it into the EMIS CDB field of \"Your practice\" on the Hub, and into cardcheck's “Your practice” (the set-up file).", "Then synchronise again."},
		}
	},
}

// compareCDB holds the number in the set-up file against the one that EMIS was seen to show.
func compareCDB(cdb string, a Answer) Result {
	evidence := []string{fmt.Sprintf("emis.cdb is %q", cdb), a.said(fmt.Sprintf("EMIS shows the Organisation ID %q", a.Answer))}
	if strings.TrimSpace(a.Answer) == cdb {
		return Result{Status: Pass, Detail: "The CDB number is the Organisation ID that EMIS shows.", Evidence: evidence}
	}
	return Result{
		Status: Fail, Detail: "The CDB number in the set-up file is not the Organisation ID that EMIS shows.", Evidence: evidence,
		Next: []string{"Look at the Organisation ID in EMIS Web once more, under Change organisation.", "Put it into the EMIS CDB field of \"Your practice\" on the Hub, and into cardcheck's “Your practice” (the set-up file).", "Then synchronise again."},
	}
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// cdbSlip names the slip that made the CDB number wrong.
func (s *Setup) cdbSlip() string {
	cdb := strings.ToUpper(strings.TrimSpace(s.EMIS.CDB))
	switch {
	case cdb == "":
		return "The set-up file gives no EMIS CDB number."
	case cdb == s.ods() || usual.MatchString(cdb):
		return "An ODS code stands where the EMIS CDB number belongs: the CDB number is digits alone."
	case digits.MatchString(cdb):
		return "There is a space before or after the EMIS CDB number."
	}
	return "The EMIS CDB number must be digits alone."
}
