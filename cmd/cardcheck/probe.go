package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

const (
	// setupFile is the name of the set-up file.
	setupFile = "practice.yaml"

	// probeCardName and watchCardsName are the commands of the child processes that call PC/SC.
	probeCardName  = "probe-card"
	watchCardsName = "watch-cards"

	// defaultTimeout is enough for any card that works.
	defaultTimeout = 2 * time.Second
	// minTimeout is what a service and a card that work need on a slow computer. With less, cardcheck would report both
	// as broken.
	minTimeout = 500 * time.Millisecond
	maxTimeout = time.Minute
)

// addProbeFlags adds the flags of commands that observe this computer.
func (p *program) addProbeFlags(c *cobra.Command) {
	p.addSetupFlag(c)
	c.Flags().StringVar(&p.identity, "identity", "",
		"`file` with roles: a list copied from Care Identity Management, a CIS2 userinfo\n"+
			"response, or the response of an Identity Agent; - for standard input")
	p.addTimeoutFlag(c)
	c.Flags().StringVar(&p.reader, "reader", "",
		"look only at the reader with this `name`, or a part of it (default all readers)")
}

func (p *program) addSetupFlag(c *cobra.Command) {
	c.Flags().StringVar(&p.setup, "setup", "",
		"set-up `file` (default "+setupFile+" in this folder, next to the program, or in your\n"+
			"profile next to your answers)")
}

func (p *program) addTimeoutFlag(c *cobra.Command) {
	c.Flags().DurationVar(&p.timeout, "timeout", defaultTimeout,
		"how long a reader or a card may be silent; all together have four times as long")
}

// loadFacts returns the facts in a file, or those of this computer if the name is empty.
func (p *program) loadFacts(ctx context.Context, file string) (*checks.Facts, error) {
	if file == "" {
		return p.collect(ctx)
	}

	data, err := readFile(file, p.Stdin)
	if err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	facts, err := checks.ReadFacts(data)
	if err != nil {
		return nil, cli.WithHint(err, `give a file that "cardcheck facts" wrote`)
	}
	facts.Chosen = cmp.Or(p.reader, facts.Chosen)
	return facts, nil
}

// readFile reads a file, or standard input if its name is "-".
func readFile(file string, stdin io.Reader) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(stdin)
	}
	return probe.ReadFile(file)
}

// collect observes this computer. If it is interrupted, it returns no facts: a card that was not asked would look like
// a card that does not answer.
func (p *program) collect(ctx context.Context) (*checks.Facts, error) {
	options, err := p.probeOptions()
	if err != nil {
		return nil, err
	}
	facts := probe.Collect(ctx, options)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return facts, nil
}

// probeOptions returns what to observe.
func (p *program) probeOptions() (probe.Options, error) {
	if p.timeout < minTimeout || p.timeout > maxTimeout {
		err := fmt.Errorf("--timeout must be from %v to a minute, not %v", minTimeout, p.timeout)
		return probe.Options{}, cli.Usage(err, "leave it out: two seconds are enough for any card that works")
	}
	executable, err := os.Executable()
	if err != nil {
		return probe.Options{}, err
	}

	options := probe.Options{
		Child:    probeCardCommandLine(executable, p.timeout),
		Setup:    p.setupPaths(executable),
		Identity: p.identity,
		Reader:   p.reader,
		Stdin:    p.Stdin,
		Answers:  string(p.answersFile()),
		Timeout:  p.timeout,
		Now:      p.Now,
		Env:      p.Env,
	}
	if p.online {
		options.Online = &probe.Online{
			Addresses: checks.Addresses(),
			Directory: checks.DirectoryURL(),
		}
	}
	return options, nil
}

func probeCardCommandLine(executable string, timeout time.Duration) []string {
	return []string{executable, probeCardName, "--timeout", timeout.String()}
}

// withMoreTime returns options with more time for cards. Facts tell whether one needs it.
func withMoreTime(options probe.Options, facts *checks.Facts) probe.Options {
	const longest = 15 * time.Second
	isUnfinished := func(r checks.Reader) bool { return r.Slow || r.Unfinished == checks.StepRead }
	if facts != nil && slices.ContainsFunc(facts.Readers, isUnfinished) {
		options.Timeout = max(options.Timeout, min(4*options.Timeout, longest))
		options.Child = probeCardCommandLine(options.Child[0], options.Timeout)
	}

	return options
}

// watchOptions returns the options of commands that observe again and again. They do not accept --online, which would
// use the network after every change, or roles from standard input, which can be read only once.
func (p *program) watchOptions() (probe.Options, error) {
	if p.online {
		err := errors.New("--online cannot be used here: it would use the network after every change")
		return probe.Options{}, cli.Usage(err, "run cardcheck --online once")
	}
	if p.identity == "-" {
		err := errors.New("--identity - cannot be used here: standard input can be read only once")
		return probe.Options{}, cli.Usage(err, "write the roles to a file and name it")
	}
	return p.probeOptions()
}

// setupPaths returns where the set-up file may be: in the working directory; next to the program, where it is after a
// double click; or in the user's profile, if the user may not write to the folder of the program.
func (p *program) setupPaths(executable string) []string {
	if p.setup != "" {
		return []string{p.setup}
	}
	paths := []string{
		setupFile,
		filepath.Join(filepath.Dir(executable), setupFile),
	}
	if answers := string(p.answersFile()); answers != "" {
		paths = append(paths, filepath.Join(filepath.Dir(answers), setupFile))
	}
	return paths
}

func (p *program) factsCommand() *cobra.Command {
	var full bool
	c := &cobra.Command{
		Use:   "facts",
		Short: "Print what cardcheck observes, as JSON",
		Long: `facts prints what cardcheck observes on this computer, as JSON. It redacts names and
card numbers.`,
		Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			facts, err := p.collect(c.Context())
			if err != nil {
				return err
			}
			if !full {
				facts = checks.Redact(facts)
			}
			return cli.WriteJSON(p.Stdout, facts)
		},
	}
	addFullFlag(c, &full)
	p.addProbeFlags(c)
	command.HideFlags(c, "site")
	return c
}

func addFullFlag(c *cobra.Command, full *bool) {
	c.Flags().BoolVar(full, "full", false, "include names and complete card numbers")
}

// probeCardCommand is the child process that talks to readers and cards. Its parent kills it when they hang. If the
// parent no longer exists, it ends on its own.
func (p *program) probeCardCommand() *cobra.Command {
	var reader string
	var name []byte
	c := &cobra.Command{
		Use:    probeCardName,
		Hidden: true,
		Args:   command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			done := make(chan error, 1)
			go func() { // calls to PC/SC cannot be interrupted
				done <- probe.Child(cmp.Or(reader, string(name)), p.Stdout)
			}()

			select {
			case err := <-done:
				return err
			case <-time.After(probe.Options{Timeout: p.timeout}.Whole() + time.Second):
				return errors.New("the card did not answer")
			}
		},
	}
	c.Flags().StringVar(&reader, "reader", "", "reader whose card to ask")
	c.Flags().BytesHexVar(&name, "reader-bytes", nil, "the name of the reader in hex")
	p.addTimeoutFlag(c)
	return c
}

// watchCardsCommand is the child process that waits for readers and cards. It ends with its parent.
func (p *program) watchCardsCommand() *cobra.Command {
	return &cobra.Command{
		Use:    watchCardsName,
		Hidden: true,
		Args:   command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			go func() {
				_, _ = io.Copy(io.Discard, p.Stdin) // ends when the parent does, in whatever way
				os.Exit(cli.ExitOK)                 // calls to PC/SC cannot be interrupted
			}()
			return probe.WatchChild(c.Context(), p.Stdout)
		},
	}
}
