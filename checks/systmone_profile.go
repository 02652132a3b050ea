package checks

import (
	"fmt"
	"strings"
)

const systmOneProfileID = "systmone-profile"

var systmOneProfileCheck = Check{
	ID:    systmOneProfileID,
	Code:  "SO-401",
	Title: "SystmOne profile name",
	Good:  "The SystmOne profile name is right",
	Wrong: "The SystmOne profile name is wrong",
	After: []string{setupID},
	Run:   checkSystmOneProfile,
}

const (
	findProfile  = "Find the exact profile name in SystmOne."
	lookAtHub    = "Look at the SystmOne Profile name under \"Your practice\" on the Hub."
	correctAtHub = "If it is different there, contact support: they can change it."
	correctName  = "If they differ, contact support: they change it when you know the right name."
)

func checkSystmOneProfile(f *Facts) Result {
	if r, applies := f.Setup.uses(SystemSystmOne, "SystmOne"); !applies {
		return r
	}

	profile := f.Setup.SystmOne.Profile
	evidence := []string{fmt.Sprintf("systmone.profile is %q", profile)}
	trimmed := strings.TrimSpace(profile)
	switch {
	case trimmed == "":
		return Result{
			Status:   Unknown,
			Detail:   "The set-up file does not contain a SystmOne profile name.",
			Evidence: evidence,
			Next: []string{
				findProfile,
				"Enter it under “Your practice” on cardcheck's page, " +
					"or in the set-up file under systmone, profile.",
				lookAtHub + " " + correctAtHub,
			},
		}

	case trimmed != profile:
		return Result{
			Status:  Fail,
			Special: true,
			Detail: "The SystmOne profile name in the set-up file begins or ends with a space, " +
				"so it is not the same name.",
			Evidence: evidence,
			Next: []string{
				"Remove the space: under “Your practice” on cardcheck's page, or in the set-up file.",
				lookAtHub + " If it also has such a space, contact support: they can change it.",
			},
		}
	}

	return f.compareProfile(profile, evidence)
}

// compareProfile compares the profile name in the set-up file with the user's answer from SystmOne.
func (f *Facts) compareProfile(profile string, evidence []string) Result {
	a, ok := f.asked(systmOneProfileID)
	if !ok {
		return Result{
			Status: Unknown,
			Detail: fmt.Sprintf("The set-up file contains the SystmOne profile name %q. "+
				"Only SystmOne shows whether it is the right one.", profile),
			Evidence: evidence,
			Next:     []string{findProfile, lookAtHub, correctName},
		}
	}

	evidence = append(evidence, a.evidence(fmt.Sprintf("SystmOne shows the profile name %q", a.Answer)))
	if a.Answer == profile {
		return Result{
			Status:   Pass,
			Detail:   "The profile name is the one that SystmOne shows.",
			Evidence: evidence,
		}
	}

	return Result{
		Status:   Fail,
		Detail:   describeDifference(profile, a.Answer),
		Evidence: evidence,
		Next:     []string{lookAtHub, correctName},
	}
}

// describeDifference names the usual differences between the given name and the one that SystmOne shows.
func describeDifference(given, shown string) string {
	switch {
	case strings.EqualFold(given, shown):
		return "The profile name in the set-up file differs from the one in SystmOne only in capital letters."
	case withoutSpaces(given) == withoutSpaces(shown):
		return "The profile name in the set-up file differs from the one in SystmOne only in spaces."
	}

	return "The profile name in the set-up file is not the one that SystmOne shows."
}

func withoutSpaces(text string) string { return strings.Join(strings.Fields(text), "") }
