package checks

import "fmt"

const softwareBlockedID = "software-blocked"

var softwareBlockedCheck = Check{
	ID:    softwareBlockedID,
	Code:  "SU-502",
	Title: "Smartcard software version",
	Good:  "The smartcard software is new enough",
	Wrong: "The smartcard software is too old",
	Run:   checkSoftwareBlocked,
}

func checkSoftwareBlocked(f *Facts) Result {
	rule, found, known := f.ruledSoftware()
	switch {
	case !known:
		return unknownSoftware()
	case found.Name == "":
		return Result{
			Status:   Pass,
			Detail:   rule.Name + " is not on this computer, so its version does not matter.",
			Evidence: f.describeSoftware(),
		}

	case found.Version == "":
		return Result{
			Status:   Unknown,
			Detail:   rule.Name + " is used here, but its version is not known.",
			Evidence: f.describeSoftware(),
			Next: []string{
				"Ask your IT team for the version of " + rule.Name +
					": versions before " + rule.Least + " are blocked.",
				"Write it under “Your practice” on cardcheck's page, or in the set-up file, " +
					"for example: software: " + rule.Name + " " + rule.Least,
			},
		}

	case olderVersion(found.Version, rule.Least):
		return Result{
			Status: Fail,
			Detail: fmt.Sprintf("%s %s is blocked: only version %s and later can sign in.",
				rule.Name, found.Version, rule.Least),
			Evidence: append(f.describeSoftware(), "source: "+rule.Source),
			Next: []string{
				fmt.Sprintf("Ask your IT team to install %s %s or, "+
					"if every program that you sign in to supports it, %s.",
					rule.Name, rule.Least, rule.Successor),
			},
		}
	}

	return Result{
		Status:   Pass,
		Detail:   fmt.Sprintf("%s %s is not blocked.", rule.Name, found.Version),
		Evidence: f.describeSoftware(),
	}
}
