package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"signpost/checks/card"
)

// readable reports whether the card has an application that cardcheck can read.
func (r *Reader) readable() bool {
	return r.Content != nil && (r.Content.PIV != nil || r.Content.PKCS15 != nil || r.Content.CAC != nil)
}

// partlyRead reports whether the card may contain certificates that were not read.
func (r *Reader) partlyRead() bool {
	return !r.Content.Whole ||
		slices.ContainsFunc(r.Content.Certificates(), func(c card.Certificate) bool { return !c.Readable() })
}

// partlyKnown returns the result if the certificates that could be read are fine, but others could not be read.
func (r *Reader) partlyKnown(fine string, evidence []string) Result {
	return Result{
		Status: Unknown,
		Detail: "The certificates that cardcheck could read " + fine +
			", but it could not read everything on the card.",
		Evidence: append(evidence, describeUnreadable(r.Content.Certificates())...),
		Next:     otherWays,
	}
}

// certificates returns the readable certificates of the cardholder. If some of them name a 12-digit ID, it returns
// only those.
func (r *Reader) certificates() []card.Certificate {
	if r == nil {
		return nil
	}

	var mine, named []card.Certificate
	for _, c := range r.Content.Certificates() {
		switch {
		case !c.Readable() || c.NotAfter.IsZero():
			continue
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

// forSignIn returns the certificates that are for signing in. A PIV card has one in slot 9A; on others, a certificate
// may state its purpose. It reports whether the card says which they are: then the others are not needed to sign in.
func (r *Reader) forSignIn() (list []card.Certificate, isKnown bool) {
	all := r.Content.Certificates()
	list = slices.DeleteFunc(r.certificates(), func(c card.Certificate) bool { return !isForSignIn(c) })

	return list, r.Content != nil && r.Content.PIV != nil || slices.ContainsFunc(all, isForSignIn)
}

func isForSignIn(c card.Certificate) bool {
	return c.SignIn || c.Place == signInSlot
}

// signInSlot is the place of the certificate for signing in on a PIV card (SP 800-73-4, part 1, section 3.2.1).
const signInSlot = "9A"

// otherWays lists the steps to find out what cardcheck cannot read.
var otherWays = []string{
	"Sign in with the card: you will see a message if its certificates have expired or are missing.",
	"Or ask your Registration Authority: they can see when the certificates of a card expire.",
}

func describeUnreadable(all []card.Certificate) []string {
	var lines []string
	for _, c := range all {
		if !c.Readable() {
			lines = append(lines, fmt.Sprintf("certificate %s: %s", c.Place, c.Error))
		}
	}

	return lines
}

// describeCertificates returns a line for each certificate: its validity, its issuer, and the last three digits of
// the cardholder's ID.
func describeCertificates(list []card.Certificate) []string {
	lines := make([]string, len(list))
	for i, c := range list {
		parts := []string{strings.TrimSpace("certificate " + c.Place)}
		if c.ID != "" {
			parts = append(parts, "of cardholder "+maskID(c.ID))
		}

		if c.Issuer != "" {
			parts = append(parts, "issued by "+c.Issuer)
		}

		parts = append(parts, "valid from "+day(c.NotBefore)+" to "+day(c.NotAfter))
		lines[i] = strings.Join(parts, ", ")
	}

	return lines
}

func day(t time.Time) string { return t.Format("2 January 2006") }
