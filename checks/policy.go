package checks

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"signpost/internal/strictyaml"
)

// policy is the content of policy.yaml: facts that change over time.
type policy struct {
	Updated       strictyaml.Date `yaml:"updated"`
	ActivityCodes activityCodes   `yaml:"activity_codes"`
	BlockedSeries []blockedSeries `yaml:"blocked_series"`
	Other         otherDevices    `yaml:"other_devices"`
	ExemptICBs    []exemptICB     `yaml:"exempt_icbs"`
	Software      []softwareRule  `yaml:"software"`
	SelfRenewal   selfRenewal     `yaml:"self_renewal"`
	Management    management      `yaml:"credential_management"`
	Browsers      browserRule     `yaml:"browsers"`
	Addresses     addresses       `yaml:"addresses"`
	Directory     directory       `yaml:"directory"`
}

// activityCodes are the permissions that registrations need.
type activityCodes struct {
	Source   string     `yaml:"source"`
	Required []activity `yaml:"required"`
	Position string     `yaml:"position"` // name of the position that should have all of them
}

type activity struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// blockedSeries is a card series that the NHS has blocked.
type blockedSeries struct {
	Name       string          `yaml:"name"`
	Series     string          `yaml:"series"`
	Historical string          `yaml:"historical"` // text in the historical bytes of the ATR
	From       strictyaml.Date `yaml:"from"`
	Source     string          `yaml:"source"`
}

// exemptICB is an integrated care board whose practices need no role for their ODS code.
type exemptICB struct {
	Code   string `yaml:"code"`
	Name   string `yaml:"name"`
	Source string `yaml:"source"`
}

// softwareRule states which versions of a program still work, and until when.
type softwareRule struct {
	Name      string          `yaml:"name"`
	Least     string          `yaml:"least"` // the first version that is not blocked
	Ends      strictyaml.Date `yaml:"ends"`  // the last day on which it works
	Successor string          `yaml:"successor"`
	Source    string          `yaml:"source"`
}

// selfRenewal is the number of days before expiry from which users can renew certificates themselves.
type selfRenewal struct {
	Days   int    `yaml:"days"`
	Source string `yaml:"source"`
}

// management contains the requirements of NHS Credential Management.
type management struct {
	Names   []string `yaml:"names"`   // under which it is installed, the newest first
	Service string   `yaml:"service"` // the Windows service that is part of it
	Port    int      `yaml:"port"`    // on which it listens for browsers
	DotNet  uint64   `yaml:"dotnet"`  // the lowest release of the .NET Framework
	Source  string   `yaml:"source"`
}

// browserRule states which default browsers work with NHS websites.
type browserRule struct {
	Source string            `yaml:"source"`
	Known  map[string]string `yaml:"known"` // names by the prefix of the ID in Windows
	Good   []string          `yaml:"good"`
	Bad    []string          `yaml:"bad"`
}

// addresses are the servers that smartcards need.
type addresses struct {
	Source string    `yaml:"source"`
	List   []address `yaml:"list"`
}

type address struct {
	Host     string `yaml:"host"`
	Purpose  string `yaml:"purpose"`
	Software string `yaml:"software"` // the only program that needs it; empty if all do
}

// directory is the national directory of organisations.
type directory struct {
	URL    string `yaml:"url"`  // without the code of an organisation
	Role   string `yaml:"role"` // the role of a GP practice
	Source string `yaml:"source"`

	CommissionedBy string `yaml:"commissioned_by"` // the relation of a practice to its sub-ICB location
	SubICB         string `yaml:"sub_icb"`         // the primary role of a sub-ICB location
	ICB            string `yaml:"icb"`             // the primary role of an ICB
}

//go:embed policy.yaml
var policySource []byte

// currentPolicy parses policy.yaml once. The file is part of the program, so a mistake in it is a bug.
var currentPolicy = sync.OnceValue(func() *policy {
	p := new(policy)
	if errs := strictyaml.Decode(policySource, 1, p); errs != nil {
		panic(fmt.Sprint("checks: policy.yaml: ", errs))
	}

	return p
})

// PolicyDate returns the day on which policy.yaml was last compared with its sources.
func PolicyDate() time.Time { return currentPolicy().Updated.Time }

// LocalPorts returns the ports on which smartcard software listens for the browser. [Ports] lists the open ones.
func LocalPorts() []int { return []int{currentPolicy().Management.Port} }

// Addresses returns the URLs of the servers that smartcards need. [Network] states which of them can be reached.
func Addresses() []string {
	var list []string
	for _, a := range currentPolicy().Addresses.List {
		list = append(list, "https://"+a.Host+"/")
	}

	return list
}

// DirectoryRelation identifies a relation between two organisations in the national directory.
type DirectoryRelation struct {
	// ID is the ID of the relation; empty for any.
	ID string
	// Role is the primary role of the other organisation.
	Role string
}

// RelationsToICB returns the relations from a practice to its ICB in the national directory, in order. The
// documentation does not state the ID of the last one, which is therefore empty.
func RelationsToICB() []DirectoryRelation {
	d := currentPolicy().Directory
	return []DirectoryRelation{
		{ID: d.CommissionedBy, Role: d.SubICB},
		{Role: d.ICB},
	}
}

// DirectoryURL returns the URL of the national directory, to which the code of an organisation is appended.
func DirectoryURL() string { return currentPolicy().Directory.URL }

// KnownICB reports whether a name or a code is that of an ICB with a rule in the policy.
func KnownICB(icb string) bool {
	_, found := currentPolicy().exempt(icb)
	return found
}

// exempt returns the rule that exempts the practices of an ICB from a role for their ODS code.
func (p *policy) exempt(icb string) (exemptICB, bool) {
	for _, e := range p.ExemptICBs {
		sameCode := strings.EqualFold(strings.TrimSpace(icb), e.Code)
		if sameCode || strings.Contains(strings.ToLower(icb), strings.ToLower(e.Name)) {
			return e, true
		}
	}

	return exemptICB{}, false
}
