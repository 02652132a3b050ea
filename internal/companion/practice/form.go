package practice

import (
	"errors"

	"signpost/checks"
)

// FieldError is a mistake in the answer to one question of a form.
type FieldError struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// ParseForm returns the answers in a form, whose fields are named after the keys of questions, and all mistakes. It
// ignores fields that do not apply to the practice's clinical system. It returns an error if the form has an unknown
// field.
func ParseForm(fields map[string]string) (Answers, []FieldError, error) {
	answers := Answers{}
	fieldErrors := []FieldError{}
	known := 0
	for _, q := range questions {
		text, given := fields[q.Key]
		if !given {
			continue
		}

		known++
		values := q.Values(text)
		if len(values) == 0 || !q.Applies(answers) {
			continue
		}

		if mistakes := q.fieldErrors(values); len(mistakes) > 0 {
			fieldErrors = append(fieldErrors, mistakes...)
		} else {
			answers[q.Key] = values
		}
	}

	if known < len(fields) {
		return nil, nil, errors.New("the form has an unknown field")
	}

	return answers, fieldErrors, nil
}

// FieldErrors returns the mistakes in answers that come from a file.
func (a Answers) FieldErrors() []FieldError {
	list := []FieldError{}
	for _, q := range questions {
		if q.Applies(a) {
			list = append(list, q.fieldErrors(a[q.Key])...)
		}
	}

	return list
}

func (q Question) fieldErrors(values []string) []FieldError {
	var list []FieldError
	for _, m := range q.Mistakes(values) {
		list = append(list, FieldError{
			Key:  q.Key,
			Text: Sentence(m),
		})
	}

	return list
}

// Sentence returns a mistake and its hint in one sentence. It omits the line number, since the user who answers a
// question sees no file.
func Sentence(m checks.Mistake) string {
	if m.Hint == "" {
		return m.Text
	}

	return m.Text + ": " + m.Hint
}
