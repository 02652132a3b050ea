package probe

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"time"
	"unicode/utf8"

	"signpost/checks"
	"signpost/checks/card"
)

// Listing is the output of the child process that lists the readers.
type Listing struct {
	Service checks.Service  `json:"service"`
	Readers []checks.Reader `json:"readers"`
}

// Child is the work of the child process: it lists the readers or, given the name of one, reads the card in it. It
// writes its observations as lines of JSON. Each line replaces the previous one. If the process is killed, the last
// line states its progress.
func Child(reader string, out io.Writer) error {
	lines := json.NewEncoder(out)
	if !supported {
		return lines.Encode(Listing{Service: checks.Service{Missing: true}})
	}

	if reader == "" {
		incomplete := Listing{Service: checks.Service{Hung: true}} // valid if nothing follows
		if err := lines.Encode(incomplete); err != nil {
			return err
		}

		return lines.Encode(list(establish))
	}

	return readCard(establish, reader, func(r checks.Reader) error { return lines.Encode(r) })
}

// list returns the readers and their states, without connecting to a card.
func list(establish func() (service, error)) Listing {
	s, err := establish()
	if err != nil {
		return failed(err)
	}
	defer s.Release()

	names, states, err := namesAndStates(s)
	if number(err) == checks.UnknownReader {
		// A reader that was just listed is unknown: it was unplugged, or the library confused the names. Either
		// way, the second result is right.
		names, states, err = namesAndStates(s)
	}

	if err != nil {
		return failed(err)
	}

	l := Listing{Readers: make([]checks.Reader, len(names))}
	for i, name := range names {
		l.Readers[i] = listed(name, states[i])
	}

	return l
}

// listed returns a reader before its card is read.
func listed(name string, s readerState) checks.Reader {
	return checks.Reader{Name: name, NameBytes: bytesOfName(name), State: s.state, ATR: hexBytes(s.atr)}
}

// bytesOfName returns a name in hex that JSON and command lines would change, or "".
func bytesOfName(name string) string {
	if utf8.ValidString(name) {
		return ""
	}

	return hex.EncodeToString([]byte(name))
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
		return Listing{Service: checks.Service{LibraryMissing: true}}
	}

	return Listing{Service: checks.Service{Error: number(err)}}
}

// number returns the PC/SC error number of err, or 0 if err is nil.
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

// readCard connects to the card in one reader and reads it. It reports before each step that can block.
func readCard(establish func() (service, error), reader string, report func(checks.Reader) error) error {
	r := checks.Reader{Name: reader, Unfinished: checks.StepConnect}
	if err := report(r); err != nil {
		return err
	}

	s, err := establish()
	if err != nil {
		return report(connectFailed(r, err))
	}
	defer s.Release()

	before := present(s, reader)
	report = withLoss(s, before, report)
	c, err := connect(s, reader)
	if err != nil {
		return report(connectFailed(r, err))
	}
	defer c.Close()

	r.Connected = true
	r.Unfinished = checks.StepTransaction
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

	return readContent(c, r, report)
}

// readContent reads the data that needs no PIN. It reports after each step, because a slow card may not finish.
func readContent(c session, r checks.Reader, report func(checks.Reader) error) error {
	r.Unfinished = ""
	first := r.Exchanges[0]
	if first.Error != 0 || len(first.Answer) < 4 { // no valid response
		return report(r)
	}

	r.Unfinished = checks.StepRead
	if err := report(r); err != nil {
		return err
	}

	transmit := transmitter(c)
	alive := func(command []byte) ([]byte, error) { // an answer is progress too
		answer, err := transmit(command)
		if err == nil {
			err = report(r)
		}

		return answer, err
	}

	content, err := card.Read(alive, func(content *card.Content) error {
		r.Content = content
		return report(r)
	})

	r.Content = content
	r.Unfinished = ""
	if n := number(err); n != 0 && !errors.Is(err, card.ErrTooMuchData) {
		r.Exchanges = append(r.Exchanges, failedRead(err, n))
	}

	return report(r)
}

// failedRead returns the failed exchange with a card. It has no number if the card was taken out.
func failedRead(err error, n checks.Number) checks.Exchange {
	if errors.Is(err, card.ErrRemoved) {
		n = 0
	}

	return checks.Exchange{Name: checks.ExchangeRead, Error: n}
}

func connectFailed(r checks.Reader, err error) checks.Reader {
	r.Unfinished = ""
	r.Connect = number(err)

	return r
}

// connect tries twice if the service does not know a reader that it has just listed.
func connect(s service, reader string) (session, error) {
	c, err := s.Connect(reader)
	if number(err) == checks.UnknownReader {
		return s.Connect(reader)
	}

	return c, err
}

// begin begins a transaction. If another program has reset the card, it reconnects first.
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

// transmitter returns a function that sends commands in the form required by the card's protocol.
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

// stamp returns the origin of a fact about readers.
func stamp(now time.Time) checks.Origin { return checks.Origin{Source: "pcsc", Time: now} }
