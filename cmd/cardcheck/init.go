package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"signpost/internal/cli/command"
	"signpost/internal/companion/practice"
)

// setupWriter is one run of "cardcheck init".
type setupWriter struct {
	*program
}

func (p *program) initCommand() *cobra.Command {
	s := &setupWriter{p}
	c := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a set-up file and ask for its values",
		Long: `init writes practice.yaml, with an explanation of every line. On a terminal it asks for
each value; press Enter to leave one blank. It never overwrites a file, and never asks
for a password or a PIN.`,
		Args: command.Args("at most one file", 0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			path := setupFile
			if len(args) > 0 {
				path = args[0]
			}
			var input *bufio.Scanner
			if isTerminal(p.Stdin) {
				input = bufio.NewScanner(p.Stdin)
			}
			return s.run(path, input)
		},
	}
	command.HideFlags(c, "online", "site")
	return c
}

// run writes the set-up file with the answers from the input. Without an input every value is left open.
func (s *setupWriter) run(path string, input *bufio.Scanner) error {
	if err := checkWritable(path); err != nil {
		return err // before the user answers anything
	}

	answers := practice.Answers{}
	if input != nil {
		const intro = "These questions are about what your practice was given at onboarding. " +
			"Press Enter to leave one blank. Never type a password or a passcode."
		printWrapped(s.Stderr, intro, "")
		if err := s.interview(input, answers); err != nil {
			return err
		}
	}

	if err := createFile(path, []byte(practice.Text(answers))); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.Stdout, "wrote %s\n", path)
	return err
}

// checkWritable returns an error if a new file could not be written.
func checkWritable(path string) error {
	if _, err := os.Stat(path); err == nil {
		return errExists(path)
	}

	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, ".cardcheck-*")
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err // without the name of the temporary file
		}
		return addWriteHint(fmt.Errorf("cannot write to the folder %q: %w", folder, err))
	}
	return addWriteHint(errors.Join(f.Close(), os.Remove(f.Name())))
}

// interview asks each question that applies. The end of the input leaves the others open.
func (s *setupWriter) interview(input *bufio.Scanner, answers practice.Answers) error {
	for _, q := range practice.Questions() {
		if !q.Applies(answers) {
			continue
		}
		if err := s.ask(q, input, answers); err != nil {
			return err
		}
	}
	return nil
}

// ask asks a question until the answer is valid.
func (s *setupWriter) ask(q practice.Question, input *bufio.Scanner, answers practice.Answers) error {
	for range maxAttempts {
		fmt.Fprintf(s.Stderr, "%s: ", q.Ask)
		if !input.Scan() {
			fmt.Fprintln(s.Stderr)
			return input.Err()
		}

		values := q.Values(input.Text())
		mistakes := q.Mistakes(values)
		if len(mistakes) == 0 {
			answers[q.Key] = values
			return nil
		}
		for _, m := range mistakes {
			printWrapped(s.Stderr, practice.Sentence(m), "  ")
		}
	}
	return nil
}
