package probe

import (
	"errors"
	"strings"
	"testing"
	"time"

	"signpost/checks"
)

// One look at the computer that fails, and one that hangs, keep no other from seeing.
func TestLooksFailAlone(t *testing.T) {
	p := &prober{now: time.Now(), facts: &checks.Facts{}}
	var failed, hung, seen int
	began := time.Now()
	p.takeAll([]look{
		into("a", &failed, func() (int, error) { return 1, errors.New("access is denied") }),
		into("b", &hung, func() (int, error) { select {} }),
		into("c", &seen, func() (int, error) { return 3, nil }),
	})
	if failed != 1 || hung != 0 || seen != 3 {
		t.Errorf("%d %d %d", failed, hung, seen)
	}
	var errs []string
	for _, e := range p.facts.Errors {
		errs = append(errs, e.Source+" "+e.Text)
	}

	if got := strings.Join(errs,
		"; "); got != "host a: access is denied; host b: no answer within the deadline" {
		t.Error(got)
	}
	if took := time.Since(began); took > 3*hostLimit {
		t.Errorf("took %v", took)
	}
}

func TestTheClockIsHeldAgainstTheProgram(t *testing.T) {
	facts := newProber(Options{
		Now: func() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) },
	}).facts
	if c := facts.Host.Clock; c == nil || c.Built.Before(checks.PolicyDate()) {
		t.Errorf("%+v", c)
	}
}
