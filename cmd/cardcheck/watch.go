package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

func (p *program) watchCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "watch", Short: "Check again whenever a reader or a card comes or goes, until Ctrl+C", Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cli.OneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			return p.watch(c.Context(), format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text or json")
	p.addProbeFlags(c)
	return c
}

func (p *program) watch(ctx context.Context, format string) error {
	options, err := p.lastingOptions()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var before []checks.Finding
	var deaf error // nobody reads any more
	err = probe.Watch(ctx, []string{options.Child[0], watchChildName}, options, func(f *checks.Facts) {
		findings := checks.Run(f, p.registry)
		if deaf = p.tell(format, f, before, findings); deaf != nil {
			stop()
		}
		before = findings
	})
	if err := errors.Join(err, deaf); err != nil {
		return err
	}
	return nil
}

// lastingOptions is the options of a command that looks again and again. It refuses --online, which would call at every change, and roles
// from standard input, which can be read only once.
func (p *program) lastingOptions() (probe.Options, error) {
	options, err := p.options()
	switch {
	case err != nil:
		return probe.Options{}, err
	case p.online:
		return probe.Options{}, cli.Usage(errors.New("--online is not for what goes on looking: it would call at every change"), "run cardcheck --online once")
	case p.identity == "-":
		return probe.Options{}, cli.Usage(errors.New("--identity - can be read only once"), "write the roles into a file and name it")
	}
	return options, nil
}

// tell prints what is new: in text the lines that changed, in JSON everything.
func (p *program) tell(format string, f *checks.Facts, before, findings []checks.Finding) error {
	if format == "json" {
		f = checks.Redact(f)
		return json.NewEncoder(p.Stdout).Encode(p.document(checks.Run(f, p.registry), f))
	}
	return writeChanges(p.Stdout, f.Host.Time.In(time.Local), before, findings)
}

// writeChanges prints the findings whose status changed: at first all of them.
func writeChanges(w io.Writer, now time.Time, before, findings []checks.Finding) error {
	stamp := now.Format(time.TimeOnly)
	for i, f := range findings {
		if i < len(before) && before[i].Status == f.Status && before[i].Detail == f.Detail {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s  %-5s %-7s %s: %s\n", stamp, marks[f.Status], f.Code, f.Title, clean(f.Detail)); err != nil {
			return err
		}
		if f.Bad() {
			if _, err := fmt.Fprintf(w, "%*s  %s\n", len(stamp), "", f.URL); err != nil {
				return err
			}
		}
	}
	if slices.ContainsFunc(findings, checks.Finding.Bad) {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s  %s\n", stamp, closing(findings, "run cardcheck to see how to find out"))
	return err
}

const watchChildName = "watch-cards"

// watchChildCommand is the process that waits for readers and cards. It ends with the process that started it.
func (p *program) watchChildCommand() *cobra.Command {
	return &cobra.Command{
		Use: watchChildName, Hidden: true, Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			go func() {
				_, _ = io.Copy(io.Discard, p.Stdin) // ends when the other process does, however that comes about
				os.Exit(cli.ExitOK)
			}()
			return probe.WatchChild(c.Context(), p.Stdout)
		},
	}
}
