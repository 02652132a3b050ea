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
			return Result{
				Status: Fail, Special: true, Detail: "The set-up file gives no SystmOne profile name.", Evidence: evidence,
				Next: []string{"Find the exact profile name in SystmOne.", "Write it under “Your practice” on cardcheck's page, or in the set-up file under systmone, profile.", "Look at the SystmOne Profile name under \"Your practice\" on the Hub. If it differs, contact support: they change it."},
			}
		case trimmed != profile:
			return Result{
				Status: Fail, Special: true, Detail: "The SystmOne profile name in the set-up file begins or ends with a space, so it is not the same name.", Evidence: evidence,
				Next: []string{"Take the space away: under “Your practice” on cardcheck's page, or in the set-up file.", "Look at the SystmOne Profile name under \"Your practice\" on the Hub. If it has such a space too, contact support: they change it."},
			}
		}
		if a, ok := f.asked("systmone-profile"); ok {
			evidence = append(evidence, a.said(fmt.Sprintf("SystmOne shows the profile name %q", a.Answer)))
			if a.Answer == profile {
				return Result{Status: Pass, Detail: "The profile name is the one that SystmOne shows.", Evidence: evidence}
			}
			return Result{Status: Fail, Detail: differs(profile, a.Answer), Evidence: evidence, Next: next[1:]}
		}
		return Result{Status: Unknown, Detail: fmt.Sprintf("The SystmOne profile name %q is filled in; whether it is the right one only SystmOne shows.", profile), Evidence: evidence, Next: next}
	},
}

// differs names the slip by which two names are not the same, where it is one of the usual.
func differs(given, shown string) string {
	switch {
	case strings.EqualFold(given, shown):
		return "The profile name in the set-up file differs from the one that SystmOne shows in capital letters alone."
	case strings.Join(strings.Fields(given), "") == strings.Join(strings.Fields(shown), ""):
		return "The profile name in the set-up file differs from the one that SystmOne shows in spaces alone."
	}
	return "The profile name in the set-up file is not the one that SystmOne shows."
}
