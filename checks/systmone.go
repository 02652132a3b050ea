package checks

import (
	"fmt"
	"strings"
)

var systmOneProfileCheck = Check{
	ID: "systmone-profile", Code: "SO-401", Title: "SystmOne profile name", After: []string{"setup"},
	Run: func(f *Facts) Result {
		if r, applies := f.Setup.uses(SystemSystmOne, "SystmOne"); !applies {
			return r
		}
		profile := f.Setup.SystmOne.Profile
		next := []string{"Find the exact profile name in SystmOne.", "Look at the SystmOne Profile name under \"Your practice\" on the Hub.", "If they differ, contact support: they change it once the right name is known."}
		evidence := []string{fmt.Sprintf("systmone.profile is %q", profile)}
		switch trimmed := strings.TrimSpace(profile); {
		case trimmed == "":
			return Result{Status: Fail, Detail: "No SystmOne profile name is given.", Evidence: evidence, Next: next}
		case trimmed != profile:
			return Result{Status: Fail, Detail: "The SystmOne profile name begins or ends with a space, so it is not the same name.", Evidence: evidence, Next: next}
		}
		return Result{Status: Unknown, Detail: fmt.Sprintf("The SystmOne profile name %q is filled in; whether it is the right one only SystmOne shows.", profile), Evidence: evidence, Next: next}
	},
}
