package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

// watcher is one run of "cardcheck watch".
type watcher struct {
	*program
	format   string
	previous []checks.Finding // what was printed last
}

func (p *program) watchCommand() *cobra.Command {
	w := &watcher{program: p}
	c := &cobra.Command{
		Use:   "watch",
		Short: "Check again whenever a reader or a card is connected or removed",
		Long: `watch checks everything once, and again whenever a reader or a card is connected or
removed. It prints what has changed; with --format json it prints a document on each line.
Ctrl+C stops it.`,
		Args: command.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return w.run(c.Context()) },
	}
	addFormatFlag(c.Flags(), &w.format, textOrJSON)
	p.addProbeFlags(c)
	command.HideFlags(c, "online")
	return c
}

func (w *watcher) run(ctx context.Context) error {
	if err := cli.OneOf("format", w.format, textOrJSON); err != nil {
		return err
	}
	options, err := w.watchOptions()
	if err != nil {
		return err
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var writeErr error
	err = probe.Watch(ctx, watchCommandLine(options), options, func(f *checks.Facts) {
		if writeErr = w.print(f); writeErr != nil {
			stop()
		}
	})
	if writeErr != nil {
		return writeErr
	}
	return err
}

// watchCommandLine returns the command line of the child process that waits for readers and cards.
func watchCommandLine(options probe.Options) []string {
	executable := options.Child[0]
	return []string{executable, watchCardsName}
}

// print writes what is new: in text the findings that have changed, in JSON all.
func (w *watcher) print(f *checks.Facts) error {
	if w.format == "json" {
		f = checks.Redact(f)
		return cli.WriteJSONLine(w.Stdout, newDocument(checks.Run(f, w.registry), f, w.registry))
	}

	findings := checks.Run(f, w.registry)
	err := writeChanges(w.Stdout, f.Host.Time.In(time.Local), w.previous, findings)
	w.previous = findings
	return err
}

// writeChanges writes the findings that differ from the previous ones, which are nil at first.
func writeChanges(w io.Writer, now time.Time, previous, findings []checks.Finding) error {
	stamp := now.Format(time.TimeOnly)
	for i, f := range findings {
		if i < len(previous) && previous[i].Status == f.Status && previous[i].Detail == f.Detail {
			continue
		}
		if err := writeChange(w, stamp, f); err != nil {
			return err
		}
	}

	if slices.ContainsFunc(findings, checks.Finding.NeedsAction) {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s  %s\n", stamp, summary(findings, "run cardcheck to see how to find out"))
	return err
}

func writeChange(w io.Writer, stamp string, f checks.Finding) error {
	text := f.Heading
	if detail := reason(f); detail != "" {
		text += ": " + cli.Printable(detail)
	}

	_, err := fmt.Fprintf(w, "%s  %-5s %-7s %s\n", stamp, statusLabels[f.Status], f.Code, text)
	if err == nil && f.NeedsAction() {
		_, err = fmt.Fprintf(w, "%*s  %s\n", len(stamp), "", f.URL)
	}
	return err
}
