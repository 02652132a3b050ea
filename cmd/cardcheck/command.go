package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/version"
)

// program is one run of cardcheck: the process, the error codes and the flags that several commands have.
type program struct {
	cli.Process
	registry *codes.Registry

	site     string        // --site: the address or the folder of the help centre
	setup    string        // --setup
	identity string        // --identity
	reader   string        // --reader
	timeout  time.Duration // --timeout
	online   bool          // --online
}

// run runs one command line and returns the exit code.
func run(ctx context.Context, p cli.Process) int {
	registry, err := codes.Embedded()
	if err != nil {
		return cli.Report(ctx, p.Stderr, "cardcheck", err)
	}
	return runWith(ctx, p, registry)
}

// runWith runs a command line with the codes of a registry.
func runWith(ctx context.Context, process cli.Process, registry *codes.Registry) int {
	return command.Run(ctx, process, func(process cli.Process) *cobra.Command {
		p := &program{
			Process:  process,
			registry: registry,
		}
		return p.rootCommand()
	})
}

func (p *program) rootCommand() *cobra.Command {
	check := p.runCommand()
	root := &cobra.Command{
		Use:   "cardcheck",
		Short: "Check the smartcard reader, the card and the set-up of the practice",
		Long: `cardcheck checks the smartcard reader, the card and the set-up of the practice. It
explains what is wrong and links to the article that fixes it. Without a command it
does the same as "cardcheck run".

Exit codes: 0 success, 1 could not run, 2 usage error, 3 problems found, 4 nothing
could be checked, 130 or 143 interrupted.`,
		Args:              command.NoArgs,
		RunE:              check.RunE,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return p.useSite(c.Context()) },
	}

	root.Flags().AddFlagSet(check.Flags())
	root.PersistentFlags().StringVar(&p.site, "site", "",
		"help centre to link to: its `address`, or the folder of a copy (default "+p.registry.Site+")")
	root.PersistentFlags().BoolVar(&p.online, "online", false,
		"also use the network: check NHS addresses, look up the practice in the national\n"+
			"directory, and load the newest codes of --site")
	root.AddCommand(
		check,
		p.uiCommand(),
		p.explainCommand(),
		p.checksCommand(),
		p.openCommand(),
		p.factsCommand(),
		p.initCommand(),
		p.askCommand(),
		p.reportCommand(),
		p.watchCommand(),
		command.Licences(p.Stdout, licences),
		p.versionCommand(),
		p.probeCardCommand(),
		p.watchCardsCommand(),
	)
	return root
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of cardcheck, its error codes and its policy data",
		Args:  command.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(p.Stdout, "cardcheck %s, %d error codes from %s, policy data of %s\n",
				version.Number,
				len(p.registry.Codes),
				p.registry.Site,
				checks.PolicyDate().Format("2 January 2006"))
			return err
		},
	}
}
