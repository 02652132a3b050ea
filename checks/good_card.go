package checks

import "fmt"

// GoodCard says in a sentence that the card works, until when, and how many passcode attempts are left. It returns ""
// unless every check of the card passed: only then is nothing left open.
func GoodCard(f *Facts, findings []Finding) string {
	perCard := map[string]bool{}
	for _, c := range List() {
		perCard[c.ID] = c.PerCard
	}

	for _, found := range findings {
		if perCard[found.Check] && found.Status != Pass {
			return ""
		}
	}

	cards := f.cards()
	if len(cards) != 1 {
		return ""
	}

	r := cards[0]
	signIn, isKnown := r.forSignIn()
	if !isKnown || len(signIn) == 0 {
		return ""
	}

	c := latest(signIn)
	name := "Your smartcard"
	if n := len(c.ID); n > 3 {
		name += " ..." + c.ID[n-3:]
	}

	return fmt.Sprintf("%s works: it is valid until %s, and %s to enter the passcode.",
		name, day(c.NotAfter), attempts(r.pin().left))
}

func attempts(n int) string {
	if n == 1 {
		return "1 attempt is left"
	}

	return fmt.Sprintf("%d attempts are left", n)
}
