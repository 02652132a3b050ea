package checks

import "time"

const softwareEndingID = "software-ending"

var softwareEndingCheck = Check{
	ID:    softwareEndingID,
	Code:  "SU-503",
	Title: "Smartcard software is still supported",
	Good:  "The smartcard software is still supported",
	Wrong: "Support for the smartcard software ends",
	After: []string{softwareBlockedID},
	Run:   checkSoftwareEnding,
}

// notice is how long the check warns before software stops working, because replacing it takes time.
const notice = 90 * 24 * time.Hour

func checkSoftwareEnding(f *Facts) Result {
	rule, found, _ := f.ruledSoftware()
	if found.Name == "" {
		return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is not on this computer."}
	}

	end := day(rule.Ends.Time)
	result := Result{
		Evidence: append(f.describeSoftware(), "source: "+rule.Source),
		Next: []string{
			"Ask your IT team when they will replace " + rule.Name + " with " + rule.Successor + ".",
			"Ask the suppliers of the programs that you sign in to with the card whether they support it.",
		},
	}

	switch left := rule.Ends.Time.Sub(f.now()); {
	case left < -24*time.Hour:
		result.Status = Fail
		result.Heading = rule.Name + " no longer works"
		result.Detail = rule.Name + " stopped working after " + end + "."

	case left <= notice:
		result.Status = Warn
		result.Detail = rule.Name + " works only until " + end + "."

	default:
		result.Status = Pass
		result.Detail = rule.Name + " works until " + end + "."
		result.Next = nil
	}

	return result
}
