package checks

import "fmt"

var setupCheck = Check{
	ID: "setup", Code: "SU-501", Title: "Set-up file",
	Run: func(f *Facts) Result {
		s := f.Setup
		switch {
		case s == nil:
			return Result{Status: Unknown, Detail: "Nobody looked for a set-up file.", Next: makeSetup}
		case s.Missing:
			return Result{Status: Unknown, Detail: fmt.Sprintf("cardcheck knows nothing of your practice yet: there is no set-up file %s.", s.File), Next: makeSetup}
		case len(s.Mistakes) > 0:
			return Result{
				Status: Fail, Detail: fmt.Sprintf("The set-up file %s cannot be used as it is: %s.", s.File, count(len(s.Mistakes), "mistake")), Evidence: s.mistakes(),
				Next: []string{"On cardcheck's page, put the answers under “Your practice” right, and save them.", "Or open the set-up file in Notepad, mend the lines named above, and run cardcheck again."},
			}
		}
		return Result{Status: Pass, Detail: fmt.Sprintf("The set-up file %s can be read.", s.File)}
	},
}

var makeSetup = []string{
	"Fill in “Your practice” on cardcheck's page, which a double click on cardcheck opens on Windows (elsewhere: cardcheck ui), and save it.",
	"Or run cardcheck init in a terminal: it asks the same, and writes the answers into practice.yaml in the folder in which you are.",
}

func (s *Setup) mistakes() []string {
	lines := make([]string, len(s.Mistakes))
	for i, m := range s.Mistakes {
		lines[i] = m.String()
	}
	return lines
}

// String is the mistake on one line, with what to do about it.
func (m Mistake) String() string {
	text := m.Text
	if m.Line > 0 {
		text = fmt.Sprintf("line %d: %s", m.Line, text)
	}
	if m.Hint != "" {
		text += " (" + m.Hint + ")"
	}
	return text
}

// count words a number of things: "1 mistake", "2 mistakes".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// uses tells whether a check of a clinical system applies to the practice; when it does not, or nobody said so, the result says it.
func (s *Setup) uses(system, name string) (Result, bool) {
	switch s.ClinicalSystem {
	case system:
		return Result{}, true
	case "":
		return Result{
			Status: Unknown, Detail: "The set-up file does not say which clinical system the practice uses.",
			Next: []string{"Choose it under “Your practice” on cardcheck's page, or write clinical_system: emis or clinical_system: systmone into the set-up file."},
		}, false
	}
	return Result{Status: Skip, Detail: "Does not apply: the practice does not use " + name + "."}, false
}
