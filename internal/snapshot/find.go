package snapshot

import (
	"net/url"
	"strings"

	"signpost/internal/address"
)

// Outcome is what a reader finds at an address.
type Outcome struct {
	Kind OutcomeKind

	// To is the address of another page or section, which exists, or a URL of another host.
	To string

	// Reason says why the content is gone, or why nothing was found.
	Reason string
}

// OutcomeKind is a kind of outcome.
type OutcomeKind int

// The kinds of outcomes.
const (
	Lost    OutcomeKind = iota // nothing
	Here                       // a page, a place in it, or a file
	Moved                      // a redirect, or a link to the new address
	Retired                    // a notice that says why the content is gone
)

// maxHops is how many redirects are followed.
const maxHops = 10

// Find returns what a reader finds at an address, which may have a fragment. It follows redirects.
func (s *Snapshot) Find(text string) Outcome {
	first := text
	for range maxHops {
		next, outcome := s.step(text)
		switch {
		case next != "" && isURL(next):
			return Outcome{Kind: Moved, To: next}
		case next != "":
		case outcome.Kind == Lost && text != first:
			return Outcome{Reason: "redirects to " + text + ", which does not exist"}
		case outcome.Kind == Here && text != first:
			return Outcome{Kind: Moved, To: text}
		default:
			return outcome
		}

		text = next
	}

	return Outcome{Reason: "redirects in a circle"}
}

func isURL(text string) bool {
	return !strings.HasPrefix(text, "/")
}

// step returns the next address that a reader is sent to, or the outcome.
func (s *Snapshot) step(text string) (next string, outcome Outcome) {
	page, fragment, _ := strings.Cut(text, "#")
	p, ok := s.Pages[page]
	if !ok {
		return s.stepWithoutPage(page, fragment)
	}

	sign, hasSign := p.Signs[fragment]
	switch {
	case fragment != "" && hasSign && sign.To != "":
		return sign.To, Outcome{}
	case fragment != "" && hasSign:
		return "", Outcome{Kind: Retired, Reason: sign.Reason}
	case p.To != "":
		return withFragment(p.To, fragment), Outcome{}
	case p.IsRetired:
		return "", Outcome{Kind: Retired, Reason: p.Reason}
	case fragment == "" || p.ids[fragment]:
		return "", Outcome{Kind: Here}
	}

	return "", Outcome{}
}

// stepWithoutPage is step for an address that has no page.
func (s *Snapshot) stepWithoutPage(page, fragment string) (next string, outcome Outcome) {
	if to, ok := s.redirects.find(page); ok {
		return withFragment(s.absolute("/", to), fragment), Outcome{}
	}

	file := strings.Trim(address.Parse(page).Path, "/")
	if _, ok := s.Files[file]; ok && fragment == "" && file != "" {
		return "", Outcome{Kind: Here}
	}

	// Servers lead from the name of a file without a page to the folder of that name.
	if folder := page + "/"; !strings.HasSuffix(page, "/") && s.Pages[folder] != nil {
		return withFragment(folder, fragment), Outcome{}
	}

	return "", Outcome{}
}

// FindFile returns what a reader finds at the address of a file.
func (s *Snapshot) FindFile(name string) Outcome {
	at, err := pageAddress(name)
	if err != nil {
		return Outcome{}
	}

	return s.Find(at)
}

// withFragment adds the fragment of a request to the target of a redirect, as browsers do.
func withFragment(to, fragment string) string {
	if fragment == "" || strings.Contains(to, "#") {
		return to
	}

	return to + "#" + fragment
}

// absolute returns the address to which a link on a page leads: one of this site, in the form of package address, or a
// URL of another host. It is empty if the link is none.
func (s *Snapshot) absolute(page, link string) string {
	const here = "site.invalid"
	base := &url.URL{Scheme: "https", Host: here, Path: address.Parse(page).Path}
	u, err := base.Parse(strings.TrimSpace(link))
	if err != nil || link == "" {
		return ""
	}

	own, _ := url.Parse(s.Base)
	isOwn := u.Host == here
	if s.Base != "" && (isOwn && strings.HasPrefix(link, "/") || strings.EqualFold(u.Host, own.Host)) {
		rest, isBelow := strings.CutPrefix(u.Path+"/", own.Path)
		isOwn = isOwn || isBelow
		if isBelow {
			u.Path, u.RawPath = "/"+strings.TrimSuffix(rest, "/"), ""
		}
	}

	if !isOwn {
		return u.String()
	}

	fragment := u.Fragment
	escaped := strings.ReplaceAll((&url.URL{Path: u.Path}).EscapedPath(), "*", "%2A")
	clean, err := address.Clean(escaped)
	if err != nil {
		return ""
	}

	return withFragment(clean, fragment)
}

// resolve makes the addresses in the pages absolute, when the base is known.
func (s *Snapshot) resolve() {
	for at, p := range s.Pages {
		s.resolvePage(at, p)
	}
}

func (s *Snapshot) resolvePage(at string, p *Page) {
	if p.rawTo != "" {
		p.To = s.absolute(at, p.rawTo)
		if p.To == at {
			p.To = "" // it loads itself again
		}
	}

	for id, sign := range p.Signs {
		if sign.To != "" {
			sign.To = s.absolute(at, sign.To)
			p.Signs[id] = sign
		}
	}
}
