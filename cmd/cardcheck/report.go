package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/companion/practice"
)

// reportFlags are the flags of report.
type reportFlags struct {
	facts   string
	full    bool
	preview bool
}

func (p *program) reportCommand() *cobra.Command {
	var flags reportFlags
	c := &cobra.Command{
		Use: "report [FILE.zip]", Short: "Check everything and write a report for support, without names and whole card numbers", Args: command.Args("at most one file", 0, 1),
		Long: "report writes a zip file with what cardcheck saw and what it makes of it, for you to send to support.\n" +
			"It prints first exactly what is in it, sends nothing, and never overwrites a file.",
		RunE: func(c *cobra.Command, args []string) error { return p.saveReport(c.Context(), flags, args) },
	}
	c.Flags().StringVar(&flags.facts, "facts", "", "report on the facts in this file instead of this computer; - is standard input")
	c.Flags().BoolVar(&flags.full, "full", false, "leave names and whole card numbers in")
	c.Flags().BoolVar(&flags.preview, "preview", false, "print what the report would hold, and write nothing")
	p.addProbeFlags(c)
	return c
}

func (p *program) saveReport(ctx context.Context, flags reportFlags, args []string) error {
	if flags.preview && len(args) > 0 {
		return cli.Usage(fmt.Errorf("--preview writes no file, so there is no use for %q", args[0]), "leave out either of the two")
	}
	facts, err := p.facts(ctx, flags.facts)
	if err != nil {
		return err
	}
	if !flags.full {
		facts = checks.Redact(facts)
	}
	files, err := p.reportFiles(facts)
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := fmt.Fprintf(p.Stdout, "--- %s\n%s", f.name, f.data); err != nil {
			return err
		}
	}
	if flags.preview {
		fmt.Fprintln(p.Stderr, "nothing was written: this is all that the report would hold.")
		return nil
	}
	return p.writeReport(files, args)
}

// writeReport writes the files into one, with the day and time in its name where nobody gave it one.
func (p *program) writeReport(files []reportFile, args []string) error {
	now := time.Now()
	path := reportName(now)
	if len(args) > 0 {
		path = args[0]
	}
	data, err := zipped(files, now)
	if err != nil {
		return err
	}
	if err := writeNew(path, data); err != nil {
		return err
	}
	fmt.Fprintln(p.Stderr, measureOf(p.Stderr).wrap(fmt.Sprintf("wrote %s, which holds what is printed above and nothing else. Read it, then send it to support.", path), "", ""))
	return nil
}

func reportName(now time.Time) string { return now.Format("cardcheck-report-20060102-150405.zip") }

// reportFile is one file of a report.
type reportFile struct {
	name string
	data []byte
}

// reportFiles are the findings for people, and findings and facts for programs.
func (p *program) reportFiles(facts *checks.Facts) ([]reportFile, error) {
	findings := checks.Run(facts, p.registry)
	var text, data, raw bytes.Buffer
	if err := writeText(&text, findings, usual); err != nil {
		return nil, err
	}
	if err := cli.WriteJSON(&data, p.document(findings, nil)); err != nil {
		return nil, err
	}
	if err := cli.WriteJSON(&raw, facts); err != nil {
		return nil, err
	}
	return []reportFile{{"report.txt", text.Bytes()}, {"findings.json", data.Bytes()}, {"facts.json", raw.Bytes()}}, nil
}

func zipped(files []reportFile, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func exists(path string) error {
	return cli.WithHint(fmt.Errorf("%q exists already, and is left as it is", path), "name another file")
}

// writeNew writes a file that was not there, for its owner alone to read.
func writeNew(path string, data []byte) error {
	err := practice.Create(path, data)
	if errors.Is(err, fs.ErrExist) {
		return exists(path)
	}
	return notWritten(err)
}

// notWritten adds to the error of a file that could not be written what to do about it.
func notWritten(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return cli.WithHint(err, "make the folder first, or name another")
	case errors.Is(err, fs.ErrPermission):
		return cli.WithHint(err, "name a file in a folder in which you may write, such as your Documents")
	}
	return err
}
