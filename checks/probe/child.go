package probe

import (
	"encoding/json"
	"errors"
	"io"
	"time"

	"signpost/checks"
	"signpost/checks/card"
)

// Listing is what the child process prints when it is asked for the readers.
type Listing struct {
	Service checks.Service  `json:"service"`
	Readers []checks.Reader `json:"readers"`
}

// Child does the work of the child process: it asks the smartcard service for the readers or, given the name of
// one, asks the card in it, and writes what it saw as lines of JSON. Each line replaces the one before; when the
// process is killed, the last one says how far it came.
func Child(reader string, out io.Writer) error {
	lines := json.NewEncoder(out)
	if !supported {
		return lines.Encode(Listing{Service: checks.Service{Missing: true}})
	}
	if reader == "" {
		soFar := Listing{Service: checks.Service{Hung: true}} // holds if nothing follows
		if err := lines.Encode(soFar); err != nil {
			return err
		}
		return lines.Encode(list(establish))
	}
	return ask(establish, reader, func(r checks.Reader) error { return lines.Encode(r) })
}

// list asks for the readers and their states, without touching a card.
func list(establish func() (service, error)) Listing {
	s, err := establish()
	if err != nil {
		return failed(err)
	}
	defer s.Release()

	names, states, err := namesAndStates(s)
	if number(err) == checks.UnknownReader {
		// A reader that was listed a moment ago: unplugged in between, or the library mixed up a name. Either way
		// the second answer holds.
		names, states, err = namesAndStates(s)
	}

	if err != nil {
		return failed(err)
	}

	l := Listing{Readers: make([]checks.Reader, len(names))}
	for i, name := range names {
		l.Readers[i] = checks.Reader{
			Name:  name,
			State: states[i].state,
			ATR:   hexBytes(states[i].atr),
		}
	}

	return l
}

func namesAndStates(s service) ([]string, []readerState, error) {
	names, err := s.Readers()
	if number(err) == checks.NoReaders {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}

	states, err := s.States(names)
	return names, states, err
}

func failed(err error) Listing {
	if errors.Is(err, errNoLibrary) {
		return Listing{Service: checks.Service{Bare: true}}
	}
	return Listing{Service: checks.Service{Error: number(err)}}
}

// number is the PC/SC error number of err, 0 when there is no error.
func number(err error) checks.Number {
	if err == nil {
		return 0
	}

	var n checks.Number
	if errors.As(err, &n) {
		return n
	}
	return checks.InternalError
}

// ask connects to the card in one reader and asks it which application it has. It reports before each step that can
// block.
func ask(establish func() (service, error), reader string, report func(checks.Reader) error) error {
	r := checks.Reader{Name: reader, Unfinished: checks.StepConnect}
	if err := report(r); err != nil {
		return err
	}

	s, err := establish()
	if err != nil {
		return report(connectFailed(r, err))
	}
	defer s.Release()

	c, err := connect(s, reader)
	if err != nil {
		return report(connectFailed(r, err))
	}
	defer c.Close()

	r.Connected, r.Unfinished = true, checks.StepTransaction
	if err := report(r); err != nil {
		return err
	}
	if err := begin(c); err != nil {
		r.Unfinished = ""
		r.Exchanges = []checks.Exchange{{Name: checks.ExchangePIV, Error: number(err)}}
		return report(r)
	}

	r.Unfinished = checks.StepTransmit
	if err := report(r); err != nil {
		return err
	}

	r.Exchanges = []checks.Exchange{exchange(c)}
	return read(c, r, report)
}

// read asks the card for what it tells without a PIN, and reports after each step: a slow card may not come to the
// end.
func read(c session, r checks.Reader, report func(checks.Reader) error) error {
	r.Unfinished = ""
	if first := r.Exchanges[0]; first.Error != 0 || len(first.Answer) < 4 { // it answered nothing, and would not now
		return report(r)
	}

	r.Unfinished = checks.StepRead
	if err := report(r); err != nil {
		return err
	}

	content, err := card.Read(transmitter(c), func(soFar *card.Content) error {
		r.Content = soFar
		return report(r)
	})
	r.Content, r.Unfinished = content, ""
	if n := number(err); n != 0 && !errors.Is(err, card.ErrTooMuchData) {
		r.Exchanges = append(r.Exchanges, broken(err, n))
	}
	return report(r)
}

// broken is the exchange in which the reading of a card ended: without a number where the card was pulled out.
func broken(err error, n checks.Number) checks.Exchange {
	if errors.Is(err, card.ErrRemoved) {
		n = 0
	}
	return checks.Exchange{Name: checks.ExchangeRead, Error: n}
}

func connectFailed(r checks.Reader, err error) checks.Reader {
	r.Unfinished, r.Connect = "", number(err)
	return r
}

// connect asks twice for a reader that the service does not know although it has just listed it.
func connect(s service, reader string) (session, error) {
	c, err := s.Connect(reader)
	if number(err) == checks.UnknownReader {
		return s.Connect(reader)
	}
	return c, err
}

// begin waits for its turn, and gets over a reset that another program did in between.
func begin(c session) error {
	err := c.Begin()
	if number(err) != checks.ResetCard {
		return err
	}
	if err := c.Reconnect(); err != nil {
		return err
	}
	return c.Begin()
}

// transmitter sends commands as the protocol of the card needs them.
func transmitter(c session) card.Transmit {
	if c.OverT0() {
		return card.OverT0(c.Transmit)
	}
	return c.Transmit
}

func exchange(c session) checks.Exchange {
	answer, err := transmitter(c)(card.SelectPIV)
	if number(err) == checks.ResetCard {
		if err = c.Reconnect(); err == nil {
			answer, err = transmitter(c)(card.SelectPIV)
		}
	}
	return checks.Exchange{
		Name:   checks.ExchangePIV,
		Answer: hexBytes(answer),
		Error:  number(err),
	}
}

// stamp says where a fact about readers comes from.
func stamp(now time.Time) checks.Origin { return checks.Origin{Source: "pcsc", Time: now} }
