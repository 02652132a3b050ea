package checks

import "fmt"

const cardID = "card"

var cardCheck = Check{
	ID:    cardID,
	Code:  "SC-103",
	Title: "Card in the reader",
	After: []string{readerID},
	Run:   checkCard,
}

func checkCard(f *Facts) Result {
	r := f.examined()
	switch {
	case r == nil || r.condition() <= empty:
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

	case r.condition() == removed:
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   "The card was taken out, or lost contact, while it was being read.",
			Evidence: f.describeReaders(),
			Next: []string{
				"Put the smartcard in again, push it in until it stops, and leave it there.",
				"Run cardcheck again.",
			},
		}
	}

	return Result{
		Status:   Pass,
		Detail:   f.countCards(r),
		Evidence: f.describeReaders(),
	}
}

// countCards names the examined reader if there are several cards.
func (f *Facts) countCards(examined *Reader) string {
	n := 0
	for i := range f.Readers {
		if f.Readers[i].condition() > empty {
			n++
		}
	}

	if n < 2 {
		return "A smartcard is in the reader."
	}

	return fmt.Sprintf("There are %d smartcards. The other checks are about the one in %q. "+
		"With two cards, a website may be unable to read either (ERR1002).", n, examined.Name)
}
