package checks

import (
	"fmt"
	"slices"
	"strings"

	"signpost/checks/card"
)

const certificateExpiredID = "certificate-expired"

var certificateExpiredCheck = Check{
	ID:      certificateExpiredID,
	Code:    "SC-107",
	Title:   "Certificates have not expired",
	Good:    "The card has not expired",
	Wrong:   "The card has expired",
	After:   []string{cardBlankID},
	PerCard: true,
	Run:     checkCertificateExpired,
}

func checkCertificateExpired(f *Facts) Result {
	r := f.card()
	mine := r.certificates() // at least one: without any, card-blank does not pass
	signIn, isKnown := r.forSignIn()
	expired := r.expired(mine)
	evidence := append(describeCertificates(mine), r.describeCardExpiry()...)
	switch {
	case isKnown && len(r.expired(signIn)) == len(signIn):
		return signInExpired(latest(signIn), evidence)
	case len(expired) > 0 && isKnown:
		return othersExpired(expired, evidence)
	case len(expired) > 0:
		return certificatesExpired(len(expired), len(mine), !r.partlyRead(), evidence)
	case slices.ContainsFunc(mine, func(c card.Certificate) bool { return c.NotBefore.After(r.Time) }):
		return certificateNotYetValid(r, evidence)
	case r.cardExpired():
		return Result{
			Status:  Warn,
			Special: true,
			Heading: "The card may be past its last day",
			Detail: "The certificates have not expired, but the card itself was valid only until " +
				day(r.Content.PIV.Expires) + ". It is not known whether signing in depends on that date.",
			Evidence: evidence,
			Next: []string{
				"Sign in with the card: if that works, you can continue to use it.",
				"Ask your Registration Authority if the card has to be replaced.",
			},
		}

	case r.partlyRead():
		return r.partlyKnown("have not expired", evidence)
	}

	return Result{
		Status:   Pass,
		Detail:   "The certificates on the card have not expired.",
		Evidence: evidence,
	}
}

// expired returns the certificates that have expired.
func (r *Reader) expired(list []card.Certificate) []card.Certificate {
	var expired []card.Certificate
	for _, c := range list {
		if c.NotAfter.Before(r.Time) {
			expired = append(expired, c)
		}
	}

	return expired
}

// latest returns the certificate that is valid the longest.
func latest(list []card.Certificate) card.Certificate {
	return slices.MaxFunc(list, func(a, b card.Certificate) int { return a.NotAfter.Compare(b.NotAfter) })
}

var renewExpired = []string{
	"Take the card to your Registration Authority: they must renew expired certificates.",
}

func signInExpired(c card.Certificate, evidence []string) Result {
	return Result{
		Status: Fail,
		Detail: fmt.Sprintf("The certificate for signing in (%s) expired on %s: the card cannot be used to sign in.",
			c.Place, day(c.NotAfter)),
		Evidence: evidence,
		Next:     renewExpired,
	}
}

// othersExpired returns the result if only certificates have expired that are not for signing in.
func othersExpired(expired []card.Certificate, evidence []string) Result {
	var places []string
	for _, c := range expired {
		places = append(places, c.Place)
	}

	return Result{
		Status:  Warn,
		Special: true,
		Heading: "A certificate on the card has expired",
		Detail: "The certificate for signing in has not expired, but " + count(len(expired), "other certificate") +
			" on the card has (" + strings.Join(places, ", ") + ").",
		Evidence: evidence,
		Next: []string{
			"Sign in with the card: if that works, you can continue to use it.",
			"Ask your Registration Authority to renew the card: something else than signing in may fail.",
		},
	}
}

// certificatesExpired returns the result for n expired certificates of those that were read. complete means that
// the card has no others.
func certificatesExpired(n, read int, complete bool, evidence []string) Result {
	result := Result{
		Status:   Warn,
		Heading:  "A certificate on the card has expired",
		Evidence: evidence,
		Next:     renewExpired,
	}

	switch {
	case n < read:
		result.Detail = fmt.Sprintf("Expired: %d of the %d certificates that cardcheck could read.", n, read)
	case !complete:
		result.Detail = "The certificates that cardcheck could read have expired, but it could not read all of them."
	default:
		result.Status = Fail
		result.Heading = ""
		result.Detail = "The certificates on the card have expired: it cannot be used to sign in."
	}

	return result
}

func certificateNotYetValid(r *Reader, evidence []string) Result {
	return Result{
		Status:  Warn,
		Special: true,
		Heading: "The clock of this computer may be wrong",
		Detail: "According to the clock of this computer, a certificate on the card is not valid yet: " +
			"the clock may be wrong.",
		Evidence: append(evidence, "date of this computer: "+day(r.Time)),
		Next: []string{
			"Check the date and time of this computer, and ask your IT team to correct them if they are wrong.",
			"If they are right, tell your Registration Authority.",
		},
	}
}

// describeCardExpiry returns the card's own expiry date, which can differ from its certificates'. PIV cards store it in
// the CHUID.
func (r *Reader) describeCardExpiry() []string {
	if r.Content.PIV == nil || r.Content.PIV.Expires.IsZero() {
		return nil
	}

	return []string{"the card itself is valid until " + day(r.Content.PIV.Expires)}
}

// cardExpired reports whether the card itself has expired.
func (r *Reader) cardExpired() bool {
	return r.describeCardExpiry() != nil && !r.Time.Before(r.Content.PIV.Expires.AddDate(0, 0, 1))
}
