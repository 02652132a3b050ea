package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"signpost/checks/card"
)

// Redact is a copy of the facts without what tells who somebody is: of card ids only the last three digits are left, names of people, users and
// computers are gone wherever they stand, and so is whatever stood in quotes in a message. The checks decide the same on the copy.
func Redact(f *Facts) *Facts {
	c := *f
	c.Readers = slices.Clone(f.Readers)
	for i := range c.Readers {
		c.Readers[i].Content = redactedCard(c.Readers[i].Content)
	}
	if f.Setup != nil {
		c.Setup = f.Setup.redacted()
	}
	if f.Identity != nil {
		c.Identity = f.Identity.redacted()
	}
	if f.Host != nil {
		c.Host = f.Host.redacted()
	}
	c.Asked = slices.Clone(f.Asked)
	for i := range c.Asked {
		if !compared[c.Asked[i].Question] {
			c.Asked[i].Answer = scrub(c.Asked[i].Answer)
		}
	}
	c.Errors = slices.Clone(f.Errors)
	for i := range c.Errors {
		c.Errors[i].Text = scrub(c.Errors[i].Text)
	}
	return rewrite(&c, hider(f.secrets()))
}

// redacted leaves of the network what is the same everywhere: the public names that were called, and how far each call came.
func (h *Host) redacted() *Host {
	c := *h
	c.Name, c.User = "", ""
	if h.Network != nil {
		c.Network = h.Network.redacted()
	}
	if h.Directory != nil {
		directory := *h.Directory
		directory.Error = withoutAddresses(directory.Error)
		c.Directory = &directory
	}
	return &c
}

func (n *Network) redacted() *Network {
	c := *n
	if n.Proxy != "" {
		c.Proxy = "..."
	}
	c.Addresses = slices.Clone(n.Addresses)
	for i := range c.Addresses {
		c.Addresses[i].Error = withoutAddresses(c.Addresses[i].Error)
	}
	return &c
}

// withoutAddresses takes out of the message of a network what tells where it is.
func withoutAddresses(text string) string { return ipAddress.ReplaceAllString(scrub(text), "...") }

// ipAddress is looked for where no version of a program can stand, which looks the same.
var ipAddress = regexp.MustCompile(`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b|\[[0-9A-Fa-f:.]+(?:%[^\]]*)?\]`)

// redactedCard leaves what the checks look at: how long certificates are valid, who issued them, the end of the holder's id.
func redactedCard(content *card.Content) *card.Content {
	if content == nil {
		return nil
	}
	c := *content
	if c.PIV != nil {
		piv := *c.PIV
		piv.GUID, piv.Certificates = "", redactedCertificates(piv.Certificates)
		c.PIV = &piv
	}
	if c.PKCS15 != nil {
		files := *c.PKCS15
		files.Label, files.Serial, files.Certificates = "", "", redactedCertificates(files.Certificates)
		c.PKCS15 = &files
	}
	if c.CAC != nil {
		c.CAC = &card.CAC{Certificates: redactedCertificates(c.CAC.Certificates)}
	}
	return &c
}

// compared are the questions whose answers the checks hold against the set-up: neither is anybody's secret.
var compared = map[string]bool{emisCDBCheck.ID: true, systmOneProfileCheck.ID: true}

func redactedCertificates(list []card.Certificate) []card.Certificate {
	list = slices.Clone(list)
	for i := range list {
		c := &list[i]
		if c.Issuer == c.Subject { // signed by its holder
			c.Issuer = ""
		}
		if !pivSlot.MatchString(c.Place) {
			c.Place = fmt.Sprint(i + 1) // labels are free text, and may be the holder's name
		}
		c.Subject, c.ID, c.Issuer, c.Error = "", maskID(c.ID), scrub(c.Issuer), scrub(c.Error)
	}
	return list
}

var pivSlot = regexp.MustCompile(`^9[A-E]$`)

func (s *Setup) redacted() *Setup {
	c := *s
	c.File = base(s.File)
	c.Smartcards = maskIDs(s.Smartcards)
	c.EMIS.Accounts = s.EMIS.anonymous()
	c.Mistakes = slices.Clone(s.Mistakes)
	for i := range c.Mistakes {
		c.Mistakes[i].Text, c.Mistakes[i].Hint = scrub(c.Mistakes[i].Text), scrub(c.Mistakes[i].Hint)
	}
	return &c
}

// anonymous keeps what the checks look at: how many there are, which are blank and which are the same.
func (e EMIS) anonymous() []string {
	accounts := slices.Clone(e.Accounts)
	numbers := map[string]int{}
	for i, account := range accounts {
		name := strings.ToLower(strings.TrimSpace(account))
		if name == "" {
			continue
		}
		if numbers[name] == 0 {
			numbers[name] = i + 1
		}
		accounts[i] = fmt.Sprintf("account-%d", numbers[name])
	}
	return accounts
}

func (i *Identity) redacted() *Identity {
	c := *i
	c.File, c.Name, c.Error = base(i.File), "", scrub(i.Error)
	c.IDs = maskIDs(i.IDs)
	c.Roles = slices.Clone(i.Roles)
	for n := range c.Roles {
		c.Roles[n].Organisation = "" // many bear the name of their doctor; the ODS code says which it is
	}
	return &c
}

func maskIDs(ids []string) []string {
	masked := slices.Clone(ids)
	for i, id := range masked {
		masked[i] = maskID(id)
	}
	return masked
}

// maskID leaves the last three digits, by which people recognise their own card.
func maskID(id string) string {
	runes := []rune(id)
	for i := range max(len(runes)-3, 0) {
		runes[i] = '*'
	}
	return string(runes)
}

// sameCard compares two card ids, either of which may be masked.
func sameCard(a, b string) bool {
	if strings.HasPrefix(a, "*") || strings.HasPrefix(b, "*") {
		return maskID(a) == maskID(b)
	}
	return a == b
}

var (
	quoted = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	longID = regexp.MustCompile(`[0-9]{6,}`)
)

// scrub takes out of a message what may have come from the user's files.
func scrub(text string) string {
	return longID.ReplaceAllStringFunc(quoted.ReplaceAllString(text, `"..."`), maskID)
}

// base is the last part of a path of any system: the folders before it hold the user's name.
func base(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}
