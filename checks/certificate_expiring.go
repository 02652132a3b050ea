package checks

import (
	"fmt"
	"slices"
	"time"

	"signpost/checks/card"
)

const certificateExpiringID = "certificate-expiring"

var certificateExpiringCheck = Check{
	ID:    certificateExpiringID,
	Code:  "SC-108",
	Title: "Certificates are not about to expire",
	After: []string{cardBlankID},
	Run:   checkCertificateExpiring,
}

func checkCertificateExpiring(f *Facts) Result {
	r := f.examined()
	valid := slices.DeleteFunc(r.certificates(), func(c card.Certificate) bool {
		return c.NotAfter.Before(r.Time)
	})

	if len(valid) == 0 {
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
	days := int(end.Sub(now) / (24 * time.Hour))
	return Result{
		Status:   Warn,
		Detail:   fmt.Sprintf("A certificate on the card expires on %s, in %s.", day(end), count(days, "day")),
		Evidence: evidence,
		Next: []string{
			"Renew it now, while you can still do it yourself: in Care Identity Management, " +
				"choose \"Renew your own smartcard\".",
			"If the card is locked, have it unlocked first.",
		},
	}
}
