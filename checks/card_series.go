package checks

import (
	"fmt"
	"strings"
)

const cardSeriesID = "card-series"

var cardSeriesCheck = Check{
	ID:      cardSeriesID,
	Code:    "SC-106",
	Title:   "Card series",
	Good:    "The card is of a series that still works",
	Wrong:   "The card is of a series that no longer works",
	After:   []string{cardID},
	PerCard: true,
	Run:     checkCardSeries,
}

func checkCardSeries(f *Facts) Result {
	r := f.card()
	if b, blocked := r.blockedSeries(); blocked {
		return f.blockedCard(r, b)
	}

	if r.hasPIV() {
		return Result{
			Status: Pass,
			Detail: "The card does not belong to any blocked series that cardcheck can recognise. " +
				"It is a PIV card, as NHS England describes series 9 cards.",
			Evidence: f.describeCard(r),
		}
	}

	return Result{
		Status:   Unknown,
		Detail:   r.kind() + "cardcheck does not recognise the series of this card.",
		Evidence: f.describeCard(r),
		Next: []string{
			"Compare the card with the pictures on NHS England's page about the blocked series 4, 5 and 6.",
			"Ask your Registration Authority: its reports in Care Identity Management show the series of each card.",
		},
	}
}

// kind describes a card that is not of a known NHS type. It returns nothing for other cards.
func (r *Reader) kind() string {
	switch {
	case r.Content == nil:
		return ""
	case r.Content.CAC != nil:
		return "This is a Common Access Card of the United States armed forces, so probably not an NHS smartcard. "
	case r.Content.PKCS15 != nil:
		return "This card stores its certificates in the PKCS#15 format, which no known NHS series uses. "
	}

	return ""
}

// blockedSeries returns the blocked series that the ATR's historical bytes identify.
func (r *Reader) blockedSeries() (blockedSeries, bool) {
	text := r.historical()
	for _, b := range currentPolicy().BlockedSeries {
		if strings.Contains(text, b.Historical) {
			return b, true
		}
	}

	return blockedSeries{}, false
}

// blockedCard returns the result for a card of a blocked series. It says "probably" because other manufacturers use
// the same chip; what is known is that NHS cards of this kind are blocked.
func (f *Facts) blockedCard(r *Reader, b blockedSeries) Result {
	result := Result{
		Status: Fail,
		Detail: fmt.Sprintf("This is a %s card, so probably %s, which the NHS has blocked since %s.",
			b.Name, b.Series, day(b.From.Time)),
		Evidence: append(f.describeCard(r), "source: "+b.Source),
		Next: []string{
			"Ask your Registration Authority for a new card (series 8 or later).",
			"Tell them that the card is probably " + b.Series + " (" + b.Name + ").",
		},
	}

	if !r.Time.IsZero() && r.Time.Before(b.From.Time) {
		result.Status = Warn
		result.Special = true
		result.Heading = "The card is of a series that will be blocked"
		result.Detail = fmt.Sprintf("This is a %s card, so probably %s, which the NHS will block on %s.",
			b.Name, b.Series, day(b.From.Time))
	}

	return result
}
