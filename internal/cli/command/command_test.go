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

// commandTest is a command line, its exit code and its output.
type commandTest struct {
	args   string
	code   int
	stdout string
	stderr string
}

var commandTests = []commandTest{
	{
		args:   "show a.txt",
		stdout: "a.txt\n",
	},
	{
		args:   "show missing",
		code:   1,
		stderr: "prog: no such file\n",
	},
	{
		args: "list",
		code: 3,
	},
	{
		args: "list all",
	},
	{
		args: "shwo a.txt",
		code: 2,
		stderr: "prog: unknown command \"shwo\" for \"prog\"\n" +
			"hint: did you mean show?\n",
	},
	{
		args: "frobnicate",
		code: 2,
		stderr: "prog: unknown command \"frobnicate\" for \"prog\"\n" +
			"hint: run \"prog --help\"\n",
	},
	{
		args: "list al",
		code: 2,
		stderr: "prog: unknown command \"al\" for \"prog list\"\n" +
			"hint: did you mean all?\n",
	},
	{
		args: "list all extra",
		code: 2,
		stderr: "prog: prog list all takes no arguments, but got \"extra\"\n" +
			helpHint("list all"),
	},
	{
		args: "show",
		code: 2,
		stderr: "prog: prog show needs a file such as a.txt\n" +
			helpHint("show"),
	},
	{
		args: "show a b c",
		code: 2,
		stderr: "prog: prog show accepts a file such as a.txt, but also got \"b c\"\n" +
			helpHint("show"),
	},
	{
		args: "show --wdith 3 a",
		code: 2,
		stderr: "prog: unknown flag: --wdith\n" +
			helpHint("show"),
	},
	{
		args: "show --width few a",
		code: 2,
		stderr: "prog: invalid value \"few\" for --width\n" +
			"hint: use a whole number\n",
	},
	{
		args: "show --raw=maybe a",
		code: 2,
		stderr: "prog: invalid value \"maybe\" for --raw\n" +
			"hint: use true or false\n",
	},
	{
		args: "help frobnicate",
		code: 2,
		stderr: "prog: unknown command \"frobnicate\" for \"prog\"\n" +
			"hint: run \"prog --help\"\n",
	},
}

func helpHint(command string) string { return fmt.Sprintf("hint: run \"prog %s --help\"\n", command) }

func TestExitCodes(t *testing.T) {
	for _, test := range commandTests {
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

// TestHideFlags expects flags that are hidden for one command only, and accepted by both.
func TestHideFlags(t *testing.T) {
	newRoot := func(cli.Process) *cobra.Command {
		root := &cobra.Command{Use: "prog"}
		root.PersistentFlags().Bool("online", false, "use the network")
		run := func(*cobra.Command, []string) {}
		near := &cobra.Command{
			Use: "near",
			Run: run,
		}
		far := &cobra.Command{
			Use: "far",
			Run: run,
		}
		HideFlags(near, "online")
		root.AddCommand(near, far)
		return root
	}

	for args, want := range map[string]bool{
		"near --help":   false,
		"help near":     false,
		"near --online": false,
		"far --help":    true,
		"help far":      true,
	} {
		var stdout bytes.Buffer
		code := Run(t.Context(), cli.Process{
			Args:   strings.Fields(args),
			Stdout: &stdout,
		}, newRoot)

		if code != cli.ExitOK || strings.Contains(stdout.String(), "--online") != want {
			t.Errorf("%q: exit code %d\n%s", args, code, &stdout)
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
