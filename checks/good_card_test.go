package checks

import "testing"

func TestGoodCard(t *testing.T) {
	const want = "Your smartcard ...106 works: it is valid until 1 March 2028, " +
		"and 3 attempts are left to enter the passcode."
	eachScenario(t, func(t *testing.T, s scenario) {
		good := map[string]bool{
			"certificates-valid": true, "certificates-card-last-day": true, "readers-good-beside-empty": true,
			"readers-good-beside-hello": true, "reader-chosen": true,
		}

		got := GoodCard(s.Facts, Run(s.Facts, noCodes))
		if good[s.Name] && got != want {
			t.Errorf("got %q, want %q", got, want)
		}

		if !good[s.Name] && got != "" {
			t.Errorf("%q, although not every check of the card passed", got)
		}
	})
}
