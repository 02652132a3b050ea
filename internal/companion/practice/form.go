package practice

import (
	"fmt"

	"signpost/checks"
)

// Slip is what is wrong with the answer to one question of a form.
type Slip struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Read takes the fields of a form, by the keys of the questions, for answers, and finds everything wrong with them. What does not apply
// to the practice's clinical system is left out. Its error is about what is no form of ours.
func Read(fields map[string]string) (Answers, []Slip, error) {
	answers, slips, known := Answers{}, []Slip{}, 0
	for _, q := range Questions() {
		text, given := fields[q.Key]
		if !given {
			continue
		}
		known++
		values := q.Values(text)
		if len(values) == 0 || !q.Applies(answers) {
			continue
		}
		if wrong := q.Mistakes(values); len(wrong) > 0 {
			slips = append(slips, q.slips(wrong)...)
			continue
		}
		answers[q.Key] = values
	}
	if known < len(fields) {
		return nil, nil, fmt.Errorf("the form asks for something else")
	}
	return answers, slips, nil
}

func (q Question) slips(wrong []checks.Mistake) []Slip {
	list := make([]Slip, len(wrong))
	for i, m := range wrong {
		list[i] = Slip{q.Key, Sentence(m)}
	}
	return list
}

// Slips is what is wrong with answers that stand in a file.
func (a Answers) Slips() []Slip {
	list := []Slip{}
	for _, q := range Questions() {
		if q.Applies(a) {
			list = append(list, q.slips(q.Mistakes(a[q.Key]))...)
		}
	}
	return list
}

// Sentence is a mistake and what to do about it, without the line: whoever answers a question sees no file.
func Sentence(m checks.Mistake) string {
	if m.Hint == "" {
		return m.Text
	}
	return m.Text + ": " + m.Hint
}
