package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
)

func (p *program) askCommand() *cobra.Command {
	var forget bool
	c := &cobra.Command{
		Use: "ask [QUESTION=ANSWER ...]", Short: "Ask for what only a person can see, and remember it for the checks",
		Long: "ask puts the questions that matter for your practice, one after the other; Enter leaves one open. The answers are\n" +
			"remembered on this computer with the day on which they were given. It never asks for a password or a PIN.",
		Example: "  cardcheck ask\n  cardcheck ask emis-cdb=12345 emis-accounts=yes\n  cardcheck ask --forget",
		RunE: func(_ *cobra.Command, args []string) error {
			if forget {
				return p.forget()
			}
			return p.ask(args, onTerminal(p.Stdin))
		},
	}
	c.Flags().BoolVar(&forget, "forget", false, "forget every answer")
	c.Flags().StringVar(&p.setup, "setup", "", "set-up file (default "+setupFile+" here, else beside the program)")
	return c
}

func (p *program) answersFile() string { return probe.StateFile(runtime.GOOS, p.Env) }

// place is the file of the answers.
func (p *program) place() (string, error) {
	path := p.answersFile()
	if path == "" {
		return "", cli.WithHint(errors.New("there is no folder to remember answers in"), "set HOME")
	}
	return path, nil
}

func (p *program) forget() error {
	if err := p.forgetAnswers(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.Stdout, "every answer is forgotten")
	return err
}

func (p *program) forgetAnswers() error {
	path, err := p.place()
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// remember adds answers to those given before.
func (p *program) remember(given []checks.Answer) error {
	path, err := p.place()
	if err != nil {
		return err
	}
	before, err := probe.Answers(path)
	if err != nil {
		return cli.WithHint(err, "run \"cardcheck ask --forget\" to begin anew")
	}
	if err := probe.Remember(path, newest(before, given)); err != nil {
		return err
	}
	return nil
}

// ask takes the answers from the command line or, without any, from the person at the terminal.
func (p *program) ask(args []string, terminal bool) error {
	if _, err := p.place(); err != nil {
		return err // before anybody takes the trouble to answer
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	questions := checks.Questions(probe.Setup(p.setupPlaces(self)))
	if len(questions) == 0 {
		return cli.WithHint(errors.New("nothing is known of the practice, so there is nothing to ask"), "run \"cardcheck init\" first")
	}
	var given []checks.Answer
	switch {
	case len(args) > 0:
		given, err = written(questions, args)
	case terminal:
		given, err = p.dialogue(questions, bufio.NewScanner(p.Stdin))
	default:
		err = cli.Usage(errors.New("nobody is there to answer"), "give the answers: cardcheck ask emis-cdb=12345")
	}
	if err != nil {
		return err
	}
	if err := p.remember(given); err != nil {
		return err
	}
	answers := "answers"
	if len(given) == 1 {
		answers = "answer"
	}
	_, err = fmt.Fprintf(p.Stdout, "remembered %d %s in %s\n", len(given), answers, p.answersFile())
	return err
}

// written reads answers of the form QUESTION=ANSWER.
func written(questions []checks.Question, args []string) ([]checks.Answer, error) {
	var given []checks.Answer
	for _, arg := range args {
		id, text, _ := strings.Cut(arg, "=")
		i := slices.IndexFunc(questions, func(q checks.Question) bool { return q.ID == id })
		if i < 0 {
			return nil, cli.Usage(fmt.Errorf("there is no question %q for this practice", id), "the questions are "+strings.Join(ids(questions), ", "))
		}
		answer, ok := answerTo(questions[i], text)
		if !ok {
			return nil, cli.Usage(fmt.Errorf("%q is no answer to %q", text, id), "answer yes or no")
		}
		given = append(given, answer)
	}
	return given, nil
}

func ids(questions []checks.Question) []string {
	list := make([]string, len(questions))
	for i, q := range questions {
		list[i] = q.ID
	}
	return list
}

// answerTo reports false for what answers nothing.
func answerTo(q checks.Question, text string) (checks.Answer, bool) {
	text = strings.TrimSpace(text)
	if q.YesNo {
		switch strings.ToLower(text) {
		case "y", "yes":
			text = checks.Yes
		case "n", "no":
			text = checks.No
		default:
			return checks.Answer{}, false
		}
	}
	return checks.Answer{Origin: checks.Origin{Source: "asked", Time: time.Now().UTC().Truncate(time.Second)}, Question: q.ID, Answer: text}, text != ""
}

// dialogue puts the questions. The end of the input leaves the rest open.
func (p *program) dialogue(questions []checks.Question, source *bufio.Scanner) ([]checks.Answer, error) {
	var given []checks.Answer
	for _, q := range questions {
		text := q.Text
		if q.YesNo {
			text += " (yes or no)"
		}
		for range attempts {
			fmt.Fprintf(p.Stderr, "%s ", measureOf(p.Stderr).wrap(text, "", ""))
			if !source.Scan() {
				fmt.Fprintln(p.Stderr)
				return given, source.Err()
			}
			if strings.TrimSpace(source.Text()) == "" {
				break
			}
			if answer, ok := answerTo(q, source.Text()); ok {
				given = append(given, answer)
				break
			}
		}
	}
	return given, nil
}

// newest keeps one answer to each question, the one given last.
func newest(before, given []checks.Answer) []checks.Answer {
	kept := slices.DeleteFunc(before, func(a checks.Answer) bool {
		return slices.ContainsFunc(given, func(g checks.Answer) bool { return g.Question == a.Question })
	})
	return append(kept, given...)
}
