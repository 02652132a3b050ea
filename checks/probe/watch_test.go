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

// watchedFor lets a watcher follow a service that is gone after so many waits, and gives what it told and how it
// rested.
func watchedFor(t *testing.T, f *fakeService, waits int) (told []Listing, rests []time.Duration) {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()

	f.waitErr = append(f.waitErr, make([]error, max(waits-len(f.waitErr), 0))...)
	f.waitErr = append(f.waitErr, checks.CommError)
	w := watcher{
		report: func(l Listing) error { told = append(told, l); return nil },
		rest:   func(_ context.Context, d time.Duration) { rests = append(rests, d) },
	}
	if err := w.follow(ctx, f.establish); err != nil {
		t.Fatal(err)
	}
	if !f.released {
		t.Error("the service was not released")
	}
	return told, rests
}

func TestWatcherTellsOnlyWhatChanged(t *testing.T) {
	f := &fakeService{readers: []string{"Reader 0"}, states: []readerState{{state: checks.StatePresent}}}
	told, rests := watchedFor(t, f, 3)
	if len(told) != 2 || told[0].Readers[0].Name != "Reader 0" || told[1].Service.Error != checks.CommError {
		t.Errorf("told %+v", told)
	}
	if want := []time.Duration{blink, blink, blink, pause}; !slices.Equal(rests, want) {
		t.Errorf("rested %v, want %v", rests, want)
	}
}

// A program that uses the card changes its state, and cardcheck itself is one; a card that was swapped does not.
func TestWatcherKnowsWhatMatters(t *testing.T) {
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
			"held",
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
		changed, err := w.tell(tt.names, []readerState{tt.state}[:len(tt.names)])
		if err != nil || changed != tt.want {
			t.Errorf("%s: changed is %v, %v", tt.name, changed, err)
		}
	}
}

func TestWatcherGetsOverAnUnpluggedReader(t *testing.T) {
	f := &fakeService{
		readers:   []string{"Reader 0"},
		states:    []readerState{{}},
		statesErr: []error{checks.UnknownReader},
		waitErr:   []error{checks.UnknownReader, nil},
	}
	told, _ := watchedFor(t, f, 2)
	if len(told) != 2 || told[0].Service.Error != 0 {
		t.Errorf("told %+v", told)
	}
}

func TestWatcherStopsWhenNobodyReads(t *testing.T) {
	broken := errors.New("broken pipe")
	w := watcher{report: func(Listing) error { return broken }, rest: rest}
	if err := w.follow(t.Context(), (&fakeService{}).establish); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// followed is what Watch reports with a shell in place of the child, until it has reported as often as is wanted.
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
		if reports = append(reports, f); len(reports) == want {
			cancel()
		}
	})
	return reports, err
}

func TestWatchAsksTheCards(t *testing.T) {
	reports, err := followed(t, `echo '{"readers":[{"name":"A","state":"0x0022"}]}'; exec sleep 60`, 1)
	if err != nil || len(reports) != 1 || !reports[0].Readers[0].Connected ||
		reports[0].Readers[0].Source != "pcsc" {
		t.Errorf("%v, %s", err, jsonOf(reports))
	}
}

func TestWatchStartsAChildThatDiedAgain(t *testing.T) {
	reports, err := followed(t, `echo '{"service":{"error":"0x8010001D"}}'`, 2)
	if err != nil || len(reports) != 2 || reports[1].Service.Error != checks.NoService {
		t.Errorf("%v, %s", err, jsonOf(reports))
	}
}

func TestWatchGivesUpOnAChildThatNeverWorks(t *testing.T) {
	for _, script := range []string{"exit 2", "true"} {
		reports, err := followed(t, script, 1)
		if err == nil || !strings.Contains(err.Error(), "watching readers does not work: ") ||
			strings.Contains(err.Error(), "nil") || len(reports) > 0 {
			t.Errorf("%s: %v, %s", script, err, jsonOf(reports))
		}
	}
}
