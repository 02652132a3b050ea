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

// pageServer is one run of "cardcheck ui".
type pageServer struct {
	*program
	noBrowser bool
}

func (p *program) uiCommand() *cobra.Command {
	s := &pageServer{program: p}
	c := &cobra.Command{
		Use:   uiName,
		Short: "Show the checks on a page in the browser",
		Long: `ui shows the checks on a page in the browser. The page follows the card as it is
inserted and removed, asks what cardcheck cannot check itself, and saves a report. Only this
computer can open the page, and ui ends when the page is closed. After a double click
on Windows, cardcheck runs ui.`,
		Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c.Context()) },
	}
	c.Flags().BoolVar(&s.noBrowser, "no-browser", false, "print the address of the page, and do not open a browser")
	p.addProbeFlags(c)
	command.HideFlags(c, "online")
	return c
}

func (s *pageServer) run(ctx context.Context) error {
	options, err := s.watchOptions()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	session := &pageSession{
		program: s.program,
		options: options,
		recheck: make(chan struct{}, 1),
	}
	err = page.Serve(ctx, session, page.DefaultLimits, s.Now, func(address string) {
		if err := s.announce(ctx, address); err != nil {
			stop() // no one can know the address
		}
	})
	if err != nil {
		return cli.WithHint(err, `run "cardcheck run" to see the checks here`)
	}
	fmt.Fprintln(s.Stderr, "The page is closed, and cardcheck has ended.")
	return nil
}

// announce prints the address of the page and opens it. If no browser opens, the user can copy the address.
func (s *pageServer) announce(ctx context.Context, address string) error {
	if _, err := fmt.Fprintln(s.Stdout, address); err != nil {
		return err
	}
	fmt.Fprintln(s.Stderr, "The page is at this address, on this computer only. The address works once.")
	fmt.Fprintln(s.Stderr, "cardcheck ends when you close the page or press Ctrl+C.")
	if s.noBrowser {
		return nil
	}
	if err := s.openBrowser(ctx, address); err != nil {
		cli.Warn(s.Stderr, "cardcheck", err)
	}
	return nil
}

// pageSession is the program behind the page. It implements [page.Program].
type pageSession struct {
	*program
	options probe.Options
	recheck chan struct{} // requests to observe everything again

	mu    sync.Mutex
	facts *checks.Facts // the latest
}

// Follow watches readers and cards and shows what changed. To check again, it watches again, which begins with
// observing everything.
func (s *pageSession) Follow(ctx context.Context, show func(*page.View)) error {
	options := s.options
	for {
		again, err := s.watch(ctx, options, show)
		if !again {
			return err
		}

		options = withMoreTime(options, s.latest())
	}
}

// watch watches until a recheck is requested, and reports whether it was.
func (s *pageSession) watch(
	ctx context.Context, options probe.Options, show func(*page.View),
) (again bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() {
		done <- probe.Watch(ctx, watchCommandLine(options), options, func(f *checks.Facts) {
			if ctx.Err() != nil {
				return // the facts are incomplete
			}
			s.setFacts(f)
			show(page.NewView(f, s.registry))
		})
	}()

	select {
	case err := <-done:
		return false, err
	case <-s.recheck:
		stop()
		return true, <-done
	}
}

// latest returns the latest facts, or nil.
func (s *pageSession) latest() *checks.Facts {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.facts
}

func (s *pageSession) setFacts(f *checks.Facts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts = f
}

var errNotChecked = errors.New("nothing is checked yet: wait a moment")

// latestFacts returns what the page shows.
func (s *pageSession) latestFacts() (*checks.Facts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.facts == nil {
		return nil, errNotChecked
	}
	return s.facts, nil
}

// Recheck starts all checks again.
func (s *pageSession) Recheck() {
	select {
	case s.recheck <- struct{}{}:
	default: // a request is pending
	}
}

// maxAnswerLength is in characters. The form on the page has the same limit.
const maxAnswerLength = 200

// Answer saves answers, as the command ask does.
func (s *pageSession) Answer(answers map[string]string) error {
	facts, err := s.latestFacts()
	if err != nil {
		return err
	}

	var args []string
	for id, text := range answers {
		if utf8.RuneCountInString(text) > maxAnswerLength {
			return fmt.Errorf("the answer to %q is too long", id)
		}
		args = append(args, id+"="+text)
	}
	given, err := parseAnswers(checks.Questions(facts.Setup), args, s.Now())
	if err != nil {
		return err
	}
	if err := s.answersFile().save(given); err != nil {
		return err
	}
	s.Recheck()
	return nil
}

// DeleteAnswers deletes all answers.
func (s *pageSession) DeleteAnswers() error {
	if err := s.answersFile().delete(); err != nil {
		return err
	}
	s.Recheck()
	return nil
}

var errChanged = errors.New("the file has changed on disk; nothing was saved. Reload and try again")

// SavePractice writes the set-up file, as the command init does. An existing file is changed only if it is still as the
// page showed it.
func (s *pageSession) SavePractice(fields map[string]string) (*page.Saved, error) {
	facts, err := s.latestFacts()
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

	defer s.Recheck()
	current := probe.Setup(s.options.Setup)
	current.Origin = facts.Setup.Origin
	if !reflect.DeepEqual(current, facts.Setup) {
		return nil, errChanged
	}
	return s.writeSetup(current, answers)
}

// writeSetup creates the set-up file, or changes the existing one.
func (s *pageSession) writeSetup(setup *checks.Setup, answers practice.Answers) (*page.Saved, error) {
	saved := &page.Saved{
		File:   setup.File,
		Errors: []practice.FieldError{},
	}

	var err error
	text := []byte(practice.Text(answers))
	switch {
	case setup.Missing:
		saved.File, err = practice.CreateFirst(s.options.Setup, text)
		err = addCreateHint(saved.File, err)
	case slices.Contains(s.options.Setup, setup.File):
		saved.Backup, err = practice.Replace(setup.File, answers, s.Now())
		err = addReplaceHint(err)
	default:
		saved.File = strings.TrimSuffix(setup.File, ".txt") // Notepad adds it; that file stays as it is
		err = createFile(saved.File, text)
	}
	if path, absErr := filepath.Abs(saved.File); absErr == nil {
		saved.File = path
	}
	return saved, err
}

// Report returns what the command report writes, about what the page shows.
func (s *pageSession) Report() (*page.Report, error) {
	facts, err := s.latestFacts()
	if err != nil {
		return nil, err
	}
	files, err := reportFiles(checks.Redact(facts), s.registry)
	if err != nil {
		return nil, err
	}

	now := s.Now()
	data, err := zipFiles(files, now)
	report := &page.Report{
		Name: reportName(now),
		Zip:  data,
	}
	for _, f := range files {
		report.Files = append(report.Files, page.ReportFile{
			Name: f.name,
			Text: string(f.data),
		})
	}
	return report, err
}
