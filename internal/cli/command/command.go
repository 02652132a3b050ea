// Package command runs the command lines of signpost and cardcheck, which are trees of cobra commands.
//
// It makes three promises that cobra does not make:
//   - a wrong command line, and nothing else, is a usage error: an unknown command or flag, an invalid value of a flag,
//     a missing or surplus argument. The hint names the help of the command that was meant;
//   - a command whose output could not be written does not exit with 0, its help included;
//   - help is worded like the rest of the program.
package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

// Run runs the command line of a process and returns the exit code. It calls newRoot for the root command with a copy
// of the process whose standard output remembers errors and whose standard input stops waiting when ctx is cancelled.
func Run(ctx context.Context, p cli.Process, newRoot func(cli.Process) *cobra.Command) int {
	out := cli.NewOutput(p.Stdout)
	p.Stdout = out
	if p.Stdin != nil {
		p.Stdin = cli.NewInput(ctx, p.Stdin)
	}
	root := newRoot(p)

	prepare(root)
	root.SetArgs(p.Args)
	root.SetIn(p.Stdin)
	root.SetOut(out)
	root.SetErr(p.Stderr)

	err := execute(ctx, root, p.Args)
	if out.Err() != nil {
		err = out.Err()
	}
	return cli.Report(ctx, p.Stderr, root.Name(), err)
}

// execute looks the command up before cobra does: only here can an unknown command be told from other errors.
func execute(ctx context.Context, root *cobra.Command, args []string) error {
	found, rest, err := root.Find(args)
	if err != nil {
		return usage(found, unknown(found, firstWord(rest)))
	}
	return root.ExecuteContext(ctx)
}

// firstWord returns the first argument that is not a flag.
func firstWord(args []string) string {
	i := slices.IndexFunc(args, func(arg string) bool { return !strings.HasPrefix(arg, "-") })
	if i < 0 {
		return ""
	}
	return args[i]
}

// prepare configures all commands of a program.
func prepare(root *cobra.Command) {
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	prepareEach(root)
}

func prepareEach(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = "print this help"

	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			return usage(c, check(c, args))
		}
	}
	for _, child := range c.Commands() {
		prepareEach(child)
	}
}

// helpCommand differs from cobra's in that it rejects unknown commands.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print the help of a command",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usage(found, unknown(found, firstWord(rest)))
			}
			return found.Help()
		},
	}
}
