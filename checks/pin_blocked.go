package checks

const pinBlockedID = "pin-blocked"

var pinBlockedCheck = Check{
	ID:      pinBlockedID,
	Code:    "SC-110",
	Title:   "Passcode is not blocked",
	Good:    "The passcode is not blocked",
	Wrong:   "The passcode is blocked",
	After:   []string{cardAnswersID},
	PerCard: true,
	Run:     checkPINBlocked,
}

func checkPINBlocked(f *Facts) Result {
	p := f.card().pin()
	switch {
	case p.blocked:
		return Result{
			Status:   Fail,
			Detail:   "The card is blocked: a wrong passcode was entered too often.",
			Evidence: f.describeReaders(),
			Next: []string{
				"Ask your sponsor or a local smartcard administrator to unlock the card, " +
					"or unlock it yourself at digital.nhs.uk/unlock.",
				"A card with expired certificates cannot be unlocked that way: take it to your Registration Authority.",
			},
		}

	case p.entered:
		return Result{
			Status: Pass,
			Detail: "The card is not blocked: a program has signed in with it, and it has not been taken out since.",
		}

	case p.left > 0:
		return Result{Status: Pass, Detail: "The card is not blocked."}
	}

	return unknownPIN(f)
}

// pinState is the state of a card's passcode. Reading it uses up no attempt.
type pinState struct {
	blocked bool
	entered bool
	// left is the number of attempts left, or 0 if the card does not reveal it.
	left int
}

func (r *Reader) pin() pinState {
	if r == nil || r.Content == nil || r.Content.PIV == nil {
		return pinState{}
	}

	p := pinState{
		blocked: r.Content.PIV.PINBlocked,
		entered: r.Content.PIV.PINEntered,
	}

	if n := r.Content.PIV.PINTries; n != nil {
		p.left = max(*n, 0)
	}

	return p
}

func unknownPIN(f *Facts) Result {
	return Result{
		Status:   Unknown,
		Detail:   "This card does not reveal how many passcode attempts are left.",
		Evidence: f.describeCard(f.card()),
		Next: []string{
			"Sign in with the card: after a wrong passcode, a message shows how many attempts are left. " +
				"Three wrong passcodes block the card.",
		},
	}
}
