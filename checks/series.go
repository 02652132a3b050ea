package checks

import (
	"fmt"
	"strings"
)

var cardSeriesCheck = Check{
	ID: "card-series", Code: "SC-106", Title: "Card series", After: []string{"card"},
	Run: func(f *Facts) Result {
		r := f.best()
		if b, blocked := r.blockedSeries(); blocked {
			return f.blockedCard(r, b)
		}
		if r.hasPIV() {
			return Result{Status: Pass, Detail: "The card is of none of the blocked series that cardcheck can recognise: it is of the PIV kind, as series 9 cards are described.", Evidence: f.observed(r)}
		}
		return Result{
			Status: Unknown, Detail: r.kind() + "The series of this card is not one that cardcheck recognises.", Evidence: f.observed(r),
			Next: []string{"Compare the card with the pictures on NHS England's page about the blocked series 4, 5 and 6.", "Ask your Registration Authority: its reports in Care Identity Management show the series of each card."},
		}
	},
}

// kind says what a card is that is no NHS card as far as anybody has described them, and nothing where that is not known.
func (r *Reader) kind() string {
	switch {
	case r.Content == nil:
	case r.Content.CAC != nil:
		return "This is a Common Access Card, as the armed forces of the United States have: probably no NHS smartcard. "
	case r.Content.PKCS15 != nil:
		return "This card keeps its certificates as PKCS#15 says, which is not known of any NHS series. "
	}
	return ""
}

// blockedSeries finds the blocked series that the card's answer to reset points to.
func (r *Reader) blockedSeries() (blockedSeries, bool) {
	text := r.historical()
	for _, b := range currentPolicy().BlockedSeries {
		if strings.Contains(text, b.Historical) {
			return b, true
		}
	}
	return blockedSeries{}, false
}

// blockedCard says "probably": other makers use the same chip, and what is known is that NHS cards of this kind are blocked.
func (f *Facts) blockedCard(r *Reader, b blockedSeries) Result {
	result := Result{
		Status: Fail, Evidence: append(f.observed(r), "source: "+b.Source),
		Detail: fmt.Sprintf("This is a %s card, so probably %s, which the NHS has blocked since %s.", b.Name, b.Series, b.From.Format("2 January 2006")),
		Next:   []string{"Ask your Registration Authority for a new card (series 8 or later).", "Tell them that the card is probably " + b.Series + " (" + b.Name + ")."},
	}
	if !r.Time.IsZero() && r.Time.Before(b.From.Time) {
		result.Status, result.Special = Warn, true
		result.Detail = fmt.Sprintf("This is a %s card, so probably %s, which the NHS blocks from %s.", b.Name, b.Series, b.From.Format("2 January 2006"))
	}
	return result
}
