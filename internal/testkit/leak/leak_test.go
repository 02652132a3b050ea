package leak

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// recorder is a test whose end and failures are looked at.
type recorder struct {
	testing.TB
	ends   []func()
	failed []string
}

func (r *recorder) Helper()            {}
func (r *recorder) Cleanup(end func()) { r.ends = append(r.ends, end) }

func (r *recorder) Errorf(format string, args ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}

func TestCheck(t *testing.T) {
	elder := make(chan struct{})
	go func() { <-elder }()
	defer close(elder)
	for name, tt := range map[string]struct {
		left bool
		want int
	}{"what ends a little later": {false, 0}, "what does not end": {true, 1}} {
		r, release := &recorder{TB: t}, make(chan struct{})
		limit := patience
		if tt.left {
			limit = 50 * time.Millisecond
		}
		check(r, limit)
		go func() { <-release }()
		if !tt.left {
			close(release)
		}
		for _, end := range r.ends {
			end()
		}
		if tt.left {
			close(release)
		}
		if len(r.failed) != tt.want || tt.want > 0 && !strings.Contains(r.failed[0], "TestCheck") {
			t.Errorf("%s: %q", name, r.failed)
		}
	}
}
