package checks

import (
	"fmt"
	"regexp"
	"strings"
)

const odsCodeID = "ods-code"

var odsCodeCheck = Check{
	ID:    odsCodeID,
	Code:  "ID-201",
	Title: "ODS code on the smartcard",
	Good:  "The smartcard has a role at the practice",
	Wrong: "The ODS code does not fit the smartcard",
	After: []string{setupID},
	Run:   checkODSCode,
}

func checkODSCode(f *Facts) Result {
	code := f.Setup.ods()
	if code == "" {
		return noODSCode
	}

	if f.Identity.usable() && len(f.Identity.at(code)) > 0 {
		return f.ifOwnCard(Result{
			Status:   Pass,
			Detail:   "The profile has a role at " + code + ".",
			Evidence: f.Identity.describe(),
		})
	}

	if e, evidence, ok := f.exempt(code); ok {
		return Result{
			Status: Skip,
			Detail: fmt.Sprintf("Does not apply: practices in %s do not need a role for their ODS code.",
				e.Name),
			Evidence: append(evidence, "source: "+e.Source),
		}
	}

	if f.Identity.usable() {
		return f.noRoleAt(code)
	}

	if a, ok := f.asked(odsCodeID); ok && (a.Answer == Yes || a.Answer == No) {
		return roleSeen(code, a)
	}

	return f.checkODSShape(code)
}

// noODSCode is the result of the checks that need the ODS code.
var noODSCode = Result{
	Status: Unknown,
	Detail: "The set-up file does not contain an ODS code.",
	Next:   giveODS,
}

// giveODS lists the steps for entering the practice's ODS code.
var giveODS = []string{
	"Enter your practice's ODS code: under “Your practice” on cardcheck's page, " +
		"or in the set-up file, for example: ods_code: B81012",
}

// noRoleAt returns the result if none of the known roles is at the practice.
func (f *Facts) noRoleAt(code string) Result {
	if len(f.Identity.Unread) > 0 {
		return Result{
			Status: Unknown,
			Detail: "None of the roles that could be read is at " + code +
				", but some lines of the list could not be read.",
			Evidence: f.Identity.describe(),
			Next: []string{
				"Write each role on a line of its own, with the ODS code first, for example: B81012 - Admin/Clerical",
			},
		}
	}

	return f.ifOwnCard(Result{
		Status:   Fail,
		Detail:   "None of the roles on the profile is at " + code + ".",
		Evidence: f.Identity.describe(),
		Next: []string{
			"Ask your Registration Authority to give each of the cards a role at " + code +
				", of the kind that an administrator of the practice has (it may be called \"Admin Staff member\").",
			"Make sure that the Registration Authority has approved it.",
		},
	})
}

// exempt returns the rule that exempts the practice from a role for its ODS code. It uses the ICB in the set-up or,
// if there is none, the ICB in the national directory.
func (f *Facts) exempt(code string) (rule exemptICB, evidence []string, found bool) {
	icb := strings.TrimSpace(f.Setup.ICB)
	d := f.Host.directory()
	if icb == "" && d != nil && d.ICB != "" && strings.EqualFold(d.Code, code) {
		icb = d.ICB
		evidence = []string{d.describeICB()}
	}

	rule, found = currentPolicy().exempt(icb)

	return rule, evidence, found
}

// roleSeen returns the result from the user's answer about the roles.
func roleSeen(code string, a Answer) Result {
	if a.Answer == Yes {
		return Result{
			Status:   Pass,
			Detail:   "A role at " + code + " was seen in Care Identity Management.",
			Evidence: []string{a.evidence("one of the roles is at " + code)},
		}
	}

	return Result{
		Status:   Fail,
		Detail:   "No role at " + code + " was seen in Care Identity Management.",
		Evidence: []string{a.evidence("none of the roles is at " + code)},
		Next: []string{
			"Ask your Registration Authority to give each of the cards a role at " + code + ".",
			"Make sure that the Registration Authority has approved it. " +
				"Then answer the question again, on cardcheck's page or with cardcheck ask.",
		},
	}
}

// usualODSCode matches most ODS codes of GP practices. There are others, so the check only warns.
var usualODSCode = regexp.MustCompile(`^[A-Z][0-9]{5}$`)

// lettersForDigits replaces letters that are often typed instead of digits.
var lettersForDigits = strings.NewReplacer("O", "0", "I", "1", "L", "1", "S", "5")

// checkODSShape checks only the format of the ODS code, because no roles are known.
func (f *Facts) checkODSShape(code string) Result {
	find := "Look at the roles of the card in Care Identity Management: one of them must be at " + code + "."
	if usualODSCode.MatchString(code) {
		return Result{
			Status: Unknown,
			Detail: "The roles are not stored on the card, so cardcheck cannot see whether one of them is at " +
				code + ".",
			Evidence: f.identityError(),
			Next:     []string{find},
		}
	}

	result := Result{
		Status:   Warn,
		Special:  true,
		Heading:  "The ODS code is unusual",
		Detail:   fmt.Sprintf("The ODS code %q is unusual: most are a letter and five digits.", code),
		Evidence: f.identityError(),
		Next: []string{
			"Compare the ODS code in the set-up file with the one on letters to the practice.",
			find,
		},
	}

	if fixed := code[:1] + lettersForDigits.Replace(code[1:]); usualODSCode.MatchString(fixed) {
		result.Next = []string{
			fmt.Sprintf("Did you mean %s? There are letters such as O in place of digits such as 0.", fixed),
			"Correct the ODS code under “Your practice” on cardcheck's page, or in the set-up file, " +
				"and run cardcheck again.",
		}
	}

	return result
}

// ods returns the practice's ODS code in capitals and without surrounding spaces.
func (s *Setup) ods() string {
	if s == nil {
		return ""
	}

	return strings.ToUpper(strings.TrimSpace(s.ODSCode))
}
