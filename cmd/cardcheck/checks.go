package main

import (
	"fmt"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/codes"
)

// checksCommand lists the checks: for people, and for signpost, which holds them against the articles.
func (p *program) checksCommand() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use: "checks", Short: "List every check with the error code that it reports", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !slices.Contains([]string{"text", "json"}, format) {
				return usage(fmt.Errorf("there is no format %q", format), "the formats are text, json")
			}
			if format == "text" {
				return p.printChecks()
			}
			data := codes.EncodeChecks(listed())
			if out == "" {
				_, err := p.stdout.Write(data)
				return err
			}
			if err := os.WriteFile(out, data, 0o666); err != nil {
				return cannot(err, "")
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
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, c := range listed() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.ID, c.Code, c.Title)
	}
	return w.Flush()
}
