package checks

import (
	"fmt"
	"regexp"
	"strings"
)

const emisCDBID = "emis-cdb"

var emisCDBCheck = Check{
	ID:    emisCDBID,
	Code:  "EM-302",
	Title: "EMIS CDB number",
	Good:  "The EMIS CDB number is right",
	Wrong: "The EMIS CDB number is wrong",
	After: []string{setupID},
	Run:   checkEMISCDB,
}

var digits = regexp.MustCompile(`^[0-9]+$`)

const (
	findCDB    = "In EMIS Web, open Change organisation: the Organisation ID there is the CDB number."
	correctCDB = "Enter it in the EMIS CDB field of \"Your practice\" on the Hub, " +
		"and under “Your practice” in cardcheck (the set-up file)."
	syncAgain = "Then synchronise again."
)

func checkEMISCDB(f *Facts) Result {
	if r, applies := f.Setup.uses(SystemEMIS, "EMIS"); !applies {
		return r
	}

	cdb := f.Setup.EMIS.CDB
	if strings.TrimSpace(cdb) == "" {
		return Result{
			Status: Unknown,
			Detail: f.Setup.cdbMistake(),
			Next: []string{
				findCDB,
				"Enter it under “Your practice” on cardcheck's page, or in the set-up file under emis, cdb.",
			},
		}
	}

	if !digits.MatchString(cdb) {
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   f.Setup.cdbMistake(),
			Evidence: []string{fmt.Sprintf("emis.cdb is %q", cdb)},
			Next:     []string{findCDB, correctCDB, syncAgain},
		}
	}

	if a, ok := f.asked(emisCDBID); ok {
		return compareCDB(cdb, a)
	}

	return Result{
		Status: Unknown,
		Detail: fmt.Sprintf("The CDB number %s consists of digits, as it should. "+
			"Only EMIS shows whether it is the right one.", cdb),
		Next: []string{
			findCDB,
			"Compare it with the EMIS CDB field of \"Your practice\" on the Hub, or answer the question " +
				"on cardcheck's page (in a terminal: cardcheck ask), which compares it for you.",
		},
	}
}

// compareCDB compares the number in the set-up file with the user's answer from EMIS.
func compareCDB(cdb string, a Answer) Result {
	evidence := []string{
		fmt.Sprintf("emis.cdb is %q", cdb),
		a.evidence(fmt.Sprintf("EMIS shows the Organisation ID %q", a.Answer)),
	}

	if strings.TrimSpace(a.Answer) == cdb {
		return Result{
			Status:   Pass,
			Detail:   "The CDB number is the Organisation ID that EMIS shows.",
			Evidence: evidence,
		}
	}

	return Result{
		Status:   Fail,
		Detail:   "The CDB number in the set-up file is not the Organisation ID that EMIS shows.",
		Evidence: evidence,
		Next: []string{
			"Check the Organisation ID in EMIS Web again, under Change organisation.",
			correctCDB,
			syncAgain,
		},
	}
}

// cdbMistake describes a wrong CDB number.
func (s *Setup) cdbMistake() string {
	cdb := strings.ToUpper(strings.TrimSpace(s.EMIS.CDB))
	switch {
	case cdb == "":
		return "The set-up file does not contain an EMIS CDB number."
	case cdb == s.ods() || usualODSCode.MatchString(cdb):
		return "The EMIS CDB number is an ODS code: a CDB number consists only of digits."
	case digits.MatchString(cdb):
		return "There is a space before or after the EMIS CDB number."
	}

	return "The EMIS CDB number must consist only of digits."
}
