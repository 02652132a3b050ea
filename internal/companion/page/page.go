// Package page shows the results of cardcheck as a page in the browser, and follows the card as it is inserted and
// removed.
//
// Package loopback rejects requests from anything but the page itself. The page receives a [View] as a server-sent
// event whenever something changed. All texts are made here in Go; the script only displays them. The page can
// call the methods of [Program]: answer questions, write the set-up file, check again, show the report. It opens no
// other file and no other program.
//
// The server ends with the page: shortly after the last tab was closed, if no one ever opened the page, or if nothing
// has happened for a long time (see [Limits]).
//
// The style and script in source/ are bundled with parts of the help centre's theme: `go generate` writes assets/,
// which is embedded together with source/page.html. A test fails if assets/ is out of date.
package page

import (
	"context"
	"errors"
	"time"

	"signpost/internal/companion/practice"
	"signpost/internal/loopback"
)

//go:generate env SIGNPOST_UPDATE=1 go test -count 1 -run ^TestAssetsAreCurrent$ .

// Program carries out the requests of the page.
type Program interface {
	// Follow shows the current view, and a new one after each change, until ctx ends.
	Follow(ctx context.Context, show func(*View)) error

	// Recheck starts all checks again.
	Recheck()

	// Answer stores the user's answers by the IDs of their questions.
	Answer(answers map[string]string) error

	// DeleteAnswers deletes all answers.
	DeleteAnswers() error

	// SavePractice writes the practice form, given by the keys of its questions, into the set-up file.
	SavePractice(fields map[string]string) (*Saved, error)

	// Report returns a report on the current view without names and full card numbers.
	Report() (*Report, error)
}

// Saved is the result of saving the practice form. If there are errors, nothing was written.
type Saved struct {
	File string `json:"file"`

	// Backup is the copy of the previous file if that was edited by hand, otherwise empty.
	Backup string `json:"backup"`

	Errors []practice.FieldError `json:"errors"`
}

// Report is a zip file for support, and the text of each file in it.
type Report struct {
	Name  string       `json:"name"`
	Files []ReportFile `json:"files"`
	Zip   []byte       `json:"zip"`
}

// ReportFile is a file of a report.
type ReportFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Serve shows the page until it is closed or ctx ends. It calls ready with the address of the page. now is the clock.
func Serve(
	ctx context.Context,
	program Program,
	limits Limits,
	now func() time.Time,
	ready func(address string),
) error {
	server, err := loopback.Listen(now)
	if err != nil {
		return err
	}

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	activity := newActivity()
	views := newBroadcast(activity)
	handlers := &handlers{program: program, activity: activity}
	handlers.register(server)
	server.Handle("GET /events", loopback.Events(views.stream))

	tasks := []func() error{
		func() error { return server.Serve(ctx) },
		func() error { return program.Follow(ctx, views.show) },
		func() error { activity.wait(ctx, limits); return nil },
	}

	done := make(chan error)
	for _, task := range tasks {
		go func() { done <- task() }()
	}

	ready(server.Address())
	for range tasks {
		err = errors.Join(err, <-done)
		cancel() // the first task that ends stops the others
	}

	return err
}
