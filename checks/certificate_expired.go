package checks

import (
	"fmt"
	"slices"

	"signpost/checks/card"
)

const certificateExpiredID = "certificate-expired"

var certificateExpiredCheck = Check{
	ID:    certificateExpiredID,
	Code:  "SC-107",
	Title: "Certificates have not expired",
	After: []string{cardBlankID},
	Run:   checkCertificateExpired,
}

func checkCertificateExpired(f *Facts) Result {
	r := f.examined()
	mine := r.certificates() // at least one: without any, card-blank does not pass
	expired := 0
	for _, c := range mine {
		if c.NotAfter.Before(r.Time) {
			expired++
		}
	}

	evidence := append(describeCertificates(mine), r.describeCardExpiry()...)
	switch {
	case expired > 0:
		return certificatesExpired(expired, len(mine), !r.partlyRead(), evidence)
	case slices.ContainsFunc(mine, func(c card.Certificate) bool { return c.NotBefore.After(r.Time) }):
		return certificateNotYetValid(r, evidence)
	case r.cardExpired():
		return Result{
			Status:  Warn,
			Special: true,
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

// certificatesExpired returns the result for n expired certificates of those that were read. complete means that
// the card has no others.
func certificatesExpired(n, read int, complete bool, evidence []string) Result {
	result := Result{
		Status:   Warn,
		Evidence: evidence,
		Next: []string{
			"Take the card to your Registration Authority: they must renew expired certificates.",
		},
	}

	switch {
	case n < read:
		result.Detail = fmt.Sprintf("Expired: %d of the %d certificates that cardcheck could read.", n, read)
	case !complete:
		result.Detail = "The certificates that cardcheck could read have expired, but it could not read all of them."
	default:
		result.Status = Fail
		result.Detail = "The certificates on the card have expired: it cannot be used to sign in."
	}

	return result
}

func certificateNotYetValid(r *Reader, evidence []string) Result {
	return Result{
		Status:  Warn,
		Special: true,
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
