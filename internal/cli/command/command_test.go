package command

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
)

// newRoot returns the command line of a program with two commands.
func newRoot(p cli.Process) *cobra.Command {
	root := &cobra.Command{
		Use:   "prog",
		Short: "Do things",
	}
	show := &cobra.Command{
		Use:  "show FILE",
		Args: Args("a file such as a.txt", 1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "missing" {
				return errors.New("no such file")
			}
			fmt.Fprintln(p.Stdout, args[0])
			return nil
		},
	}
	show.Flags().Int("width", 80, "`columns` to use")
	show.Flags().Bool("raw", false, "print bytes")

	list := &cobra.Command{
		Use:  "list",
		Args: NoArgs,
		RunE: func(*cobra.Command, []string) error { return cli.ErrProblems },
	}
	list.AddCommand(&cobra.Command{
		Use:  "all",
		Args: NoArgs,
		Run:  func(*cobra.Command, []string) {},
	})
	root.AddCommand(show, list)
	return root
}

func TestExitCodes(t *testing.T) {
	for _, test := range []struct {
		args   string
		code   int
		stdout string
		stderr string
	}{
		{"show a.txt", 0, "a.txt\n", ""},
		{"show missing", 1, "", "prog: no such file\n"},
		{"list", 3, "", ""},
		{"list all", 0, "", ""},
		{"shwo a.txt", 2, "", "prog: unknown command \"shwo\" for \"prog\"\nhint: did you mean show?\n"},
		{"frobnicate", 2, "", "prog: unknown command \"frobnicate\" for \"prog\"\nhint: run \"prog --help\"\n"},
		{"list al", 2, "", "prog: unknown command \"al\" for \"prog list\"\nhint: did you mean all?\n"},
		{"list all extra", 2, "", "prog: prog list all takes no arguments, but got \"extra\"\nhint: run \"prog list all --help\"\n"},
		{"show", 2, "", "prog: prog show needs a file such as a.txt\nhint: run \"prog show --help\"\n"},
		{"show a b c", 2, "", "prog: prog show takes a file such as a.txt and nothing else, but got \"b c\"\nhint: run \"prog show --help\"\n"},
		{"show --wdith 3 a", 2, "", "prog: unknown flag: --wdith\nhint: run \"prog show --help\"\n"},
		{"show --width few a", 2, "", "prog: invalid value \"few\" for --width\nhint: use a whole number\n"},
		{"show --raw=maybe a", 2, "", "prog: invalid value \"maybe\" for --raw\nhint: use true or false\n"},
		{"help frobnicate", 2, "", "prog: unknown command \"frobnicate\" for \"prog\"\nhint: run \"prog --help\"\n"},
	} {
		t.Run(test.args, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := Run(t.Context(), cli.Process{
				Args:   strings.Fields(test.args),
				Stdout: &stdout,
				Stderr: &stderr,
			}, newRoot)

			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if stdout.String() != test.stdout {
				t.Errorf("stdout %q, want %q", &stdout, test.stdout)
			}
			if stderr.String() != test.stderr {
				t.Errorf("stderr %q, want %q", &stderr, test.stderr)
			}
		})
	}
}

// full is a writer without space, like /dev/full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	for _, args := range []string{"show a.txt", "help", "help show", "--help", "show --help", ""} {
		var stderr bytes.Buffer
		code := Run(t.Context(), cli.Process{
			Args:   strings.Fields(args),
			Stdout: full{},
			Stderr: &stderr,
		}, newRoot)

		const want = "prog: cannot write the output: no space left\n"
		if code != cli.ExitFailed || stderr.String() != want {
			t.Errorf("%q: exit code %d, %q", args, code, &stderr)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range []string{"help show", "show --help"} {
		var stdout bytes.Buffer
		code := Run(t.Context(), cli.Process{
			Args:   strings.Fields(args),
			Stdout: &stdout,
		}, newRoot)

		if code != cli.ExitOK || !strings.Contains(stdout.String(), "print this help") {
			t.Errorf("%q: exit code %d\n%s", args, code, &stdout)
		}
	}
}
