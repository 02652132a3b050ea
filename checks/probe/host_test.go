package probe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"signpost/checks"
)

// An observation that fails, and one that hangs, do not affect the others.
func TestObservationsFailIndependently(t *testing.T) {
	p := &prober{now: time.Now(), facts: &checks.Facts{}}
	var failed, hung, seen int
	began := time.Now()
	p.observeAll(t.Context(), []observation{
		storeIn("a", &failed, func() (int, error) { return 1, errors.New("access is denied") }),
		storeIn("b", &hung, func() (int, error) { select {} }),
		storeIn("c", &seen, func() (int, error) { return 3, nil }),
	})

	if failed != 1 || hung != 0 || seen != 3 {
		t.Errorf("%d %d %d", failed, hung, seen)
	}

	var errs []string
	for _, e := range p.facts.Errors {
		errs = append(errs, e.Source+" "+e.Text)
	}

	want := "host a: access is denied; host b: no answer before the time limit"
	if got := strings.Join(errs, "; "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	if took := time.Since(began); took > 3*hostLimit {
		t.Errorf("took %v", took)
	}
}

func TestClockIsComparedWithTheBuild(t *testing.T) {
	facts := newProber(t.Context(), Options{
		Now: func() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) },
	}).facts

	if c := facts.Host.Clock; c == nil || c.Built.Before(checks.PolicyDate()) {
		t.Errorf("%+v", c)
	}
}

func TestWithLimit(t *testing.T) {
	hang := make(chan int)
	defer close(hang)

	wait := func() (int, error) { return <-hang, nil }
	if _, err := withLimit(t.Context(), 10*time.Millisecond, wait); !errors.Is(err, errSilence) {
		t.Errorf("hangs: %v", err)
	}

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := withLimit(cancelled, time.Minute, wait); !errors.Is(err, errSilence) {
		t.Errorf("cancelled: %v", err)
	}

	n, err := withLimit(t.Context(), time.Minute, func() (int, error) { return 7, nil })
	if n != 7 || err != nil {
		t.Errorf("returns: %d, %v", n, err)
	}
}
