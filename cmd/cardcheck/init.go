package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/companion/practice"
)

func (p *program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write a set-up file, and ask for what goes into it", Args: command.Args("at most one file", 0, 1),
		Long: "init writes practice.yaml, in which every line is explained. On a terminal it asks for each value; Enter leaves one open.\n" +
			"It never overwrites a file, and never asks for a password or a PIN.",
		RunE: func(_ *cobra.Command, args []string) error {
			path := setupFile
			if len(args) > 0 {
				path = args[0]
			}
			var source *bufio.Scanner
			if onTerminal(p.Stdin) {
				source = bufio.NewScanner(p.Stdin)
			}
			return p.initSetup(path, source)
		},
	}
}

// onTerminal reports whether somebody sits there to answer.
func onTerminal(stdin io.Reader) bool {
	if in, ok := stdin.(*cli.Input); ok {
		stdin = in.Unwrap()
	}
	f, ok := stdin.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// initSetup writes the set-up file with the answers from source. Without a source every value is left open.
func (p *program) initSetup(path string, source *bufio.Scanner) error {
	if err := writable(path); err != nil { // before anybody has answered anything
		return err
	}
	answers := practice.Answers{}
	if source != nil {
		fmt.Fprintln(p.Stderr, measureOf(p.Stderr).wrap("These questions are about what your practice gave at onboarding. Press Enter to leave one open. Never type a password or a passcode.", "", ""))
		if err := p.interview(source, answers); err != nil {
			return err
		}
	}
	if err := writeNew(path, []byte(practice.Text(answers))); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.Stdout, "wrote %s\n", path)
	return err
}

// writable reports what would keep a new file from being written.
func writable(path string) error {
	if _, err := os.Stat(path); err == nil {
		return exists(path)
	}
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, ".cardcheck-*")
	if err != nil {
		reason := new(fs.PathError) // without the name of a file that nobody asked for
		if errors.As(err, &reason) {
			err = reason.Err
		}
		return notWritten(fmt.Errorf("nothing can be written into the folder %q: %w", folder, err))
	}
	return notWritten(errors.Join(f.Close(), os.Remove(f.Name())))
}

// attempts is how often a question is put before the answer is left open.
const attempts = 3

// interview asks each question that applies. The end of the input leaves the rest open.
func (p *program) interview(source *bufio.Scanner, answers practice.Answers) error {
	for _, q := range practice.Questions() {
		if !q.Applies(answers) {
			continue
		}
		for range attempts {
			fmt.Fprintf(p.Stderr, "%s: ", q.Ask)
			if !source.Scan() {
				fmt.Fprintln(p.Stderr)
				return source.Err()
			}
			values := q.Values(source.Text())
			mistakes := q.Mistakes(values)
			if len(mistakes) == 0 {
				answers[q.Key] = values
				break
			}
			for _, m := range mistakes {
				fmt.Fprintln(p.Stderr, measureOf(p.Stderr).wrap(practice.Sentence(m), "  ", "  "))
			}
		}
	}
	return nil
}
