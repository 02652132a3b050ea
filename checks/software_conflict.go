package checks

import "fmt"

const softwareConflictID = "software-conflict"

var softwareConflictCheck = Check{
	ID:    softwareConflictID,
	Code:  "SU-504",
	Title: "Only one smartcard program is installed",
	Good:  "Only one smartcard program is installed",
	Wrong: "Two smartcard programs are in each other's way",
	Run:   checkSoftwareConflict,
}

func checkSoftwareConflict(f *Facts) Result {
	rule, found, known := f.ruledSoftware()
	if !known {
		return unknownSoftware()
	}

	if found.Name != "" && f.hasInstalled(rule.Successor) {
		return Result{
			Status: Fail,
			Detail: fmt.Sprintf("%s and %s are both on this computer: they do not work together.",
				rule.Name, rule.Successor),
			Evidence: f.describeSoftware(),
			Next: []string{
				"Ask your IT team to remove one of the two.",
				"Keep " + rule.Name + " as long as any program that you sign in to needs it.",
			},
		}
	}

	return Result{
		Status:   Pass,
		Detail:   rule.Name + " and " + rule.Successor + " are not both on this computer.",
		Evidence: f.describeSoftware(),
	}
}
