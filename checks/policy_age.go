package checks

import (
	"fmt"
	"time"
)

// trustedFor is how many months the policy data are trusted without a word: addresses, versions and dates of the NHS
// change several times a year.
const trustedFor = 6

// PolicyAge says that the policy data are old, or returns "". Their age is that at the time of the facts.
func PolicyAge(f *Facts) string {
	updated := PolicyDate()
	now := newestFact(f)
	if now.Before(updated.AddDate(0, trustedFor, 0)) {
		return ""
	}

	return fmt.Sprintf("cardcheck judges by facts of %s, which are more than %d months old: "+
		"some may have changed. Look for a newer cardcheck.", day(updated), trustedFor)
}

// newestFact returns the time of the latest observation, or the zero time if there is none.
func newestFact(f *Facts) time.Time {
	var newest time.Time
	add := func(o Origin) {
		if o.Time.After(newest) {
			newest = o.Time
		}
	}

	if f.Service != nil {
		add(f.Service.Origin)
	}

	if f.Host != nil {
		add(f.Host.Origin)
	}

	for _, r := range f.Readers {
		add(r.Origin)
	}

	return newest
}
