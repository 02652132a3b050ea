package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/checks"
	"signpost/checks/card"
	"signpost/internal/codes"
)

// fakeService is a smartcard service with the results of a test table. The real service cannot be made to return
// them with the virtual reader.
type fakeService struct {
	readers    []string
	readersErr error
	states     []readerState
	statesErr  []error // of one call after the other
	connectErr []error // of one call after the other
	session    *fakeSession
	released   bool
	waitErr    []error // of one call after the other
	waits      int
}

func (f *fakeService) Readers() ([]string, error) { return f.readers, f.readersErr }

func (f *fakeService) States([]string) ([]readerState, error) { return f.states, next(&f.statesErr) }

func (f *fakeService) Connect(string) (session, error) {
	if err := next(&f.connectErr); err != nil {
		return nil, err
	}

	return f.session, nil
}

func (f *fakeService) Wait(time.Duration) error {
	f.waits++
	return next(&f.waitErr)
}

func (f *fakeService) Release() { f.released = true }

// next removes and returns the first error of a list. If the list is empty, it returns nil.
func next(errs *[]error) error {
	if len(*errs) == 0 {
		return nil
	}

	err := (*errs)[0]
	*errs = (*errs)[1:]

	return err
}

type fakeSession struct {
	answer       []byte
	beginErr     []error
	transmitErr  []error
	reconnectErr []error
	reconnects   int
	overT0       bool
	closed       bool
}

func (f *fakeSession) Begin() error                    { return next(&f.beginErr) }
func (f *fakeSession) Transmit([]byte) ([]byte, error) { return f.answer, next(&f.transmitErr) }
func (f *fakeSession) OverT0() bool                    { return f.overT0 }
func (f *fakeSession) Reconnect() error                { f.reconnects++; return next(&f.reconnectErr) }
func (f *fakeSession) Close()                          { f.closed = true }

func (f *fakeService) establish() (service, error) { return f, nil }

func TestList(t *testing.T) {
	one := []string{"Reader 0"}
	tests := []struct {
		name string
		fake fakeService
		want Listing
	}{
		{"no reader", fakeService{readersErr: checks.NoReaders}, Listing{Readers: []checks.Reader{}}},
		{
			"list fails",
			fakeService{readersErr: checks.ServiceStopped},
			Listing{Service: checks.Service{Error: checks.ServiceStopped}},
		},
		{
			"service dies",
			fakeService{readers: one, statesErr: []error{checks.CommError}},
			Listing{Service: checks.Service{Error: checks.CommError}},
		},
		{
			"error without a number",
			fakeService{readersErr: errors.New("odd")},
			Listing{Service: checks.Service{Error: checks.InternalError}},
		},
		{
			"reader unavailable", fakeService{
				readers: one,
				states:  []readerState{{state: checks.StateUnavailable}},
			},
			Listing{Readers: []checks.Reader{{Name: "Reader 0", State: checks.StateUnavailable}}},
		},
		{
			"unknown reader once",
			fakeService{
				readers:   one,
				statesErr: []error{checks.UnknownReader},
				states:    []readerState{{state: checks.StatePresent, atr: []byte{0x3B, 0x00}}},
			},
			Listing{Readers: []checks.Reader{{
				Name:  "Reader 0",
				State: checks.StatePresent,
				ATR:   "3B 00",
			}}},
		},
		{
			"unknown reader twice", fakeService{
				readers:   one,
				statesErr: []error{checks.UnknownReader, checks.UnknownReader},
			},
			Listing{Service: checks.Service{Error: checks.UnknownReader}},
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, list(tt.fake.establish)); diff != "" {
				t.Error(diff)
			}

			if !tt.fake.released {
				t.Error("the service was not released")
			}
		})
	}
}

func TestListWithoutLibrary(t *testing.T) {
	l := list(func() (service, error) { return nil, fmt.Errorf("%w: winscard.dll", errNoLibrary) })
	if !l.Service.LibraryMissing || l.Service.Error != 0 {
		t.Errorf("%+v", l.Service)
	}
}

func TestListWithoutService(t *testing.T) {
	got := list(func() (service, error) { return nil, checks.NoService })
	if diff := cmp.Diff(Listing{Service: checks.Service{Error: checks.NoService}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadCard(t *testing.T) {
	notFound := []byte{0x6A, 0x82}
	piv := func(answer string, n checks.Number) []checks.Exchange {
		return []checks.Exchange{{
			Name:   checks.ExchangePIV,
			Answer: answer,
			Error:  n,
		}}
	}

	tests := []struct {
		name       string
		fake       fakeService
		want       checks.Reader
		reconnects int
	}{
		{
			"responds",
			fakeService{session: &fakeSession{answer: notFound}},
			checks.Reader{Connected: true, Exchanges: piv("6A 82", 0)},
			0,
		},
		{
			"unresponsive",
			fakeService{connectErr: []error{checks.Unresponsive}},
			checks.Reader{Connect: checks.Unresponsive},
			0,
		},
		{
			"unpowered",
			fakeService{connectErr: []error{checks.Unpowered}},
			checks.Reader{Connect: checks.Unpowered},
			0,
		},
		{
			"unplugged",
			fakeService{connectErr: []error{checks.ReaderUnavailable}},
			checks.Reader{Connect: checks.ReaderUnavailable},
			0,
		},
		{
			"unknown reader once", fakeService{
				connectErr: []error{checks.UnknownReader},
				session:    &fakeSession{answer: notFound},
			},
			checks.Reader{Connected: true, Exchanges: piv("6A 82", 0)}, 0,
		},
		{
			"unknown reader twice", fakeService{
				connectErr: []error{checks.UnknownReader, checks.UnknownReader},
			},
			checks.Reader{Connect: checks.UnknownReader}, 0,
		},
		{
			"reset before the transaction", fakeService{
				session: &fakeSession{answer: notFound, beginErr: []error{checks.ResetCard}},
			},
			checks.Reader{Connected: true, Exchanges: piv("6A 82", 0)}, 1,
		},
		{
			"removed before the transaction", fakeService{
				session: &fakeSession{beginErr: []error{checks.RemovedCard}},
			},
			checks.Reader{Connected: true, Exchanges: piv("", checks.RemovedCard)}, 0,
		},
		{
			"reset in the transaction", fakeService{
				session: &fakeSession{answer: notFound, transmitErr: []error{checks.ResetCard}},
			},
			checks.Reader{Connected: true, Exchanges: piv("6A 82", 0)}, 1,
		},
		{
			"reset and taken out", fakeService{
				session: &fakeSession{
					transmitErr:  []error{checks.ResetCard},
					reconnectErr: []error{checks.RemovedCard},
				},
			},
			checks.Reader{Connected: true, Exchanges: piv("", checks.RemovedCard)}, 1,
		},
		{
			"removed while being read", fakeService{
				session: &fakeSession{answer: notFound, transmitErr: []error{nil, checks.RemovedCard}},
			},
			checks.Reader{
				Connected: true,
				Exchanges: append(
					piv("6A 82", 0),
					checks.Exchange{Name: checks.ExchangeRead, Error: checks.RemovedCard},
				),
			}, 0,
		},
		{
			"removed during a command", fakeService{session: &fakeSession{answer: []byte{}}},
			checks.Reader{Connected: true, Exchanges: piv("", 0)}, 0,
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Name = "Reader 0"
			if e := tt.want.Exchanges; len(e) > 0 && e[0].Answer != "" {
				tt.want.Content = &card.Content{Whole: len(e) == 1}
			}

			var got checks.Reader
			err := readCard(tt.fake.establish, "Reader 0", func(r checks.Reader) error {
				got = r
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}

			if !tt.fake.released {
				t.Error("the service was not released")
			}

			if s := tt.fake.session; s != nil && (!s.closed || s.reconnects != tt.reconnects) {
				t.Errorf("closed %v, %d reconnects, want %d", s.closed, s.reconnects, tt.reconnects)
			}
		})
	}
}

// If the process is killed during a step, the last report must name that step.
func TestReadCardReportsBeforeEachStep(t *testing.T) {
	var steps []string
	fake := fakeService{session: &fakeSession{answer: []byte{0x6A, 0x82}}}
	err := readCard(fake.establish, "Reader 0", func(r checks.Reader) error {
		steps = append(steps, r.Unfinished)
		return nil
	})

	steps = slices.Compact(steps) // each answer is reported
	if want := []string{
		checks.StepConnect,
		checks.StepTransaction,
		checks.StepTransmit,
		checks.StepRead,
		"",
	}; err != nil || !slices.Equal(steps, want) {
		t.Errorf("got %q, want %q: %v", steps, want, err)
	}
}

// collect runs Collect with a shell in place of the child process: $0 is --reader if a card is to be read.
func collect(t *testing.T, script string) *checks.Facts {
	t.Helper()

	began := time.Now()
	facts := Collect(t.Context(), Options{
		Child:   []string{"sh", "-c", script},
		Timeout: 300 * time.Millisecond,
		Now:     time.Now,
		Env:     func(string) string { return "" },
	})

	if took := time.Since(began); took > 300*time.Millisecond+2*killLimit {
		t.Errorf("took %v", took)
	}

	if _, err := json.Marshal(facts); err != nil {
		t.Error(err)
	}

	return facts
}

func TestCollectKillsAServiceThatHangs(t *testing.T) {
	facts := collect(t, `echo '{"service":{"hung":true}}'; exec sleep 60`)
	if facts.Service == nil || !facts.Service.Hung {
		t.Errorf("service: %+v", facts.Service)
	}
}

// A computer can be too slow to start a process in time. That decides nothing about the service or a card, and is
// recorded.
func TestCollectReportsALateProcess(t *testing.T) {
	facts := collect(t, "exec sleep 60")
	if facts.Service != nil || len(facts.Errors) != 1 ||
		!strings.Contains(facts.Errors[0].Text, "did not start in time") {
		t.Errorf("service %+v, errors %+v", facts.Service, facts.Errors)
	}

	facts = collect(t,
		`if [ "$0" = --reader ]; then exec sleep 60; fi; echo '{"readers":[{"name":"A","state":"0x0022"}]}'`)
	if len(facts.Errors) != 1 || !strings.Contains(facts.Errors[0].Text,
		`reader "A": card-reading process did not start in time`) {
		t.Errorf("errors %+v", facts.Errors)
	}
}

// A list that was complete in time counts, even if its process does not exit.
func TestCollectUsesTheListOfAProcessThatHangs(t *testing.T) {
	facts := collect(t,
		`echo '{"service":{"hung":true}}'; echo '{"readers":[{"name":"A","state":"0x0012"}]}'; exec sleep 60`)
	if facts.Service == nil || facts.Service.Hung || len(facts.Readers) != 1 {
		t.Errorf("service %+v, readers %+v", facts.Service, facts.Readers)
	}
}

// The process reports immediately that it has started, to distinguish one that hangs from one that starts late.
func TestChildReportsImmediately(t *testing.T) {
	var out bytes.Buffer
	if err := Child("", &out); err != nil {
		t.Fatal(err)
	}

	if first, _, _ := strings.Cut(out.String(), "\n"); supported && !strings.Contains(first, `"hung":true`) {
		t.Errorf("the first line is %s", first)
	}
}

func TestCollectKeepsReportsOfACardThatHangs(t *testing.T) {
	facts := collect(t, `if [ "$0" = --reader ]; then
			echo '{"connected":true,"unfinished":"transmit"}'
			printf '{"half'
			exec sleep 60
		fi
		echo '{"readers":[{"name":"A","state":"0x0022","atr":"3B 00"},{"name":"B","state":"0x0012"}]}'`)

	a, b := facts.Readers[0], facts.Readers[1]
	if !a.Connected || a.Unfinished != checks.StepTransmit || a.ATR != "3B 00" || a.Source != "pcsc" {
		t.Errorf("reader A: %+v", a)
	}

	if b.Unfinished != "" || len(facts.Errors) > 0 {
		t.Errorf("reader B was read: %+v, errors %+v", b, facts.Errors)
	}
}

func TestCollectSurvivesAPanic(t *testing.T) {
	facts := collect(t, "echo 'panic: winscard.dll' >&2; exit 2")
	if facts.Service != nil || len(facts.Errors) != 1 ||
		!strings.Contains(facts.Errors[0].Text, "panic: winscard.dll") {
		t.Errorf("service %+v, errors %+v", facts.Service, facts.Errors)
	}
}

func TestCollectSurvivesInvalidOutput(t *testing.T) {
	for _, script := range []string{"echo nonsense", "true"} {
		facts := collect(t, script)
		if facts.Service != nil || len(facts.Errors) != 1 {
			t.Errorf("%s: service %+v, errors %+v", script, facts.Service, facts.Errors)
		}
	}
}

// Whatever happens to a child process, what it did not report is unknown, with the reason: neither pass nor fail.
func TestIncompleteReportsAreUnknown(t *testing.T) {
	const listing = `{"service":{},"readers":[{"name":"A","state":"0x0022","atr":"3B 00"}]}`
	const card = `{"name":"A","state":"0x0000","connected":true,"exchanges":[{"name":"SELECT PIV","answer":"90 00"}]}`
	child := func(list, card string) string { // printf adds no newline
		return fmt.Sprintf(`if [ "$0" = --reader ]; then printf '%s'; else printf '%s'; fi`, card, list)
	}

	expect := func(script, id string, want checks.Status) {
		t.Helper()

		facts := collect(t, script)
		for _, f := range checks.Run(facts, codes.New("https://help.example/", nil)) {
			if f.Check == id && (f.Status != want || want == checks.Unknown && len(f.Evidence) == 0) {
				t.Errorf("%s: %s is %s, want %s: %q, errors %+v", script, id, f.Status, want, f.Evidence,
					facts.Errors)
			}
		}
	}

	expect(child(listing+`\n`, card+`\n`), "card-answers", checks.Pass)
	lists := []string{
		"",
		`\n`,
		`null\n`,
		`{}\n`,
		`[]\n`,
		`{"readers":null}\n`,
		`{"service":{"hung":true}}\n`,
		`{"service":{"hung":true}}\n` + listing,
		`{"service":{"hung":true}}\n` + `{"name":"A"}\n`,
	}

	cards := []string{
		"",
		`\n`,
		`null\n`,
		`{}\n`,
		`{"connected":true}\n`,
		`{"unfinished":"connect"}\n`,
		`{"unfinished":"transmit"}\n` + card,
		`{"unfinished":"connect"}\n{"exchanges":[]}\n`,
	}

	for i := 1; i < len(listing); i += 17 {
		lists = append(lists, listing[:i], listing[:i]+`\n`)
	}

	for i := 1; i < len(card); i += 17 {
		cards = append(cards, card[:i], card[:i]+`\n`)
	}

	for _, list := range lists {
		expect(child(list, card+`\n`), "service", checks.Unknown)
		expect(child(list, card+`\n`)+"; exit 2", "service", checks.Unknown)
	}

	for _, card := range cards {
		expect(child(listing+`\n`, card), "card-answers", checks.Unknown)
	}
}

// An unrelated process can hold the child's end of the pipe.
func TestCollectDoesNotWaitForOtherProcesses(t *testing.T) {
	began := time.Now()
	facts := Collect(t.Context(), Options{
		Child:   []string{"sh", "-c", `echo '{"readers":[]}'; sleep 60 & exit 0`},
		Timeout: time.Minute,
		Now:     time.Now,
		Env:     func(string) string { return "" },
	})

	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("took %v", took)
	}

	if facts.Service == nil || len(facts.Errors) > 0 {
		t.Errorf("service %+v, errors %+v", facts.Service, facts.Errors)
	}
}

func TestCollectSurvivesAMissingProgram(t *testing.T) {
	facts := Collect(t.Context(), Options{
		Child:   []string{"/no/such/program"},
		Timeout: time.Second,
		Now:     time.Now,
	})

	if len(facts.Errors) != 1 || !strings.Contains(facts.Errors[0].Text, "start card-reading process") {
		t.Errorf("errors %+v", facts.Errors)
	}
}

func TestCollectStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	Collect(ctx, Options{
		Child:   []string{"sleep", "60"},
		Timeout: time.Minute,
		Now:     time.Now,
	})

	if took := time.Since(began); took > 2*killLimit {
		t.Errorf("took %v", took)
	}
}
