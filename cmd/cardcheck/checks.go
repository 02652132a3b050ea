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

// checkLister is one run of "cardcheck checks", for people, and for signpost, which compares checks with articles.
type checkLister struct {
	*program
	format string
	out    string
}

func (p *program) checksCommand() *cobra.Command {
	l := &checkLister{program: p}
	c := &cobra.Command{
		Use:   "checks",
		Short: "List the checks with the error codes that they report",
		Long:  `checks lists the ID, the error code and the title of each check.`,
		Args:  command.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return l.run() },
	}
	addFormatFlag(c.Flags(), &l.format, textOrJSON)
	command.HideFlags(c, "online", "site")
	c.Flags().StringVar(&l.out, "out", "", "`file` to write the JSON to instead of standard output")
	return c
}

func (l *checkLister) run() error {
	if err := cli.OneOf("format", l.format, textOrJSON); err != nil {
		return err
	}
	list := checkList()
	if l.format == "text" {
		return l.printText(list)
	}

	data := codes.EncodeChecks(list)
	if l.out != "" {
		return os.WriteFile(l.out, data, 0o666)
	}
	_, err := l.Stdout.Write(data)
	return err
}

func (l *checkLister) printText(list []codes.Check) error {
	w := tabwriter.NewWriter(l.Stdout, 0, 0, 2, ' ', 0)
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
