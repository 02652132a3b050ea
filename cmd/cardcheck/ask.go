package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

// maxAttempts is how often a question is asked before it is left open.
const maxAttempts = 3

// asker is one run of "cardcheck ask".
type asker struct {
	*program
	forget bool
}

func (p *program) askCommand() *cobra.Command {
	a := &asker{program: p}
	c := &cobra.Command{
		Use:   "ask [QUESTION=ANSWER ...]",
		Short: "Answer questions about what cardcheck cannot check itself",
		Long: `ask asks the questions that matter for your practice, one at a time. Press Enter to
skip one. The answers are saved on this computer, each with its date, and the checks
use them. ask never asks for a password or a PIN.`,
		Example: `  cardcheck ask
  cardcheck ask emis-cdb=12345 emis-accounts=yes
  cardcheck ask --forget`,
		RunE: func(_ *cobra.Command, args []string) error { return a.run(args) },
	}
	c.Flags().BoolVar(&a.forget, "forget", false, "delete all answers")
	p.addSetupFlag(c)
	command.HideFlags(c, "online", "site")
	return c
}

func (a *asker) run(args []string) error {
	if a.forget {
		if err := a.answersFile().delete(); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.Stdout, "all answers deleted")
		return err
	}
	if err := a.answersFile().check(); err != nil {
		return err // before the user answers anything
	}

	questions, err := a.questions()
	if err != nil {
		return err
	}
	given, err := a.answers(questions, args)
	if err != nil {
		return err
	}
	if err := a.answersFile().save(given); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Stdout, "saved %s in %s\n", cli.Count(len(given), "answer"), a.answersFile())
	return err
}

// questions returns the questions for the practice.
func (a *asker) questions() ([]checks.Question, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, err
	}
	questions := checks.Questions(probe.Setup(a.setupPaths(executable)))
	if len(questions) == 0 {
		err := errors.New("nothing is known about the practice, so there are no questions")
		return nil, cli.WithHint(err, `run "cardcheck init" first`)
	}
	return questions, nil
}

// answers takes the answers from the command line or, if it has none, from the user.
func (a *asker) answers(questions []checks.Question, args []string) ([]checks.Answer, error) {
	if len(args) > 0 {
		return parseAnswers(questions, args, a.Now())
	}
	if !isTerminal(a.Stdin) {
		err := errors.New("standard input is not a terminal, so no one can answer")
		return nil, cli.Usage(err, "give the answers: cardcheck ask emis-cdb=12345")
	}
	return a.dialogue(questions, bufio.NewScanner(a.Stdin))
}

// dialogue asks the questions. The end of the input leaves the others open.
func (a *asker) dialogue(questions []checks.Question, input *bufio.Scanner) ([]checks.Answer, error) {
	var given []checks.Answer
	for _, q := range questions {
		answer, ok, err := a.ask(q, input)
		if err != nil {
			return nil, err
		}
		if ok {
			given = append(given, answer)
		}
	}
	return given, nil
}

// ask asks a question until the user answers it or skips it.
func (a *asker) ask(q checks.Question, input *bufio.Scanner) (answer checks.Answer, ok bool, err error) {
	text := q.Text
	if q.YesNo {
		text += " (yes or no)"
	}

	for range maxAttempts {
		fmt.Fprintf(a.Stderr, "%s ", cli.Wrap(widthOf(a.Stderr), text, "", ""))
		if !input.Scan() {
			fmt.Fprintln(a.Stderr)
			return checks.Answer{}, false, input.Err()
		}
		if strings.TrimSpace(input.Text()) == "" {
			return checks.Answer{}, false, nil
		}
		if answer, ok := parseAnswer(q, input.Text(), a.Now()); ok {
			return answer, true, nil
		}
	}
	return checks.Answer{}, false, nil
}
