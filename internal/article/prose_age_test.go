package article

import (
	"slices"
	"strings"
	"testing"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

const (
	easy        = "Put the card in. Wait for the light. If it stays off, ask us. We will help you. "
	officialese = "Authentication functionality necessitates appropriate authorisation, notwithstanding organisational responsibilities concerning administrative procedures. "
)

func TestReadingAge(t *testing.T) {
	hard := strings.Repeat(officialese, 10)
	for name, tt := range map[string]struct {
		age  int
		text string
		want string
	}{
		"plain":                        {12, strings.Repeat(easy, 8), ""},
		"official":                     {12, strings.Repeat(easy, 2) + "\n\n" + hard, "a.md:6:1: warning SP060: the article can be read from an age of 35, and not from 12"},
		"official in a heading":        {12, "## " + officialese + "\n\n" + strings.Repeat(easy, 8), ""},
		"official names on the screen": {12, strings.Repeat("Choose **"+strings.TrimSpace(officialese)+"** and go on to the next one.\n\n", 20), ""},
		"official code":                {12, strings.Repeat("Choose `"+officialese+"` and go on to the next one.\n\n", 20), ""},
		"too short to judge":           {12, officialese, ""},
		"left alone":                   {0, hard, ""},
		"a higher age":                 {120, hard, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Parse("a.md", []byte(front+tt.text), Options{Prose: true, ReadingAge: tt.age})
			var got string
			for _, p := range problems {
				if p.Rule == rules.ReadingAge.ID {
					got += p.String()
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadingAgeIsForEnglish(t *testing.T) {
	for lang, want := range map[string]int{"": 1, "en-GB": 1, "cy": 0} {
		_, problems := Parse("a.md", []byte(front+strings.Repeat(officialese, 10)), Options{Prose: true, ReadingAge: 12, Language: lang})
		if n := len(slices.DeleteFunc(problems, func(p problem.Problem) bool { return p.Rule != rules.ReadingAge.ID })); n != want {
			t.Errorf("in %q there are %d warnings, want %d", lang, n, want)
		}
	}
}

// The formula as published: 0.39 words a sentence, 11.8 syllables a word, less 15.59; five years more are the age.
func TestAgeIsThatOfFleschAndKincaid(t *testing.T) {
	e := ease{words: 100, sentences: 5, syllables: 150}
	if got := e.age(); got < 14.90 || got > 14.92 { // 7.8 + 17.7 - 15.59 + 5
		t.Errorf("the age is %.2f", got)
	}
}

func TestSyllables(t *testing.T) {
	for word, want := range map[string]int{
		"card": 1, "code": 1, "codes": 1, "signed": 1, "started": 2, "table": 2, "cases": 2, "reader": 2, "message": 2, "happy": 2,
		"the": 1, "free": 1, "passcode": 2, "practice": 2, "certificate": 4, "administrator": 5, "you": 1, "type": 1, "changes": 2, "synchronised": 3,
	} {
		if got := syllables([]byte(word)); got != want {
			t.Errorf("%q has %d, want %d", word, got, want)
		}
	}
}
