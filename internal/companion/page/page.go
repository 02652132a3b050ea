// Package page shows what cardcheck found as a page in the browser of the person at the computer, and follows the card as it
// goes in and out.
//
// Package loopback keeps everybody else out. The page gets a [View] whenever something changed, as server-sent events; what the
// words say is decided here in Go, and the script only puts them on the page. What the page can do is what [Program] has: answer
// questions, write the set-up file, look again, show the report. It opens no other file and no program.
//
// The server ends with the page: a moment after the last tab was closed, when nobody ever opened one, or when nothing has
// happened for long ([Limits]).
//
// Style and script stand in source/ and are bundled with what they take from the help centre's theme: `go generate` writes assets/,
// which is embedded beside source/page.html, and a test fails when it is stale.
package page

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"time"

	"signpost/internal/companion/practice"
	"signpost/internal/loopback"
)

//go:generate env SIGNPOST_UPDATE=1 go test -count 1 -run ^TestAssetsAreCurrent$ .

//go:embed assets source/page.html
var assets embed.FS

// Program is what stands behind the page.
type Program interface {
	// Follow shows what there is to see, at once and after each change, until ctx ends.
	Follow(ctx context.Context, show func(*View)) error
	// Again looks at everything anew.
	Again()
	// Answer remembers what a person answered, by the ids of the questions.
	Answer(answers map[string]string) error
	// Forget forgets every answer.
	Forget() error
	// Save writes the form of the practice, by the keys of its questions, into the set-up file.
	Save(fields map[string]string) (*Saved, error)
	// Report is a report on what is shown, without names and whole card numbers.
	Report() (*Report, error)
}

// Saved is what became of the form of the practice. With slips, nothing was written.
type Saved struct {
	File  string          `json:"file"`
	Kept  string          `json:"kept"` // the copy of what the file said before, where somebody wrote it by hand
	Slips []practice.Slip `json:"slips"`
}

// Report is a zip file for support, and the text of each file in it.
type Report struct {
	Name  string       `json:"name"`
	Files []ReportFile `json:"files"`
	Zip   []byte       `json:"zip"`
}

// ReportFile is one file of a report.
type ReportFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Limits is how long the server stays.
type Limits struct {
	Opened time.Duration // without a page, in the beginning
	Closed time.Duration // without a page, later: as long as it takes to load one again
	Idle   time.Duration // with a page on which nothing happens
}

// Patience is what fits people.
var Patience = Limits{Opened: 2 * time.Minute, Closed: 10 * time.Second, Idle: time.Hour}

// Serve shows the page until it is closed or ctx ends. ready is told where it is.
func Serve(ctx context.Context, program Program, limits Limits, ready func(address string)) error {
	server, err := loopback.Listen()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d := newDesk(program)
	tasks := []func() error{
		func() error { return server.Serve(ctx, d.routes()) },
		func() error { return program.Follow(ctx, d.show) },
		func() error { d.attend(ctx, limits); return nil },
	}
	done := make(chan error)
	for _, task := range tasks {
		go func() { done <- task() }()
	}
	ready(server.Address())
	for range tasks { // the first that ends ends all
		err = errors.Join(err, <-done)
		stop()
	}
	return err
}

func (d *desk) routes() []loopback.Route {
	return []loopback.Route{
		asset("/", "text/html; charset=utf-8", "source/page.html"),
		asset("/page.css", "text/css; charset=utf-8", "assets/page.css"),
		asset("/page.js", "text/javascript; charset=utf-8", "assets/page.js"),
		asset("/icon.svg", "image/svg+xml", "assets/icon.svg"),
		{Method: "GET", Path: "/events", Stream: d.events},
		{Method: "GET", Path: "/report", Reply: func(*loopback.Request) loopback.Reply {
			report, err := d.program.Report()
			return outcome(report, err)
		}},
		{Method: "POST", Path: "/again", Reply: d.act(func([]byte) error { d.program.Again(); return nil })},
		{Method: "POST", Path: "/forget", Reply: d.act(func([]byte) error { return d.program.Forget() })},
		{Method: "POST", Path: "/answers", Reply: d.act(func(body []byte) error {
			answers, err := fields(body)
			if err != nil {
				return err
			}
			return d.program.Answer(answers)
		})},
		{Method: "POST", Path: "/practice", Reply: func(r *loopback.Request) loopback.Reply {
			d.stir()
			given, err := fields(r.Body)
			if err != nil {
				return outcome(nil, err)
			}
			saved, err := d.program.Save(given)
			return outcome(saved, err)
		}},
	}
}

// fields reads what a form sends.
func fields(body []byte) (map[string]string, error) {
	var given map[string]string
	if json.Unmarshal(body, &given) != nil {
		return nil, errors.New("the answers cannot be read")
	}
	return given, nil
}

// asset is a file of the page, which is the same for everybody.
func asset(path, kind, name string) loopback.Route {
	data, err := assets.ReadFile(name)
	if err != nil {
		panic(err) // the name is a constant, and the file embedded
	}
	return loopback.Route{Method: "GET", Path: path, Public: true, Reply: func(*loopback.Request) loopback.Reply {
		return loopback.Reply{Status: 200, Type: kind, Body: data}
	}}
}

// act is a reply that has an effect. It shows that somebody is there.
func (d *desk) act(do func(body []byte) error) func(*loopback.Request) loopback.Reply {
	return func(r *loopback.Request) loopback.Reply {
		d.stir()
		return outcome(struct{}{}, do(r.Body))
	}
}

// outcome is v, or why there is none, for the person to read.
func outcome(v any, err error) loopback.Reply {
	if err != nil {
		return loopback.Text(400, err.Error())
	}
	return loopback.JSON(v)
}
