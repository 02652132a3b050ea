package probe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/checks"
	"signpost/internal/testkit/leak"
)

// watchFor lets a watcher follow a service that fails after some waits. It returns the reports and the delays.
func watchFor(t *testing.T, f *fakeService, waits int) (reports []Listing, delays []time.Duration) {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()

	f.waitErr = append(f.waitErr, make([]error, max(waits-len(f.waitErr), 0))...)
	f.waitErr = append(f.waitErr, checks.CommError)
	w := watcher{
		report: func(l Listing) error {
			reports = append(reports, l)
			return nil
		},
		sleep: func(_ context.Context, d time.Duration) { delays = append(delays, d) },
	}

	if err := w.follow(ctx, f.establish); err != nil {
		t.Fatal(err)
	}

	if !f.released {
		t.Error("the service was not released")
	}

	return reports, delays
}

func TestWatcherReportsOnlyChanges(t *testing.T) {
	f := &fakeService{readers: []string{"Reader 0"}, states: []readerState{{state: checks.StatePresent}}}
	reports, delays := watchFor(t, f, 3)
	if len(reports) != 2 || reports[0].Readers[0].Name != "Reader 0" || reports[1].Service.Error != checks.CommError {
		t.Errorf("reported %+v", reports)
	}

	if want := []time.Duration{idleDelay, idleDelay, idleDelay, retryDelay}; !slices.Equal(delays, want) {
		t.Errorf("delays %v, want %v", delays, want)
	}
}

// A program that uses the card changes the state of the reader, and cardcheck is one itself. A card that was
// swapped changes only the counter.
func TestWatcherIgnoresUseOfTheCard(t *testing.T) {
	w := watcher{report: func(Listing) error { return nil }}
	one := []string{"Reader 0"}
	for _, tt := range []struct {
		name  string
		names []string
		state readerState
		want  bool
	}{
		{"at first", one, readerState{state: checks.StatePresent, swaps: 1}, true},
		{"in use", one, readerState{state: checks.StatePresent | checks.StateInUse, swaps: 1}, false},
		{
			"exclusive use",
			one,
			readerState{state: checks.StatePresent | checks.StateInUse | checks.StateExclusive, swaps: 1},
			false,
		},
		{"swapped", one, readerState{state: checks.StatePresent, swaps: 3}, true},
		{
			"another kind of card",
			one,
			readerState{
				state: checks.StatePresent,
				swaps: 3,
				atr:   []byte{0x3B},
			},
			true,
		},
		{"taken out", one, readerState{state: checks.StateEmpty, swaps: 4}, true},
		{"unplugged", nil, readerState{}, true},
		{"still unplugged", nil, readerState{}, false},
	} {
		changed, err := w.update(tt.names, []readerState{tt.state}[:len(tt.names)])
		if err != nil || changed != tt.want {
			t.Errorf("%s: changed is %v, %v", tt.name, changed, err)
		}
	}
}

func TestWatcherContinuesAfterAnUnpluggedReader(t *testing.T) {
	f := &fakeService{
		readers:   []string{"Reader 0"},
		states:    []readerState{{}},
		statesErr: []error{checks.UnknownReader},
		waitErr:   []error{checks.UnknownReader, nil},
	}

	reports, _ := watchFor(t, f, 2)
	if len(reports) != 2 || reports[0].Service.Error != 0 {
		t.Errorf("reported %+v", reports)
	}
}

func TestWatcherStopsIfItCannotReport(t *testing.T) {
	broken := errors.New("broken pipe")
	w := watcher{report: func(Listing) error { return broken }, sleep: sleep}
	if err := w.follow(t.Context(), (&fakeService{}).establish); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// followed returns what Watch reports with a shell in place of the child. It stops after want reports.
func followed(t *testing.T, script string, want int) (reports []*checks.Facts, err error) {
	t.Helper()

	leak.Check(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	options := Options{
		Child: []string{
			"sh",
			"-c",
			`echo '{"connected":true,"exchanges":[{"name":"SELECT PIV","answer":"90 00"}]}'`,
		},
		Timeout: time.Second,
		Now:     time.Now,
		Env:     func(string) string { return "" },
	}

	err = Watch(ctx, []string{"sh", "-c", script}, options, func(f *checks.Facts) {
		reports = append(reports, f)
		if len(reports) == want {
			cancel()
		}
	})

	return reports, err
}

func TestWatchReadsTheCards(t *testing.T) {
	reports, err := followed(t, `echo '{"readers":[{"name":"A","state":"0x0022"}]}'; exec sleep 60`, 1)
	if err != nil || len(reports) != 1 || !reports[0].Readers[0].Connected ||
		reports[0].Readers[0].Source != "pcsc" {
		t.Errorf("%v, %s", err, jsonOf(reports))
	}
}

func TestWatchRestartsTheChild(t *testing.T) {
	reports, err := followed(t, `echo '{"service":{"error":"0x8010001D"}}'`, 2)
	if err != nil || len(reports) != 2 || reports[1].Service.Error != checks.NoService {
		t.Errorf("%v, %s", err, jsonOf(reports))
	}
}

func TestWatchStopsIfTheChildNeverWorks(t *testing.T) {
	for _, script := range []string{"exit 2", "true"} {
		reports, err := followed(t, script, 1)
		if err == nil || !strings.Contains(err.Error(), "watch readers: ") ||
			strings.Contains(err.Error(), "nil") || len(reports) > 0 {
			t.Errorf("%s: %v, %s", script, err, jsonOf(reports))
		}
	}
}
