package checks

import "fmt"

var pinBlockedCheck = Check{
	ID: "pin-blocked", Code: "SC-110", Title: "Passcode not blocked", After: []string{"card-answers"},
	Run: func(f *Facts) Result {
		p := f.best().pin()
		switch {
		case p.blocked:
			return Result{
				Status: Fail, Detail: "The card is blocked: a wrong passcode was entered too often.", Evidence: f.seen(),
				Next: []string{"Ask your sponsor or a local smartcard administrator to unlock the card, or unlock it yourself at digital.nhs.uk/unlock.", "A card whose certificates have expired cannot be unlocked that way: take it to your Registration Authority."},
			}
		case p.entered:
			return Result{Status: Pass, Detail: "The card is not blocked: a program has signed in with it, and it has not been taken out since."}
		case p.left > 0:
			return Result{Status: Pass, Detail: "The card is not blocked."}
		}
		return unknownPIN(f)
	},
}

// fewTries is when a careless attempt more would block the card; three is what a card begins with.
const fewTries = 1

var pinTriesCheck = Check{
	ID: "pin-tries", Code: "SC-111", Title: "Passcode tries left", After: []string{"pin-blocked"},
	Run: func(f *Facts) Result {
		p := f.best().pin()
		switch {
		case p.entered:
			return Result{
				Status: Unknown, Detail: "The passcode has been entered, and until the card is taken out it does not say how many tries there are.", Evidence: f.seen(),
				Next: []string{"Take the card out, put it in again and run cardcheck before anybody signs in with it."},
			}
		case p.left == 0:
			return unknownPIN(f)
		case p.left <= fewTries:
			return Result{
				Status: Warn, Special: true, Detail: fmt.Sprintf("Only %s is left to enter the passcode: one more mistake blocks the card.", tries(p.left)), Evidence: f.seen(),
				Next: []string{"Don't guess. Enter the passcode only if you are sure of it; a right one sets the count back.", "If you are not sure, have the passcode reset by your sponsor or a local smartcard administrator."},
			}
		}
		return Result{Status: Pass, Detail: fmt.Sprintf("%s are left to enter the passcode. cardcheck has used none.", tries(p.left))}
	},
}

// tries words a number of them.
func tries(n int) string {
	if n == 1 {
		return "1 try"
	}
	return fmt.Sprintf("%d tries", n)
}

// pinState is what a card says of its passcode: left is 0 where it says nothing.
type pinState struct {
	blocked bool
	entered bool
	left    int
}

func (r *Reader) pin() pinState {
	if r == nil || r.Content == nil || r.Content.PIV == nil {
		return pinState{}
	}
	p := pinState{blocked: r.Content.PIV.PINBlocked, entered: r.Content.PIV.PINEntered}
	if n := r.Content.PIV.PINTries; n != nil {
		p.left = max(*n, 0)
	}
	return p
}

func unknownPIN(f *Facts) Result {
	return Result{
		Status: Unknown, Detail: "This card does not say how many tries are left to enter the passcode.", Evidence: f.observed(f.best()),
		Next: []string{"Sign in with the card: after a wrong passcode the message says how many tries are left. Three wrong ones block the card."},
	}
}
