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

// checksCommand lists the checks: for people, and for signpost, which compares them with the articles.
func (p *program) checksCommand() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use:   "checks",
		Short: "List the checks with the error codes that they report",
		Args:  command.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return p.listChecks(format, out) },
	}
	addFormatFlag(c.Flags(), &format, textOrJSON)
	c.Flags().StringVar(&out, "out", "", "`file` to write the JSON to instead of standard output")
	return c
}

func (p *program) listChecks(format, out string) error {
	if err := cli.OneOf("format", format, textOrJSON); err != nil {
		return err
	}
	list := checkList()
	if format == "text" {
		return p.printChecks(list)
	}

	data := codes.EncodeChecks(list)
	if out != "" {
		return os.WriteFile(out, data, 0o666)
	}
	_, err := p.Stdout.Write(data)
	return err
}

func (p *program) printChecks(list []codes.Check) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	for _, c := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.ID, c.Code, c.Title)
	}
	return w.Flush()
}

// checkList returns the checks in the form in which signpost reads them.
func checkList() []codes.Check {
	var list []codes.Check
	for _, c := range checks.List() {
		list = append(list, codes.Check{
			ID:    c.ID,
			Code:  c.Code,
			Title: c.Title,
		})
	}
	return list
}
