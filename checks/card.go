package checks

import "fmt"

var cardCheck = Check{
	ID: "card", Code: "SC-103", Title: "Card in the reader", After: []string{"reader"},
	Run: func(f *Facts) Result {
		r := f.best()
		switch {
		case r == nil || r.condition() <= empty:
			return Result{
				Status: Fail, Detail: "There is no smartcard in the reader.", Evidence: f.seen(),
				Next: []string{"Put the smartcard in, chip first and chip side up on most readers, and push it in until it stops.", "Look at the light of the reader: it changes when a card is seen."},
			}
		case r.condition() == removed:
			return Result{
				Status: Fail, Special: true, Detail: "The card was taken out, or lost contact, while it was being read.", Evidence: f.seen(),
				Next: []string{"Put the smartcard in again, push it in until it stops, and leave it there.", "Run cardcheck again."},
			}
		}
		return Result{Status: Pass, Detail: f.countCards(r), Evidence: f.seen()}
	},
}

// countCards says which of several cards is meant by everything that follows.
func (f *Facts) countCards(best *Reader) string {
	n := 0
	for i := range f.Readers {
		if f.Readers[i].condition() > empty {
			n++
		}
	}
	if n < 2 {
		return "A smartcard is in the reader."
	}
	return fmt.Sprintf("There are %d smartcards. What follows is about the one in %q. Two at once can keep a web page from reading either (ERR1002).", n, best.Name)
}

var cardAnswersCheck = Check{
	ID: "card-answers", Code: "SC-104", Title: "Card answers", After: []string{"card"},
	Run: func(f *Facts) Result {
		r := f.best()
		switch r.condition() {
		case answered:
			if r.Unfinished == StepRead {
				return slowCard(f)
			}
			return Result{Status: Pass, Detail: "The card answers.", Evidence: f.observed(r)}
		case held, busy:
			return Result{
				Status: Unknown, Detail: "The card was not free, so it could not be asked.", Evidence: f.seen(),
				Next: []string{"Close the programs that use the card and run cardcheck again."},
			}
		case unasked:
			return unaskedCard(f, r)
		}
		return Result{
			Status: Fail, Detail: mutely(r), Evidence: f.seen(),
			Next: []string{
				"Take the card out and look which way round it goes: the chip goes in first.",
				"Wipe the chip with a soft dry cloth, put the card in again and push it in until it stops.",
				"Try another card: if that one answers, the first card is faulty and the Registration Authority replaces it.",
			},
		}
	},
}

// unaskedCard is one of which nothing is known, for a reason that says nothing against it.
func unaskedCard(f *Facts, r *Reader) Result {
	result := Result{Status: Unknown, Detail: "The card is there, but it was not asked anything.", Evidence: append(f.seen(), f.troubles("pcsc")...), Next: []string{"Run cardcheck again and leave the card in."}}
	switch n := r.fault(); {
	case is(n, Denied, accessDenied):
		result.Detail = "The card is there, but this account may not use it."
		result.Next = notAllowed
	case n != 0:
		result.Detail = "The card is there, but it could not be asked."
		result.Next = append(result.Next, "Restart the computer if it stays like this, and give the error number to whoever looks after the computer.")
	}
	return result
}

// slowCard is one that answered at first and then not in time.
func slowCard(f *Facts) Result {
	return Result{
		Status: Warn, Special: true, Detail: "The card answers, but cardcheck could not read it to the end in time: it is slow, or its contacts are bad.", Evidence: f.seen(),
		Next: []string{
			"Take the card out, wipe the chip with a soft dry cloth and put it in again until it stops.",
			"Give the card more time: run cardcheck --timeout 10s in a terminal.",
			"Try another card: if that one is quick, show the first card to the Registration Authority.",
		},
	}
}

// mutely words how the card kept silent.
func mutely(r *Reader) string {
	if r.Unfinished != "" {
		return "The card was asked and did not answer in time."
	}
	return "The card in the reader does not answer: it may be the wrong way round, dirty or faulty."
}

var cardSharedCheck = Check{
	ID: "card-shared", Code: "SC-105", Title: "Card free to use", After: []string{"card"},
	Run: func(f *Facts) Result {
		next := []string{"Close the other programs that use the card, and web pages that are signed in with it.", "Take the card out, wait five seconds and put it in again.", "Restart the computer if it stays like this."}
		r := f.best()
		switch c := r.condition(); {
		case c == held:
			return Result{Status: Fail, Detail: "Another program holds the card for itself, so nothing else can use it.", Evidence: f.seen(), Next: next}
		case c == busy:
			return Result{Status: Warn, Special: true, Detail: "Another program was busy with the card for the whole time, or the card has hung since one last asked it something.", Evidence: f.seen(), Next: next}
		case r.Connected:
			return Result{Status: Pass, Detail: "No other program holds the card.", Evidence: f.seen()}
		}
		return Result{Status: Unknown, Detail: "The card could not be reached, so it is not known whether another program holds it.", Evidence: f.seen(), Next: []string{"See to the card that does not answer first, then run cardcheck again."}}
	},
}
