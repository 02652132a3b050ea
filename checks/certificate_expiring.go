package checks

import (
	"fmt"
	"slices"
	"time"

	"signpost/checks/card"
)

const certificateExpiringID = "certificate-expiring"

var certificateExpiringCheck = Check{
	ID:      certificateExpiringID,
	Code:    "SC-108",
	Title:   "Certificates are not about to expire",
	Good:    "The card does not expire soon",
	Wrong:   "The card expires soon",
	After:   []string{cardBlankID},
	PerCard: true,
	Run:     checkCertificateExpiring,
}

func checkCertificateExpiring(f *Facts) Result {
	r := f.card()
	valid := slices.DeleteFunc(r.certificates(), func(c card.Certificate) bool {
		return c.NotAfter.Before(r.Time)
	})

	signIn, isKnown := r.forSignIn()
	if len(valid) == 0 || isKnown && len(r.expired(signIn)) == len(signIn) {
		return Result{Status: Skip, Detail: "Not checked: the certificates have already expired."}
	}

	first := slices.MinFunc(valid, func(a, b card.Certificate) int { return a.NotAfter.Compare(b.NotAfter) })
	rule := currentPolicy().SelfRenewal
	renewable := first.NotAfter.AddDate(0, 0, -rule.Days)
	evidence := append(describeCertificates(valid), "source: "+rule.Source)
	switch {
	case !r.Time.Before(renewable):
		return certificateExpiring(first.NotAfter, r.Time, evidence)
	case r.partlyRead():
		return r.partlyKnown("are not about to expire", describeCertificates(valid))
	}

	return Result{
		Status: Pass,
		Detail: "The first certificate on the card to expire is valid until " + day(first.NotAfter) +
			". You can renew it yourself from " + day(renewable) + ".",
		Evidence: evidence,
	}
}

func certificateExpiring(end, now time.Time, evidence []string) Result {
	return Result{
		Status:   Warn,
		Detail:   fmt.Sprintf("A certificate on the card expires on %s, %s.", day(end), until(end, now)),
		Evidence: evidence,
		Next: []string{
			"Renew it now, while you can still do it yourself: in Care Identity Management, " +
				"choose \"Renew your own smartcard\".",
			"If the card is locked, have it unlocked first.",
		},
	}
}

// until says how far away a day is: "today", "tomorrow" or "in 3 days".
func until(end, now time.Time) string {
	date := func(t time.Time) time.Time {
		year, month, d := t.UTC().Date()
		return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
	}

	switch days := int(date(end).Sub(date(now)) / (24 * time.Hour)); days {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	default:
		return "in " + count(days, "day")
	}
}
