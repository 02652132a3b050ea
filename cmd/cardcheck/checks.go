package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
)

// checksCommand lists the checks: for people, and for signpost, which holds them against the articles.
func (p *program) checksCommand() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use: "checks", Short: "List every check with the error code that it reports", Args: command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := cli.OneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			if format == "text" {
				return p.printChecks()
			}
			data := codes.EncodeChecks(listed())
			if out == "" {
				_, err := p.Stdout.Write(data)
				return err
			}
			if err := os.WriteFile(out, data, 0o666); err != nil {
				return err
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text, json")
	c.Flags().StringVar(&out, "out", "", "`file` to write the JSON to instead of printing it")
	return c
}

func listed() []codes.Check {
	var list []codes.Check
	for _, c := range checks.List() {
		list = append(list, codes.Check{ID: c.ID, Code: c.Code, Title: c.Title})
	}
	return list
}

func (p *program) printChecks() error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	for _, c := range listed() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.ID, c.Code, c.Title)
	}
	return w.Flush()
}
