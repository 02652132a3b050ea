package checks

const cardAnswersID = "card-answers"

var cardAnswersCheck = Check{
	ID:      cardAnswersID,
	Code:    "SC-104",
	Title:   "Card responds",
	Good:    "The card responds",
	Wrong:   "The card does not respond properly",
	After:   []string{cardID},
	PerCard: true,
	Run:     checkCardAnswers,
}

func checkCardAnswers(f *Facts) Result {
	r := f.card()
	switch r.condition() {
	case answered:
		if r.Unfinished == StepRead && !r.Slow {
			return stoppedCard(f)
		}

		if r.Slow {
			return Result{
				Status:   Pass,
				Detail:   "The card responds, but slowly: cardcheck could not read all of it in time.",
				Evidence: f.describeCard(r),
				Next:     []string{moreTime},
			}
		}

		return Result{
			Status:   Pass,
			Detail:   "The card responds.",
			Evidence: f.describeCard(r),
		}

	case locked, busy:
		return Result{
			Status:   Unknown,
			Detail:   "The card was in use, so cardcheck could not test it.",
			Evidence: f.describeReaders(),
			Next:     []string{"Close the programs that use the card and run cardcheck again."},
		}

	case untested:
		return untestedCard(f, r)
	}

	return muteCard(f, r)
}

func muteCard(f *Facts, r *Reader) Result {
	result := Result{
		Status:   Fail,
		Detail:   "The card in the reader does not respond: it may be the wrong way round, dirty or faulty.",
		Evidence: f.describeReaders(),
		Next: []string{
			"Take the card out and check which way round it goes: the chip goes in first.",
			"Wipe the chip with a soft dry cloth, put the card in again and push it in until it stops.",
			"Try another card: if that one responds, the first card is faulty. " +
				"Ask your Registration Authority to replace it.",
		},
	}

	if r.Unfinished != "" {
		result.Detail = "The card did not respond in time."
	}

	return result
}

// untestedCard returns the result for a card that was not tested. The reason is no evidence against the card.
func untestedCard(f *Facts, r *Reader) Result {
	result := Result{
		Status:   Unknown,
		Detail:   "There is a card, but it was not tested.",
		Evidence: append(f.describeReaders(), f.observationErrors("pcsc")...),
		Next:     []string{"Run cardcheck again and leave the card in."},
	}

	switch n := r.fault(); {
	case r.Lost == LostService:
		result.Detail = "The smartcard service stopped while the card was read."
	case n == ResetCard:
		result.Detail = "Another program reset the card while it was read."
		result.Next = []string{"Close the other programs that use the card, and run cardcheck again."}

	case isAnyOf(n, Denied, accessDenied):
		result.Detail = "There is a card, but this account may not use it."
		result.Next = notAllowed

	case n != 0:
		result.Detail = "There is a card, but it could not be tested."
		result.Next = append(result.Next,
			"If this keeps happening, restart the computer and give the error number to your IT team.")
	}

	return result
}

// moreTime is the step for a card that was not read completely, although nothing is wrong with it.
const moreTime = "Check again: cardcheck then gives the card more time. In a terminal, run cardcheck --timeout 10s."

// stoppedCard returns the result for a card that responded at first, and then no longer.
func stoppedCard(f *Facts) Result {
	return Result{
		Status:   Warn,
		Heading:  "The card stopped responding",
		Special:  true,
		Detail:   "The card responded at first, but stopped while it was read: its contacts may be bad.",
		Evidence: f.describeReaders(),
		Next: []string{
			"Take the card out, wipe the chip with a soft dry cloth and put it in again until it stops.",
			moreTime,
			"Try another card: if that one can be read, show the first card to your Registration Authority.",
		},
	}
}
