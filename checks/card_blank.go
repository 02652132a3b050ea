package checks

const cardBlankID = "card-blank"

var cardBlankCheck = Check{
	ID:      cardBlankID,
	Code:    "SC-109",
	Title:   "Card has a certificate",
	Good:    "The card has a certificate",
	Wrong:   "The card has no certificate",
	After:   []string{cardAnswersID},
	PerCard: true,
	Run:     checkCardBlank,
}

func checkCardBlank(f *Facts) Result {
	r := f.card()
	all, mine := r.Content.Certificates(), r.certificates()
	signIn, isKnown := r.forSignIn()
	switch {
	case len(mine) > 0 && isKnown && len(signIn) == 0:
		return Result{
			Status: Unknown,
			Detail: "The card contains " + count(len(mine), "certificate") +
				", but none that cardcheck can read is the one for signing in.",
			Evidence: append(describeCertificates(mine), describeUnreadable(all)...),
			Next:     otherWays,
		}

	case len(mine) > 0:
		return Result{
			Status:   Pass,
			Detail:   "The card contains " + count(len(mine), "certificate") + ".",
			Evidence: describeCertificates(mine),
		}

	case !r.readable(), r.partlyRead():
		return f.cannotRead(r)
	case r.Content.CAC != nil: // a certificate that a CAC keeps private looks the same as a missing one
		return f.cannotRead(r)
	case len(all) > 0:
		return Result{
			Status: Unknown,
			Detail: "The certificates on the card claim to belong to certificate authorities, " +
				"so cardcheck cannot tell whether one belongs to the cardholder.",
			Evidence: describeCertificates(all),
			Next:     otherWays,
		}
	}

	return Result{
		Status:   Fail,
		Detail:   "There is no certificate on the card: it is blank.",
		Evidence: f.describeCard(r),
		Next: []string{
			"Take the card to your Registration Authority: they must write certificates to it.",
			"Use another card until then.",
		},
	}
}

// cannotRead returns the result for a card whose certificates are not known.
func (f *Facts) cannotRead(r *Reader) Result {
	result := Result{
		Status:   Unknown,
		Detail:   "The certificates on this card cannot be read without the card's own software.",
		Evidence: f.describeCard(r),
		Next:     otherWays,
	}

	switch {
	case r.readable() && !r.Content.Whole:
		result.Detail = "cardcheck could not finish reading the card, so its certificates are not known."
		result.Next = append([]string{moreTime}, otherWays...)

	case r.readable():
		result.Detail = "There are no certificates on the card that cardcheck can read."
		result.Evidence = append(result.Evidence, describeUnreadable(r.Content.Certificates())...)
	}

	return result
}
