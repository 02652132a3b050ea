package checks

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"signpost/checks/card"
)

// condition is the state of a reader and its card. The most useful one is last.
type condition int

const (
	unavailable condition = iota // unplugged, or does not work
	empty                        // no card
	removed                      // the card was taken out while it was being read
	silent                       // the card does not respond
	untested                     // the card was not tested
	busy                         // another program was using the card the whole time
	locked                       // another program has exclusive use of the card
	answered                     // the card responds
)

var conditionText = map[condition]string{
	unavailable: "unplugged or not working",
	empty:       "no card",
	removed:     "the card was taken out while it was being read",
	silent:      "the card does not respond",
	untested:    "the card was not tested",
	busy:        "another program was using the card",
	locked:      "another program has exclusive use of the card",
	answered:    "the card responds",
}

// condition uses only flags and numbers, because texts differ between systems.
func (r *Reader) condition() condition {
	connect := r.Connect.condition() // untested if no call failed
	switch {
	case r.State.Has(StateUnknown | StateUnavailable), connect == unavailable:
		return unavailable
	case !r.State.Has(StatePresent):
		return empty
	case r.Lost == LostCard, r.Lost == LostToOther:
		return removed
	case r.Lost == LostService:
		return untested
	case connect != untested:
		return connect
	case !r.Connected && r.State.Has(StateExclusive):
		return locked
	case r.Connect != 0:
		return untested
	case r.waited():
		return busy
	case r.State.Has(StateMute), r.Unfinished != "" && r.Unfinished != StepRead:
		return silent
	}

	return r.lastAnswer()
}

// waited reports whether another program's transaction lasted until the deadline. pcscd blocks a program already in
// connect until the transaction of the other program ends.
func (r *Reader) waited() bool {
	if r.Unfinished == StepConnect {
		return r.State.Has(StateInUse)
	}

	return r.Unfinished == StepTransaction
}

// lastAnswer derives the condition from the card's last response.
func (r *Reader) lastAnswer() condition {
	if len(r.Exchanges) == 0 {
		return untested
	}

	last := r.Exchanges[len(r.Exchanges)-1]
	raw, err := parseBytes(last.Answer)
	switch {
	case last.Error != 0:
		return last.Error.condition()
	case err != nil:
		return untested
	case len(raw) < 2: // taken out during a command: no error and no status word
		return removed
	}

	return answered
}

func isAnyOf(n Number, list ...Number) bool { return slices.Contains(list, n) }

// card returns the reader whose card a check is about, or nil if there is no card. Checks that are not decided for
// each card are about the one in the best condition.
func (f *Facts) card() *Reader {
	readers := f.cards()
	if len(readers) == 0 {
		return nil
	}

	return slices.MaxFunc(readers, func(a, b *Reader) int { return cmp.Compare(a.condition(), b.condition()) })
}

// describe returns the condition of the reader and its card in a few words.
func (r *Reader) describe() string {
	text := conditionText[r.condition()]
	if r.ATR != "" {
		text += ", answer to reset " + r.ATR
	}

	if n := r.fault(); n != 0 {
		text += ", error " + n.Explain()
	}

	return text
}

// fault returns the error that stopped the reading of the card, or 0.
func (r *Reader) fault() Number {
	if r.Connect != 0 || len(r.Exchanges) == 0 {
		return r.Connect
	}

	return r.Exchanges[len(r.Exchanges)-1].Error
}

// historical returns the historical bytes of the card's ATR as text. It returns nothing if the ATR cannot be parsed.
func (r *Reader) historical() string {
	return card.ATR{Historical: r.historicalBytes()}.Text()
}

// hasPIV reports whether the card has the PIV application: from its content or, if it was not read, from its
// response to SELECT.
func (r *Reader) hasPIV() bool {
	if r.Content != nil {
		return r.Content.PIV != nil
	}

	return slices.ContainsFunc(r.Exchanges, func(e Exchange) bool {
		raw, err := parseBytes(e.Answer)
		_, sw, ok := card.Status(raw)

		return e.Name == ExchangePIV && err == nil && ok && sw.Good()
	})
}

// The names of the exchanges with a card.
const (
	// ExchangePIV selects the PIV application.
	ExchangePIV = "SELECT PIV"
	// ExchangeRead reads what the card reveals without a PIN. It is recorded only if it failed.
	ExchangeRead = "read"
)

// readableText matches historical bytes that contain words, rather than bytes that are letters by chance.
var readableText = regexp.MustCompile(`[A-Za-z0-9]{4}`)

// describeCard returns the evidence for a finding about the card.
func (f *Facts) describeCard(r *Reader) []string {
	lines := f.describeReaders()
	if text := r.historical(); readableText.MatchString(text) {
		lines = append(lines, fmt.Sprintf("the card's answer to reset contains %q", text))
	}

	return lines
}
