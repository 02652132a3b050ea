package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"signpost/checks/card"
)

// Redact returns a copy of the facts without personal data: of the IDs of cards and users only the last three
// digits are left; the names of people, users and computers are removed from every text, and so is everything in
// quotes in messages. The checks decide the same on the copy.
func Redact(f *Facts) *Facts {
	c := *f
	hide := new(tokens)
	c.Readers = slices.Clone(f.Readers)
	for i := range c.Readers {
		c.Readers[i].Content = redactedCard(c.Readers[i].Content)
	}

	if f.Setup != nil {
		c.Setup = f.Setup.redacted(hide)
	}

	if f.Identity != nil {
		c.Identity = f.Identity.redacted(hide)
	}

	if f.Host != nil {
		c.Host = f.Host.redacted()
	}

	c.Asked = redactedAnswers(f)
	isChosen := func(r Reader) bool {
		return strings.Contains(strings.ToLower(r.Name), strings.ToLower(f.Chosen))
	}
	if f.Chosen != "" && !slices.ContainsFunc(f.Readers, isChosen) {
		c.Chosen = hidden // not the name of a reader
	}

	c.Errors = slices.Clone(f.Errors)
	for i := range c.Errors {
		c.Errors[i].Text = scrub(c.Errors[i].Text)
	}

	return rewrite(&c, hider(f.secrets()))
}

// redactedAnswers keeps answers with yes or no, and how the others compare with the set-up.
func redactedAnswers(f *Facts) []Answer {
	profile := ""
	if f.Setup != nil {
		profile = f.Setup.SystmOne.Profile
	}

	list := slices.Clone(f.Asked)
	for i := range list {
		a := &list[i]
		a.Question = allowed(a.Question)
		switch {
		case a.Question == emisCDBID:
			a.Answer = redactedNumber(a.Answer)
		case a.Question == systmOneProfileID:
			a.Answer = redactedShown(a.Answer, profile)
		case a.Answer != Yes && a.Answer != No:
			a.Answer = hidden
		}
	}

	return list
}

// redacted keeps only what is the same in every network: the public addresses, and the stage that each attempt
// reached.
func (h *Host) redacted() *Host {
	c := *h
	c.Name, c.User = "", ""
	if h.Network != nil {
		c.Network = h.Network.redacted()
	}

	if h.Directory != nil {
		directory := *h.Directory
		directory.Error = withoutAddresses(directory.Error)
		directory.Name = allowed(directory.Name) // many contain a doctor's name
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

// withoutAddresses removes everything from a network error that identifies the network.
func withoutAddresses(text string) string { return ipAddress.ReplaceAllString(scrub(text), "...") }

// ipAddress also matches versions of programs, so it is only used for texts that contain none.
var ipAddress = regexp.MustCompile(`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b|\[[0-9A-Fa-f:.]+(?:%[^\]]*)?\]`)

// redactedCard keeps what the checks need: the validity of certificates, their issuers, and the last digits of the
// cardholder's ID.
func redactedCard(content *card.Content) *card.Content {
	if content == nil {
		return nil
	}

	c := *content
	if c.PIV != nil {
		piv := *c.PIV
		piv.GUID = ""
		piv.Certificates = redactedCertificates(piv.Certificates)
		c.PIV = &piv
	}

	if c.PKCS15 != nil {
		files := *c.PKCS15
		files.Label, files.Serial = "", ""
		files.Certificates = redactedCertificates(files.Certificates)
		c.PKCS15 = &files
	}

	if c.CAC != nil {
		c.CAC = &card.CAC{Certificates: redactedCertificates(c.CAC.Certificates)}
	}

	return &c
}

func redactedCertificates(list []card.Certificate) []card.Certificate {
	list = slices.Clone(list)
	for i := range list {
		c := &list[i]
		if c.Issuer == c.Subject { // signed by its holder
			c.Issuer = ""
		}

		if !pivSlot.MatchString(c.Place) {
			c.Place = fmt.Sprint(i + 1) // labels are free text and may contain the holder's name
		}

		c.Subject, c.Serial, c.Fingerprint = "", "", ""
		c.ID = maskID(c.ID)
		c.Issuer = scrub(c.Issuer)
		c.Error = scrub(c.Error)
	}

	return list
}

var pivSlot = regexp.MustCompile(`^9[A-E]$`)

func (s *Setup) redacted(hide *tokens) *Setup {
	c := *s
	c.File = allowed(base(s.File))
	c.Name = "" // no check needs it
	c.ODSCode = hide.allowedCode(s.ODSCode, organisationCode)
	c.ICB = allowed(s.ICB)
	c.ClinicalSystem = allowed(s.ClinicalSystem)
	c.Software = allowed(s.Software)
	c.EMIS.CDB = redactedNumber(s.EMIS.CDB)
	c.SystmOne.Profile = redactedProfile(s.SystmOne.Profile)
	c.Smartcards = maskIDs(s.Smartcards)
	c.EMIS.Accounts = s.EMIS.anonymous()
	c.Mistakes = slices.Clone(s.Mistakes)
	for i := range c.Mistakes {
		c.Mistakes[i].Text = scrub(c.Mistakes[i].Text)
		c.Mistakes[i].Hint = scrub(c.Mistakes[i].Hint)
	}

	return &c
}

// anonymous keeps what the checks need: the number of accounts, and which are blank or the same.
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

func (i *Identity) redacted(hide *tokens) *Identity {
	c := *i
	c.File = allowed(base(i.File))
	c.Form = allowed(i.Form)
	c.Name = ""
	c.Error = scrub(i.Error)
	c.IDs = maskIDs(i.IDs)
	c.Roles = slices.Clone(i.Roles)
	for n := range c.Roles {
		r := &c.Roles[n]
		r.Organisation = "" // many contain a doctor's name; the ODS code identifies it
		r.ODSCode = hide.allowedCode(r.ODSCode, organisationCode)
		r.Name, r.Code = allowed(r.Name), allowed(r.Code)
		r.ActivityCodes = slices.Clone(r.ActivityCodes)
		for a, code := range r.ActivityCodes {
			r.ActivityCodes[a] = allowed(code)
		}
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

// maskID keeps the last three digits, by which users recognise their own card.
func maskID(id string) string {
	runes := []rune(id)
	for i := range max(len(runes)-3, 0) {
		runes[i] = '*'
	}

	return string(runes)
}

// sameCard compares two card IDs, each of which may be masked.
func sameCard(a, b string) bool {
	if strings.HasPrefix(a, "*") || strings.HasPrefix(b, "*") {
		return maskID(a) == maskID(b)
	}

	return a == b
}

var (
	quoted = regexp.MustCompile("`[^`]*`" + `|"(?:[^"\\]|\\.)*"|'[^']*'`)
	longID = regexp.MustCompile(`[0-9]{6,}`)
)

// scrub removes text that may have come from the user's files.
func scrub(text string) string {
	return longID.ReplaceAllStringFunc(quoted.ReplaceAllString(text, `"..."`), maskID)
}

// base returns the last element of a path from any system, since the folders can contain the user's name.
func base(path string) string {
	return path[strings.LastIndexAny(path, `/\`)+1:]
}
