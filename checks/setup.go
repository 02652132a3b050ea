package checks

import "fmt"

const setupID = "setup"

var setupCheck = Check{
	ID:    setupID,
	Code:  "SU-501",
	Title: "Set-up file",
	Good:  "The set-up file can be read",
	Wrong: "The set-up file has mistakes",
	Run:   checkSetup,
}

func checkSetup(f *Facts) Result {
	s := f.Setup
	switch {
	case s == nil:
		return Result{
			Status: Unknown,
			Detail: "cardcheck did not look for a set-up file.",
			Next:   makeSetup,
		}

	case s.Missing:
		return Result{
			Status: Unknown,
			Detail: fmt.Sprintf("cardcheck knows nothing about your practice yet: there is no set-up file %s.", s.File),
			Next:   makeSetup,
		}

	case len(s.Mistakes) > 0:
		return Result{
			Status: Fail,
			Detail: fmt.Sprintf("The set-up file %s cannot be used: it contains %s.",
				s.File, count(len(s.Mistakes), "mistake")),
			Evidence: s.describeMistakes(),
			Next: []string{
				"On cardcheck's page, correct the answers under “Your practice” and save them.",
				"Or open the set-up file in Notepad, correct the lines listed above, and run cardcheck again.",
			},
		}
	}

	return Result{Status: Pass, Detail: fmt.Sprintf("The set-up file %s can be read.", s.File)}
}

var makeSetup = []string{
	"Fill in “Your practice” on cardcheck's page and save it. " +
		"On Windows, double-click cardcheck to open the page; on other systems, run cardcheck ui.",
	"Or run cardcheck init in a terminal: it asks the same questions " +
		"and saves the answers in practice.yaml in the current folder.",
}

func (s *Setup) describeMistakes() []string {
	lines := make([]string, len(s.Mistakes))
	for i, m := range s.Mistakes {
		lines[i] = m.String()
	}

	return lines
}

// String returns the mistake and its hint on one line.
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

// count formats a number with its noun: "1 mistake", "2 mistakes".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}

	return fmt.Sprintf("%d %ss", n, thing)
}

// uses reports whether the practice uses a clinical system. If it does not, or if that is not known, uses returns
// the result of the checks of that system.
func (s *Setup) uses(system, name string) (Result, bool) {
	switch s.ClinicalSystem {
	case system:
		return Result{}, true
	case "":
		return Result{
			Status: Unknown,
			Detail: "The set-up file does not state which clinical system the practice uses.",
			Next: []string{
				"Choose it under “Your practice” on cardcheck's page, " +
					"or write clinical_system: emis or clinical_system: systmone in the set-up file.",
			},
		}, false
	}

	return Result{Status: Skip, Detail: "Does not apply: the practice does not use " + name + "."}, false
}
