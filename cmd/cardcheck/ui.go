package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/companion/page"
	"signpost/internal/companion/practice"
)

const uiName = "ui"

func (p *program) uiCommand() *cobra.Command {
	var quiet bool
	c := &cobra.Command{
		Use: uiName, Short: "Show everything as a page in the browser, which follows the card", Args: command.NoArgs,
		Long: "ui shows the checks as a page in the browser, which follows the card as it goes in and out, asks what only a person can see,\n" +
			"and saves a report. Only this computer can see the page. ui ends when the page is closed. Double-clicked on Windows,\n" +
			"cardcheck is \"cardcheck ui\".",
		RunE: func(c *cobra.Command, _ []string) error { return p.showPage(c.Context(), quiet) },
	}
	c.Flags().BoolVar(&quiet, "no-browser", false, "open no browser: only print the address of the page")
	p.addProbeFlags(c)
	return c
}

func (p *program) showPage(ctx context.Context, quiet bool) error {
	options, err := p.lastingOptions()
	if err != nil {
		return err
	}
	w := &window{program: p, options: options, again: make(chan struct{}, 1)}
	err = page.Serve(ctx, w, page.DefaultLimits, func(address string) { p.announce(ctx, address, quiet) })
	if err != nil {
		return cli.WithHint(err, "run \"cardcheck run\" to see the checks here")
	}
	_, _ = fmt.Fprintln(p.Stderr, "The page is closed, and cardcheck has ended.")
	return nil
}

// announce opens the page in the browser. Where that fails, somebody can still copy the address.
func (p *program) announce(ctx context.Context, address string, quiet bool) {
	_, _ = fmt.Fprintln(p.Stdout, address)
	_, _ = fmt.Fprintln(p.Stderr, "cardcheck shows its page at this address, on this computer only; the address works once. It ends when you close the page, or with Ctrl+C.")
	if quiet {
		return
	}
	if err := p.open(ctx, address); err != nil {
		cli.Warn(p.Stderr, "cardcheck", err)
	}
}

// window is the program behind the page.
type window struct {
	*program
	options probe.Options
	again   chan struct{} // tells Follow to look at everything anew

	mu    sync.Mutex
	facts *checks.Facts // the latest
}

// Follow watches readers and cards. To look anew it begins to watch anew, which observes everything at once.
func (w *window) Follow(ctx context.Context, show func(*page.View)) error {
	for {
		again, err := w.watch(ctx, show)
		if !again {
			return err
		}
	}
}

// watch reports whether to begin again.
func (w *window) watch(ctx context.Context, show func(*page.View)) (again bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() {
		done <- probe.Watch(ctx, []string{w.options.Child[0], watchChildName}, w.options, func(f *checks.Facts) {
			if ctx.Err() == nil { // otherwise it was broken off in the middle
				w.keep(f)
				show(page.NewView(f, w.registry))
			}
		})
	}()
	select {
	case err := <-done:
		return false, err
	case <-w.again:
		stop()
		return true, <-done
	}
}

func (w *window) keep(f *checks.Facts) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.facts = f
}

var errTooEarly = errors.New("nothing is checked yet: wait a moment")

func (w *window) latest() (*checks.Facts, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.facts == nil {
		return nil, errTooEarly
	}
	return w.facts, nil
}

// Recheck starts all checks again.
func (w *window) Recheck() {
	select {
	case w.again <- struct{}{}:
	default: // it is about to
	}
}

// longestAnswer is more than any answer needs, in characters. The page's form has the same limit.
const longestAnswer = 200

// Answer remembers answers, as the command ask does.
func (w *window) Answer(answers map[string]string) error {
	facts, err := w.latest()
	if err != nil {
		return err
	}
	var args []string
	for id, text := range answers {
		if utf8.RuneCountInString(text) > longestAnswer {
			return fmt.Errorf("the answer to %q is too long", id)
		}
		args = append(args, id+"="+text)
	}
	given, err := written(checks.Questions(facts.Setup), args)
	if err != nil {
		return err
	}
	if err := w.remember(given); err != nil {
		return err
	}
	w.Recheck()
	return nil
}

// DeleteAnswers deletes all answers.
func (w *window) DeleteAnswers() error {
	if err := w.forgetAnswers(); err != nil {
		return err
	}
	w.Recheck()
	return nil
}

var errChanged = errors.New("the file has changed meanwhile, so nothing was saved: look at it again")

// SavePractice writes the set-up file, as the command init does. One that is there already is changed only as the page showed it.
func (w *window) SavePractice(fields map[string]string) (*page.Saved, error) {
	facts, err := w.latest()
	if err != nil {
		return nil, err
	}
	answers, fieldErrors, err := practice.ParseForm(fields)
	switch {
	case err != nil:
		return nil, err
	case len(fieldErrors) > 0:
		return &page.Saved{Errors: fieldErrors}, nil
	case len(answers) == 0:
		return nil, errors.New("nothing is filled in yet")
	case facts.Setup == nil:
		return nil, errors.New("there is no place for a set-up file")
	}
	defer w.Recheck()
	now := probe.Setup(w.options.Setup)
	now.Origin = facts.Setup.Origin
	if !reflect.DeepEqual(now, facts.Setup) {
		return nil, errChanged
	}
	return w.write(now, answers)
}

// write makes the file, or changes the one that is there.
func (w *window) write(setup *checks.Setup, answers practice.Answers) (*page.Saved, error) {
	saved := &page.Saved{File: setup.File, Errors: []practice.FieldError{}}
	known := slices.Contains(w.options.Setup, setup.File)
	if !known {
		saved.File = strings.TrimSuffix(setup.File, ".txt") // Notepad's name for it; that file is left alone
	}
	var err error
	if known && !setup.Missing {
		saved.Backup, err = practice.Replace(setup.File, answers, time.Now())
	} else {
		err = writeNew(saved.File, []byte(practice.Text(answers)))
	}
	if path, wrong := filepath.Abs(saved.File); wrong == nil {
		saved.File = path
	}
	return saved, err
}

// Report is what the command report writes, on what the page shows.
func (w *window) Report() (*page.Report, error) {
	facts, err := w.latest()
	if err != nil {
		return nil, err
	}
	files, err := w.reportFiles(checks.Redact(facts))
	if err != nil {
		return nil, err
	}
	now := time.Now()
	data, err := zipped(files, now)
	report := &page.Report{Name: reportName(now), Zip: data}
	for _, f := range files {
		report.Files = append(report.Files, page.ReportFile{Name: f.name, Text: string(f.data)})
	}
	return report, err
}
