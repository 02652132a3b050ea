package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
)

// reporter is one run of "cardcheck report".
type reporter struct {
	*program
	facts   string
	full    bool
	preview bool
}

func (p *program) reportCommand() *cobra.Command {
	r := &reporter{program: p}
	c := &cobra.Command{
		Use:   "report [FILE.zip]",
		Short: "Check everything and write a report for support",
		Long: `report writes a zip file with what cardcheck observed and found, for you to send to
support. It redacts names and card numbers, and first prints exactly what is in the
file. It sends nothing, and never overwrites a file.`,
		Args: command.Args("at most one file", 0, 1),
		RunE: func(c *cobra.Command, args []string) error { return r.run(c.Context(), args) },
	}
	addFactsFlag(c.Flags(), &r.facts)
	addFullFlag(c, &r.full)
	c.Flags().BoolVar(&r.preview, "preview", false, "print what the report would contain, and write nothing")
	p.addProbeFlags(c)
	return c
}

func (r *reporter) run(ctx context.Context, args []string) error {
	if r.preview && len(args) > 0 {
		return cli.Usagef("leave out one of the two", "--preview writes no file, but the command names %q", args[0])
	}
	facts, err := r.loadFacts(ctx, r.facts)
	if err != nil {
		return err
	}
	if !r.full {
		facts = checks.Redact(facts)
	}

	files, err := reportFiles(facts, r.registry)
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := fmt.Fprintf(r.Stdout, "--- %s\n%s", f.name, f.data); err != nil {
			return err
		}
	}
	if r.preview {
		fmt.Fprintln(r.Stderr, "nothing was written; the report would contain only this")
		return nil
	}
	return r.write(files, args)
}

// write writes the zip file, to the file on the command line or to one named after the time.
func (r *reporter) write(files []reportFile, args []string) error {
	now := r.Now()
	path := reportName(now)
	if len(args) > 0 {
		path = args[0]
	}
	data, err := zipFiles(files, now)
	if err != nil {
		return err
	}
	if err := createFile(path, data); err != nil {
		return err
	}

	const message = "wrote %s, which contains what is printed above and nothing else. Read it, then send it to support."
	printWrapped(r.Stderr, fmt.Sprintf(message, path), "")
	return nil
}

// reportName returns the name of a report that was made at a time.
func reportName(now time.Time) string { return now.Format("cardcheck-report-20060102-150405.zip") }

// reportFile is a file in a report.
type reportFile struct {
	name string
	data []byte
}

// reportFiles returns the findings for people, the findings for programs, and the facts.
func reportFiles(facts *checks.Facts, registry *codes.Registry) ([]reportFile, error) {
	findings := checks.Run(facts, registry)
	var text, findingsJSON, factsJSON bytes.Buffer
	if err := writeFindings(&text, findings, facts, defaultWidth); err != nil {
		return nil, err
	}
	document := newDocument(findings, facts, registry)
	document.Facts = nil // they are in a file of their own
	if err := cli.WriteJSON(&findingsJSON, document); err != nil {
		return nil, err
	}
	if err := cli.WriteJSON(&factsJSON, facts); err != nil {
		return nil, err
	}

	return []reportFile{
		{"report.txt", text.Bytes()},
		{"findings.json", findingsJSON.Bytes()},
		{"facts.json", factsJSON.Bytes()},
	}, nil
}

// zipFiles returns a zip file.
func zipFiles(files []reportFile, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{
			Name:     f.name,
			Method:   zip.Deflate,
			Modified: now,
		})
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
