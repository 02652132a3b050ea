package main

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"signpost/checks"
	"signpost/checks/probe"
	"signpost/internal/cli"
)

// answersFile is the path of the file with the user's answers. It is empty if the system has no folder for it.
type answersFile string

func (p *program) answersFile() answersFile {
	return answersFile(probe.StateFile(runtime.GOOS, p.Env))
}

// check returns an error if there is no place for the file.
func (f answersFile) check() error {
	if f == "" {
		return cli.WithHint(errors.New("no folder to save answers in"), "set HOME")
	}
	return nil
}

// save adds answers to those that were given before.
func (f answersFile) save(given []checks.Answer) error {
	if err := f.check(); err != nil {
		return err
	}
	before, err := probe.Answers(string(f))
	if err != nil {
		return cli.WithHint(err, `run "cardcheck ask --forget" to start again`)
	}
	return probe.Remember(string(f), mergeAnswers(before, given))
}

// delete deletes the file, if it exists.
func (f answersFile) delete() error {
	if err := f.check(); err != nil {
		return err
	}
	if err := os.Remove(string(f)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// mergeAnswers keeps one answer to each question, the latest.
func mergeAnswers(before, given []checks.Answer) []checks.Answer {
	unchanged := slices.DeleteFunc(before, func(a checks.Answer) bool {
		return slices.ContainsFunc(given, func(g checks.Answer) bool { return g.Question == a.Question })
	})
	return append(unchanged, given...)
}

// parseAnswers parses answers of the form QUESTION=ANSWER.
func parseAnswers(questions []checks.Question, args []string, now time.Time) ([]checks.Answer, error) {
	var given []checks.Answer
	for _, arg := range args {
		id, text, _ := strings.Cut(arg, "=")
		i := slices.IndexFunc(questions, func(q checks.Question) bool { return q.ID == id })
		if i < 0 {
			hint := "the questions are " + strings.Join(questionIDs(questions), ", ")
			return nil, cli.Usagef(hint, "no question %q for this practice", id)
		}
		answer, ok := parseAnswer(questions[i], text, now)
		if !ok {
			return nil, cli.Usagef("answer yes or no", "%q is not an answer to %q", text, id)
		}
		given = append(given, answer)
	}
	return given, nil
}

func questionIDs(questions []checks.Question) []string {
	ids := make([]string, len(questions))
	for i, q := range questions {
		ids[i] = q.ID
	}
	return ids
}

// parseAnswer parses an answer. It reports false if the text does not answer the question.
func parseAnswer(q checks.Question, text string, now time.Time) (checks.Answer, bool) {
	text = strings.TrimSpace(text)
	if q.YesNo {
		yesOrNo, ok := parseYesNo(text)
		if !ok {
			return checks.Answer{}, false
		}
		text = yesOrNo
	}

	answer := checks.Answer{
		Origin: checks.Origin{
			Source: "asked",
			Time:   now.UTC().Truncate(time.Second),
		},
		Question: q.ID,
		Answer:   text,
	}
	return answer, text != ""
}

func parseYesNo(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "y", "yes":
		return checks.Yes, true
	case "n", "no":
		return checks.No, true
	}
	return "", false
}
