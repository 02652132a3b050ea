package checks

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"signpost/checks/card"
)

// condition is what state a reader is in, the most useful last: with several readers, the card in the best of them counts.
type condition int

const (
	gone     condition = iota // unplugged, or does not work
	empty                     // no card
	removed                   // the card was taken out while it was read
	mute                      // the card does not answer
	unasked                   // nobody asked the card
	busy                      // another program kept the card busy for the whole time
	held                      // another program has the card for itself
	answered                  // the card answered
)

// condition decides by flags and numbers alone: the texts differ from system to system.
func (r *Reader) condition() condition {
	said := r.Connect.condition() // unasked where no call failed
	switch {
	case r.State.Has(StateUnknown | StateUnavailable), said == gone:
		return gone
	case !r.State.Has(StatePresent):
		return empty
	case said != unasked:
		return said
	case !r.Connected && r.State.Has(StateExclusive):
		return held
	case r.Connect != 0:
		return unasked
	case r.Unfinished == StepTransaction, r.Unfinished == StepConnect && r.State.Has(StateInUse):
		return busy // pcscd lets a program wait in connect already, until the other's transaction ends
	case r.State.Has(StateMute), r.Unfinished != "" && r.Unfinished != StepRead:
		return mute
	}
	return r.answers()
}

// answers judges the card by its last answer.
func (r *Reader) answers() condition {
	if len(r.Exchanges) == 0 {
		return unasked
	}
	last := r.Exchanges[len(r.Exchanges)-1]
	raw, err := parseBytes(last.Answer)
	switch {
	case last.Error != 0:
		return last.Error.condition()
	case err != nil:
		return unasked
	case len(raw) < 2: // pulled out in the middle of a command: no error, and no status word
		return removed
	}
	return answered
}

func is(n Number, any ...Number) bool { return slices.Contains(any, n) }

// best is the reader whose card counts: the one in the best condition and, among equals, one whose card is not blocked.
// It is nil when there is no reader.
func (f *Facts) best() *Reader {
	if len(f.Readers) == 0 {
		return nil
	}
	readers := make([]*Reader, len(f.Readers))
	for i := range f.Readers {
		readers[i] = &f.Readers[i]
	}
	return slices.MaxFunc(readers, func(a, b *Reader) int {
		return cmp.Or(cmp.Compare(a.condition(), b.condition()), cmp.Compare(a.unblocked(), b.unblocked()))
	})
}

func (r *Reader) unblocked() int {
	if _, blocked := r.blockedSeries(); blocked {
		return 0
	}
	return 1
}

// describe says in a few words what the reader and its card are doing.
func (r *Reader) describe() string {
	words := map[condition]string{
		gone: "unplugged or not working", empty: "no card", removed: "the card was taken out while it was read", mute: "a card that does not answer",
		unasked: "a card that was not asked", busy: "a card that another program kept busy", held: "a card that another program holds", answered: "a card that answers",
	}
	text := words[r.condition()]
	if r.ATR != "" {
		text += ", answer to reset " + r.ATR
	}
	if n := r.fault(); n != 0 {
		text += ", error " + n.Explain()
	}
	return text
}

// fault is the error that stopped the reading of the card, or 0.
func (r *Reader) fault() Number {
	if r.Connect != 0 || len(r.Exchanges) == 0 {
		return r.Connect
	}
	return r.Exchanges[len(r.Exchanges)-1].Error
}

// historical is the text in the card's answer to reset; empty when there is none that makes sense.
func (r *Reader) historical() string {
	raw, err := parseBytes(r.ATR)
	if err != nil {
		return ""
	}
	atr, err := card.ParseATR(raw)
	if err != nil {
		return ""
	}
	return atr.Text()
}

// hasPIV reports whether the card has the PIV application: as reading it has shown or, where it was not read, as it says itself.
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

// The names of the questions to a card.
const (
	ExchangePIV  = "SELECT PIV" // whether it has the PIV application
	ExchangeRead = "read"       // what it tells without a PIN; written down only where that broke off
)

// readableText is where some of the bytes are words, and not all of them happen to be letters.
var readableText = regexp.MustCompile(`[A-Za-z0-9]{4}`)

// observed is what was seen of a card, for a finding about it.
func (f *Facts) observed(r *Reader) []string {
	lines := f.seen()
	if text := r.historical(); readableText.MatchString(text) {
		lines = append(lines, fmt.Sprintf("the card calls itself %q", text))
	}
	return lines
}
