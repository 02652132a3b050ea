package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"signpost/checks/card"
)

var certificateExpiredCheck = Check{
	ID: "certificate-expired", Code: "SC-107", Title: "Certificates not expired", After: []string{"card-blank"},
	Run: func(f *Facts) Result {
		r := f.best()
		mine := r.certificates() // at least one, or the check before would have said so
		now := r.Time
		expired := slices.DeleteFunc(slices.Clone(mine), func(c card.Certificate) bool { return !c.NotAfter.Before(now) })
		early := slices.ContainsFunc(mine, func(c card.Certificate) bool { return c.NotBefore.After(now) })
		evidence := append(describeCertificates(mine), r.ownDate()...)
		next := []string{"Take the card to your Registration Authority: they must renew certificates that have expired."}
		switch {
		case len(expired) == len(mine) && !r.readInPart():
			return Result{Status: Fail, Detail: "The certificates on the card have expired: it cannot be used to sign in.", Evidence: evidence, Next: next}
		case len(expired) > 0:
			return Result{Status: Warn, Detail: someExpired(len(expired), len(mine)), Evidence: evidence, Next: next}
		case early:
			return Result{
				Status: Warn, Special: true, Detail: "A certificate on the card is not valid yet by the clock of this computer: the clock may be wrong.",
				Evidence: append(evidence, "the computer says that it is "+day(now)),
				Next:     []string{"Look at the date and time of this computer, and have them put right if they are wrong.", "If they are right, tell your Registration Authority."},
			}
		case r.overdue():
			return Result{
				Status: Warn, Special: true, Detail: "The certificates have not expired, but the card says of itself that it was valid until " + day(r.Content.PIV.Expires) + ". Whether a sign-in looks at that day is not known.",
				Evidence: evidence,
				Next:     []string{"Sign in with the card: if that works, you can go on using it.", "Ask your Registration Authority if the card has to be replaced."},
			}
		case r.readInPart():
			return r.partly("have not expired", evidence)
		}
		return Result{Status: Pass, Detail: "The certificates on the card have not expired.", Evidence: evidence}
	},
}

func someExpired(expired, read int) string {
	if expired == read {
		return "What cardcheck could read of the card's certificates has expired, but it could not read all of them."
	}
	return fmt.Sprintf("Of the %d certificates that cardcheck could read, %d expired already.", read, expired)
}

// ownDate is the day until which a card is valid by its own word, whatever its certificates say. It stands in the CHUID of a PIV card.
func (r *Reader) ownDate() []string {
	if r.Content.PIV == nil || r.Content.PIV.Expires.IsZero() {
		return nil
	}
	return []string{"the card says of itself that it is valid to " + day(r.Content.PIV.Expires)}
}

// overdue reports whether the card's own day is over.
func (r *Reader) overdue() bool {
	return r.ownDate() != nil && !r.Time.Before(r.Content.PIV.Expires.AddDate(0, 0, 1))
}

var certificateExpiringCheck = Check{
	ID: "certificate-expiring", Code: "SC-108", Title: "Certificates not about to expire", After: []string{"card-blank"},
	Run: func(f *Facts) Result {
		r := f.best()
		mine := slices.DeleteFunc(r.certificates(), func(c card.Certificate) bool { return c.NotAfter.Before(r.Time) })
		if len(mine) == 0 {
			return Result{Status: Skip, Detail: "Not checked: the certificates have expired already."}
		}
		first := slices.MinFunc(mine, func(a, b card.Certificate) int { return a.NotAfter.Compare(b.NotAfter) })
		rule := currentPolicy().SelfRenewal
		from := first.NotAfter.AddDate(0, 0, -rule.Days)
		evidence := append(describeCertificates(mine), "source: "+rule.Source)
		if left := first.NotAfter.Sub(r.Time); !r.Time.Before(from) {
			return Result{
				Status: Warn, Detail: fmt.Sprintf("A certificate on the card ends on %s, in %s.", day(first.NotAfter), count(int(left/(24*time.Hour)), "day")), Evidence: evidence,
				Next: []string{"Renew it now, while you can do so yourself: in Care Identity Management, choose \"Renew your own smartcard\".", "If the card is locked, have it unlocked first."},
			}
		}
		if r.readInPart() {
			return r.partly("are not about to expire", describeCertificates(mine))
		}
		return Result{Status: Pass, Detail: "The first of the certificates on the card ends on " + day(first.NotAfter) + ". You can renew it yourself from " + day(from) + ".", Evidence: evidence}
	},
}

var cardBlankCheck = Check{
	ID: "card-blank", Code: "SC-109", Title: "Certificate on the card", After: []string{"card-answers"},
	Run: func(f *Facts) Result {
		r := f.best()
		switch all := r.Content.Certificates(); {
		case len(r.certificates()) > 0:
			return Result{Status: Pass, Detail: "The card holds " + count(len(r.certificates()), "certificate") + ".", Evidence: describeCertificates(r.certificates())}
		case !r.readable() || r.readInPart(), r.Content.CAC != nil: // what a CAC keeps to itself looks the same as what it does not have
			return f.cannotRead(r)
		case len(all) > 0:
			return Result{
				Status: Unknown, Detail: "The certificates on the card say that they belong to authorities, so cardcheck cannot tell whether one is for its holder.",
				Evidence: describeCertificates(all), Next: otherWays,
			}
		}
		return Result{
			Status: Fail, Detail: "There is no certificate on the card: it is blank.", Evidence: f.observed(r),
			Next: []string{"Take the card to your Registration Authority: they must write certificates to it.", "Use another card until then."},
		}
	},
}

// readable reports whether the card has an application that cardcheck can read.
func (r *Reader) readable() bool {
	return r.Content != nil && (r.Content.PIV != nil || r.Content.PKCS15 != nil || r.Content.CAC != nil)
}

// readInPart reports whether the card may hold certificates that nobody has read.
func (r *Reader) readInPart() bool {
	return !r.Content.Whole || slices.ContainsFunc(r.Content.Certificates(), func(c card.Certificate) bool { return !c.Readable() })
}

// partly is the result where nothing is wrong with the certificates that could be read, and others could not be.
func (r *Reader) partly(fine string, evidence []string) Result {
	return Result{
		Status: Unknown, Detail: "The certificates that cardcheck could read " + fine + ", but it could not read all that is on the card.",
		Evidence: append(evidence, unreadable(r.Content.Certificates())...), Next: otherWays,
	}
}

// certificates is those of the card's holder that could be read. Where some name a 12-digit id, they are meant and no others.
func (r *Reader) certificates() []card.Certificate {
	if r == nil {
		return nil
	}
	var mine, named []card.Certificate
	for _, c := range r.Content.Certificates() {
		switch {
		case !c.Readable() || c.NotAfter.IsZero():
		case c.ID != "":
			named = append(named, c)
		case !c.Authority:
			mine = append(mine, c)
		}
	}
	if len(named) > 0 {
		return named
	}
	return mine
}

// otherWays is how to learn what cardcheck cannot read.
var otherWays = []string{"Sign in with the card: the sign-in says when its certificates have expired or are missing.", "Or ask your Registration Authority: they can see when the certificates of a card end."}

// cannotRead is the result where the certificates are not known.
func (f *Facts) cannotRead(r *Reader) Result {
	result := Result{
		Status: Unknown, Detail: "The certificates on this card cannot be read without its own software.", Evidence: f.observed(r),
		Next: otherWays,
	}
	switch {
	case r.readable() && !r.Content.Whole:
		result.Detail = "The card was not read to the end, so its certificates are not known."
	case r.readable():
		result.Detail = "There are no certificates on the card that cardcheck can read."
		result.Evidence = append(result.Evidence, unreadable(r.Content.Certificates())...)
	}
	return result
}

func unreadable(all []card.Certificate) []string {
	var lines []string
	for _, c := range all {
		if !c.Readable() {
			lines = append(lines, fmt.Sprintf("certificate %s: %s", c.Place, c.Error))
		}
	}
	return lines
}

// describeCertificates says of each how long it is valid, and whose it is by the last three digits alone.
func describeCertificates(list []card.Certificate) []string {
	lines := make([]string, len(list))
	for i, c := range list {
		parts := []string{strings.TrimSpace("certificate " + c.Place)}
		if c.ID != "" {
			parts = append(parts, "of card holder "+maskID(c.ID))
		}
		if c.Issuer != "" {
			parts = append(parts, "issued by "+c.Issuer)
		}
		lines[i] = strings.Join(append(parts, "valid from "+day(c.NotBefore)+" to "+day(c.NotAfter)), ", ")
	}
	return lines
}

func day(t time.Time) string { return t.Format("2 January 2006") }
