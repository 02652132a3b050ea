package checks

import (
	"strings"
	"testing"
)

func TestPolicyIsComplete(t *testing.T) {
	p := currentPolicy()

	if len(p.ActivityCodes.Required) != 9 || p.ActivityCodes.Source == "" || p.ActivityCodes.Position == "" {
		t.Errorf("activity codes: %+v", p.ActivityCodes)
	}

	if p.Updated.IsZero() {
		t.Error("updated is missing")
	}

	if p.SelfRenewal.Days == 0 || p.SelfRenewal.Source == "" {
		t.Errorf("self-renewal: %+v", p.SelfRenewal)
	}

	m := p.Management
	if len(m.Names) == 0 || m.Service == "" || m.Port == 0 || m.DotNet == 0 || m.Source == "" {
		t.Errorf("NHS Credential Management: %+v", m)
	}

	if p.Browsers.Source == "" {
		t.Errorf("browsers: %+v", p.Browsers)
	}

	if p.Directory.Source == "" || !strings.HasPrefix(p.Directory.URL, "https://") {
		t.Errorf("directory: %+v", p.Directory)
	}
}

func TestPolicyListsAreComplete(t *testing.T) {
	p := currentPolicy()

	for _, b := range p.BlockedSeries {
		if b.Historical == "" || b.From.IsZero() || b.Source == "" {
			t.Errorf("blocked series: %+v", b)
		}
	}

	for _, s := range p.Software {
		if s.Name == "" || s.Least == "" || s.Ends.IsZero() || s.Successor == "" || s.Source == "" {
			t.Errorf("software: %+v", s)
		}
	}

	if p.Addresses.Source == "" || len(p.Addresses.List) < 4 {
		t.Errorf("addresses: %+v", p.Addresses)
	}

	for _, a := range p.Addresses.List {
		if a.Host == "" || a.Purpose == "" {
			t.Errorf("address: %+v", a)
		}
	}

	for _, e := range p.ExemptICBs {
		if e.Code == "" || e.Name == "" || e.Source == "" {
			t.Errorf("exempt ICB: %+v", e)
		}
	}
}
