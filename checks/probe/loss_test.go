package probe

import (
	"testing"

	"signpost/checks"
)

// What happened to a card follows from two observations of its reader.
func TestLoss(t *testing.T) {
	of := func(state checks.State, swaps uint16) presence {
		return presence{readerState: readerState{state: state, swaps: swaps}}
	}

	card := of(checks.StatePresent, 3)
	for name, test := range map[string]struct {
		before, now presence
		want        string
	}{
		"nothing":         {card, card, ""},
		"used by another": {card, of(checks.StatePresent|checks.StateInUse, 3), ""},
		"removed":         {card, of(checks.StateEmpty, 4), checks.LostCard},
		"unplugged":       {card, of(checks.StateUnknown, 0), checks.LostCard},
		"swapped":         {card, of(checks.StatePresent, 5), checks.LostToOther},
		"service stopped": {card, presence{err: checks.NoService}, checks.LostService},
		"service lost":    {card, presence{err: checks.CommError}, checks.LostService},
		"other error":     {card, presence{err: checks.InternalError}, ""},
		"never there":     {presence{}, of(checks.StateEmpty, 0), ""},
		"unknown before":  {presence{err: checks.InternalError}, card, ""},
	} {
		if got := test.before.loss(test.now); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
