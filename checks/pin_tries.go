package checks

import "fmt"

const pinTriesID = "pin-tries"

var pinTriesCheck = Check{
	ID:      pinTriesID,
	Code:    "SC-111",
	Title:   "Passcode attempts left",
	Good:    "Enough attempts to enter the passcode are left",
	Wrong:   "Few attempts to enter the passcode are left",
	After:   []string{pinBlockedID},
	PerCard: true,
	Run:     checkPINTries,
}

// fewTries is the number of remaining attempts at which the check warns: the next mistake blocks the card. A card
// allows three attempts.
const fewTries = 1

func checkPINTries(f *Facts) Result {
	p := f.card().pin()
	switch {
	case p.entered:
		return Result{
			Status: Unknown,
			Detail: "The passcode has been entered. " +
				"The card does not reveal how many attempts are left until it is taken out.",
			Evidence: f.describeReaders(),
			Next: []string{
				"Take the card out, put it in again and run cardcheck before anyone signs in with it.",
			},
		}

	case p.left == 0:
		return unknownPIN(f)
	case p.left <= fewTries:
		return Result{
			Status:  Warn,
			Special: true,
			Detail: fmt.Sprintf("Only %s left to enter the passcode: one more mistake blocks the card.",
				count(p.left, "attempt")),
			Evidence: f.describeReaders(),
			Next: []string{
				"Do not guess. Enter the passcode only if you are sure of it; the right passcode resets the count.",
				"If you are not sure, ask your sponsor or a local smartcard administrator to reset the passcode.",
			},
		}
	}

	return Result{
		Status: Pass,
		Detail: count(p.left, "attempt") + " left to enter the passcode. cardcheck has used none.",
	}
}
