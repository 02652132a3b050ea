package leak

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// recorder is a test that records failures and runs its cleanup functions on request.
type recorder struct {
	testing.TB
	cleanups []func()
	failures []string
}

func (r *recorder) Helper() {}

func (r *recorder) Cleanup(f func()) {
	r.cleanups = append(r.cleanups, f)
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) end() {
	for _, f := range r.cleanups {
		f()
	}
}

func TestCheckAcceptsGoroutineThatEnds(t *testing.T) {
	older := make(chan struct{})
	go func() { <-older }()
	defer close(older)

	r := &recorder{TB: t}
	release := make(chan struct{})
	check(r, timeout)
	go func() { <-release }()
	close(release)
	r.end()

	if r.failures != nil {
		t.Errorf("failures %q", r.failures)
	}
}

func TestCheckReportsGoroutine(t *testing.T) {
	r := &recorder{TB: t}
	release := make(chan struct{})
	check(r, 50*time.Millisecond)
	go func() { <-release }()
	r.end()
	close(release)

	if len(r.failures) != 1 || !strings.Contains(r.failures[0], t.Name()) {
		t.Errorf("failures %q", r.failures)
	}
}
