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

//go:embed policy.yaml
var policySource []byte

// currentPolicy reads policy.yaml once. It is part of the program, so a mistake in it is the program's.
var currentPolicy = sync.OnceValue(func() *policy {
	p := new(policy)
	if problems := strictyaml.Decode("policy.yaml", 1, policySource, p); len(problems) > 0 {
		panic(fmt.Sprint("checks: ", problems))
	}
	return p
})

// PolicyDate is the day on which the facts that age were last held against their sources.
func PolicyDate() time.Time { return currentPolicy().Updated.Time }

// exempt finds the rule by which practices of this ICB need no role for their ODS code.
func (p *policy) exempt(icb string) (exemptICB, bool) {
	for _, e := range p.ExemptICBs {
		if strings.EqualFold(strings.TrimSpace(icb), e.Code) || strings.Contains(strings.ToLower(icb), strings.ToLower(e.Name)) {
			return e, true
		}
	}
	return exemptICB{}, false
}
