package checks

import (
	"testing"
	"time"
)

func TestPolicyAge(t *testing.T) {
	for days, isOld := range map[int]bool{-1000: false, 0: false, 180: false, 182: true, 3000: true} {
		at := Origin{Time: PolicyDate().AddDate(0, 0, days)}
		for name, f := range map[string]*Facts{
			"service": {Service: &Service{Origin: at}},
			"host":    {Host: &Host{Origin: at}},
			"reader":  {Readers: []Reader{{Origin: Origin{Time: time.Time{}}}, {Origin: at}}},
		} {
			if got := PolicyAge(f); (got != "") != isOld {
				t.Errorf("%s after %d days: %q", name, days, got)
			}
		}
	}

	if got := PolicyAge(&Facts{}); got != "" {
		t.Errorf("without facts: %q", got)
	}
}
