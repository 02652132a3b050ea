package probe

import (
	"time"

	"signpost/checks"
)

// presence is what the service says about the card in a reader.
type presence struct {
	reader string
	readerState
	err error
}

func present(s service, reader string) presence {
	states, err := s.States([]string{reader})
	if err != nil || len(states) != 1 {
		return presence{reader, readerState{}, err}
	}

	return presence{reader, states[0], nil}
}

// withLoss returns a function that reports an observation and, if a step failed, what happened to the card meanwhile.
// The error number does not tell: pcscd and Windows answer "not transacted" for a card that was taken out between two
// commands, and for other causes.
func withLoss(s service, before presence, report func(checks.Reader) error) func(checks.Reader) error {
	return func(r checks.Reader) error {
		if hasFailed(r) {
			r.Lost = findLoss(s, before)
		}

		return report(r)
	}
}

// A service may need a moment to notice that a card was taken out: pcscd looks every 0.4 seconds.
const (
	pause = 250 * time.Millisecond
	looks = 4
)

// findLoss asks the service until it has noticed what happened, or nothing has.
func findLoss(s service, before presence) string {
	for i := range looks {
		if loss := before.loss(present(s, before.reader)); loss != "" || i == looks-1 {
			return loss
		}

		if err := s.Wait(pause); err != nil {
			break
		}
	}

	return before.loss(present(s, before.reader))
}

// hasFailed reports whether a call failed in the last step.
func hasFailed(r checks.Reader) bool {
	if r.Unfinished != "" {
		return false
	}

	if len(r.Exchanges) == 0 {
		return r.Connect != 0
	}

	last := r.Exchanges[len(r.Exchanges)-1]

	return last.Error != 0 || last.Answer == ""
}

// loss returns what happened between two observations, or "".
func (p presence) loss(now presence) string {
	switch n := number(now.err); {
	case n == checks.NoService, n == checks.ServiceStopped, n == checks.CommError:
		return checks.LostService
	case now.err != nil, p.err != nil, !p.state.Has(checks.StatePresent):
		return ""
	case !now.state.Has(checks.StatePresent):
		return checks.LostCard
	case now.swaps != p.swaps:
		return checks.LostToOther
	}

	return ""
}
