package checks

const cardSharedID = "card-shared"

var cardSharedCheck = Check{
	ID:      cardSharedID,
	Code:    "SC-105",
	Title:   "Card is not in use by another program",
	Good:    "No other program holds the card",
	Wrong:   "Another program holds the card",
	After:   []string{cardID},
	PerCard: true,
	Run:     checkCardShared,
}

func checkCardShared(f *Facts) Result {
	r := f.card()
	next := []string{
		"Close the other programs that use the card, and web pages that are signed in with it.",
		"Take the card out, wait five seconds and put it in again.",
		"If this keeps happening, restart the computer.",
	}

	switch c := r.condition(); {
	case c == locked:
		return Result{
			Status:   Fail,
			Detail:   "Another program has exclusive use of the card, so no other program can use it.",
			Evidence: f.describeReaders(),
			Next:     next,
		}

	case c == busy:
		return Result{
			Status:  Warn,
			Heading: "Another program may hold the card",
			Special: true,
			Detail: "Another program was using the card the whole time, " +
				"or the card has stopped responding since a program last used it.",
			Evidence: f.describeReaders(),
			Next:     next,
		}

	case r.Connected:
		return Result{
			Status:   Pass,
			Detail:   "No other program has exclusive use of the card.",
			Evidence: f.describeReaders(),
		}
	}

	return Result{
		Status:   Unknown,
		Detail:   "cardcheck could not connect to the card, so it cannot tell whether another program is using it.",
		Evidence: f.describeReaders(),
		Next:     []string{"First fix the problem that the card does not respond, then run cardcheck again."},
	}
}
