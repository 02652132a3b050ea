package main

import (
	"slices"
	"testing"
	"time"

	"signpost/checks"
	"signpost/checks/probe"
)

// Only a card that was not read completely gets more time, and not without end.
func TestMoreTimeForSlowCards(t *testing.T) {
	options := probe.Options{Timeout: 2 * time.Second, Child: probeCardCommandLine("cardcheck", 2*time.Second)}
	slow := &checks.Facts{Readers: []checks.Reader{{}, {Slow: true}}}
	silent := &checks.Facts{Readers: []checks.Reader{{Unfinished: checks.StepConnect}}}
	for _, facts := range []*checks.Facts{nil, {}, silent} {
		if got := withMoreTime(options, facts); got.Timeout != options.Timeout {
			t.Errorf("%+v: %v", facts, got.Timeout)
		}
	}

	for _, want := range []time.Duration{8 * time.Second, 15 * time.Second, 15 * time.Second} {
		options = withMoreTime(options, slow)
		if options.Timeout != want || !slices.Contains(options.Child, want.String()) {
			t.Errorf("got %v and %q, want %v", options.Timeout, options.Child, want)
		}
	}
}
