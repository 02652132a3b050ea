package checks

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"signpost/internal/strictyaml"
)

// policy is policy.yaml: the facts that age.
type policy struct {
	Updated       strictyaml.Date `yaml:"updated"`
	ActivityCodes activityCodes   `yaml:"activity_codes"`
	BlockedSeries []blockedSeries `yaml:"blocked_series"`
	ExemptICBs    []exemptICB     `yaml:"exempt_icbs"`
	Software      []softwareRule  `yaml:"software"`
	SelfRenewal   selfRenewal     `yaml:"self_renewal"`
	Management    management      `yaml:"credential_management"`
	Browsers      browserRule     `yaml:"browsers"`
	Addresses     addresses       `yaml:"addresses"`
	Directory     directory       `yaml:"directory"`
}

type activityCodes struct {
	Source   string     `yaml:"source"`
	Required []activity `yaml:"required"`
	Position string     `yaml:"position"` // name of the position that should carry them all
}

type activity struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

type blockedSeries struct {
	Name       string          `yaml:"name"`
	Series     string          `yaml:"series"`
	Historical string          `yaml:"historical"` // text in the historical bytes of the ATR
	From       strictyaml.Date `yaml:"from"`
	Source     string          `yaml:"source"`
}

type exemptICB struct {
	Code   string `yaml:"code"`
	Name   string `yaml:"name"`
	Source string `yaml:"source"`
}

type softwareRule struct {
	Name      string          `yaml:"name"`
	Least     string          `yaml:"least"` // the first version that is not blocked
	Ends      strictyaml.Date `yaml:"ends"`  // the last day on which it works
	Successor string          `yaml:"successor"`
	Source    string          `yaml:"source"`
}

// selfRenewal is how long before the end people can renew certificates themselves.
type selfRenewal struct {
	Days   int    `yaml:"days"`
	Source string `yaml:"source"`
}

// management is what NHS Credential Management needs of a computer.
type management struct {
	Names   []string `yaml:"names"`   // by which it is installed, the newest first
	Service string   `yaml:"service"` // of Windows that is part of it
	Port    int      `yaml:"port"`    // on which it waits for browsers
	DotNet  uint64   `yaml:"dotnet"`  // the least release of the .NET Framework
	Source  string   `yaml:"source"`
}

type browserRule struct {
	Source string            `yaml:"source"`
	Known  map[string]string `yaml:"known"` // name by the beginning of the id that Windows gives
	Good   []string          `yaml:"good"`
	Bad    []string          `yaml:"bad"`
}

type addresses struct {
	Source string    `yaml:"source"`
	List   []address `yaml:"list"`
}

type address struct {
	Host     string `yaml:"host"`
	Purpose  string `yaml:"purpose"`
	Software string `yaml:"software"` // the only one that needs it; empty when all do
}

// directory is the national directory of organisations.
type directory struct {
	URL    string `yaml:"url"`  // without the code of an organisation
	Role   string `yaml:"role"` // that makes an organisation a GP practice
	Source string `yaml:"source"`

	CommissionedBy string `yaml:"commissioned_by"` // the relation of a practice to its sub-ICB location
	SubICB         string `yaml:"sub_icb"`         // the primary role of such a location
	ICB            string `yaml:"icb"`             // the primary role of an ICB
}

//go:embed policy.yaml
var policySource []byte

// currentPolicy reads policy.yaml once. It is part of the program, so a mistake in it is the program's.
var currentPolicy = sync.OnceValue(func() *policy {
	p := new(policy)
	if errs := strictyaml.Decode(policySource, 1, p); errs != nil {
		panic(fmt.Sprint("checks: policy.yaml: ", errs))
	}
	return p
})

// PolicyDate is the day on which the facts that age were last held against their sources.
func PolicyDate() time.Time { return currentPolicy().Updated.Time }

// LocalPorts is where programs of this computer wait for the browser, and where [Ports] looks.
func LocalPorts() []int { return []int{currentPolicy().Management.Port} }

// Addresses is those of the servers that smartcards need, for [Network] to try.
func Addresses() []string {
	var list []string
	for _, a := range currentPolicy().Addresses.List {
		list = append(list, "https://"+a.Host+"/")
	}
	return list
}

// DirectoryRelation is what leads from an organisation to another in the directory.
type DirectoryRelation struct {
	ID   string // of the relation; empty for any
	Role string // the primary role of the other
}

// WayToICB is what leads from a practice to its ICB in the directory, one after the other. Which relation binds the last two is not
// published where the other is, so any counts.
func WayToICB() []DirectoryRelation {
	d := currentPolicy().Directory
	return []DirectoryRelation{{d.CommissionedBy, d.SubICB}, {"", d.ICB}}
}

// DirectoryURL is where the directory of organisations answers; the code of one is added to it.
func DirectoryURL() string { return currentPolicy().Directory.URL }

// exempt finds the rule by which practices of this ICB need no role for their ODS code.
func (p *policy) exempt(icb string) (exemptICB, bool) {
	for _, e := range p.ExemptICBs {
		if strings.EqualFold(strings.TrimSpace(icb), e.Code) || strings.Contains(strings.ToLower(icb), strings.ToLower(e.Name)) {
			return e, true
		}
	}
	return exemptICB{}, false
}
