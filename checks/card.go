package checks

import (
	"fmt"
	"slices"
)

const cardID = "card"

var cardCheck = Check{
	ID:      cardID,
	Code:    "SC-103",
	Title:   "Card in the reader",
	Good:    "A smartcard is in the reader",
	Wrong:   "There is no smartcard in the reader",
	After:   []string{readerID},
	PerCard: true,
	Run:     checkCard,
}

func checkCard(f *Facts) Result {
	r := f.card()
	switch {
	case r == nil:
		return noCard(f)
	case r.condition() == removed:
		return Result{
			Status:   Fail,
			Special:  true,
			Heading:  "The card was not in the reader the whole time",
			Detail:   lostText(r),
			Evidence: f.describeReaders(),
			Next: []string{
				"Put the smartcard in again, push it in until it stops, and leave it there.",
				"Run cardcheck again.",
			},
		}
	}

	return Result{
		Status:   Pass,
		Detail:   "A smartcard is in the reader.",
		Evidence: f.describeReaders(),
	}
}

func lostText(r *Reader) string {
	if r.Lost == LostToOther {
		return "The card was taken out and put in again, or exchanged, while it was being read."
	}

	return "The card was taken out, or lost contact, while it was being read."
}

// noCard returns the result if no reader has a card that can be an NHS smartcard.
func noCard(f *Facts) Result {
	for _, r := range f.usable() {
		if what := r.otherCard(); what != "" {
			return otherCardInReader(f, what)
		}
	}

	return Result{
		Status:   Fail,
		Detail:   "There is no smartcard in the reader.",
		Evidence: f.describeReaders(),
		Next: []string{
			"Put the smartcard in, chip first (on most readers with the chip facing up), " +
				"and push it in until it stops.",
			"Look at the light on the reader: it changes when the reader detects a card.",
		},
	}
}

func otherCardInReader(f *Facts, what string) Result {
	return Result{
		Status:   Fail,
		Heading:  "The card in the reader is not an NHS smartcard",
		Special:  true,
		Detail:   "The card in the reader is not an NHS smartcard: it is " + what + ".",
		Evidence: f.describeReaders(),
		Next: []string{
			"Take it out, and put the NHS smartcard in, chip first, until it stops.",
			"If it is the NHS smartcard, choose its reader: cardcheck then looks at the card.",
		},
	}
}

// severalCards returns the result for n cards, of which the worst has the result r. Two cards are a problem of their
// own: NHS England's page on ERR1002 lists "more than one smartcard attached" as a cause.
func severalCards(n int, r Result) Result {
	const advice = "Take out all cards but one, and run cardcheck again."
	if r.Status != Pass {
		r.Next = append(slices.Clone(r.Next), advice)
		return r
	}

	r.Status = Warn
	r.Heading = "There is more than one smartcard"
	r.Special = true
	r.Detail = fmt.Sprintf("There are %d smartcards. "+
		"With more than one, a website may be unable to read any (ERR1002).", n)
	r.Next = []string{
		advice,
		"If a card stays in this computer for good, choose the reader that cardcheck should look at.",
	}

	return r
}
