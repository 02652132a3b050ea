package checks

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var softwareBlockedCheck = Check{
	ID: "software-blocked", Code: "SU-502", Title: "Version of the smartcard software",
	Run: func(f *Facts) Result {
		rule, found, known := f.ruledSoftware()
		switch {
		case !known:
			return unknownSoftware()
		case found.Name == "":
			return Result{Status: Pass, Detail: rule.Name + " is not among the smartcard software on this computer, so its version does not matter.", Evidence: f.software()}
		case found.Version == "":
			return Result{
				Status: Unknown, Detail: fmt.Sprintf("%s is used here, but its version is not known.", rule.Name), Evidence: f.software(),
				Next: []string{"Ask your IT team for the version of " + rule.Name + ": versions before " + rule.Least + " are blocked.", "Write it under “Your practice” on cardcheck's page, or into the set-up file, for example: software: " + rule.Name + " " + rule.Least},
			}
		case olderVersion(found.Version, rule.Least):
			return Result{
				Status: Fail, Detail: fmt.Sprintf("%s %s is blocked: only version %s and later can sign in.", rule.Name, found.Version, rule.Least), Evidence: append(f.software(), "source: "+rule.Source),
				Next: []string{fmt.Sprintf("Ask your IT team to install %s %s or, where every program that you sign in to supports it, %s.", rule.Name, rule.Least, rule.Successor)},
			}
		}
		return Result{Status: Pass, Detail: fmt.Sprintf("%s %s is not blocked.", rule.Name, found.Version), Evidence: f.software()}
	},
}

// notice is how long before its end people are told that software ends: to replace it takes time.
const notice = 90 * 24 * time.Hour

var softwareEndingCheck = Check{
	ID: "software-ending", Code: "SU-503", Title: "Smartcard software has a future", After: []string{"software-blocked"},
	Run: func(f *Facts) Result {
		rule, found, _ := f.ruledSoftware()
		if found.Name == "" {
			return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is not on this computer."}
		}
		end, evidence := day(rule.Ends.Time), append(f.software(), "source: "+rule.Source)
		next := []string{"Ask your IT team when they replace " + rule.Name + " by " + rule.Successor + ".", "Ask the suppliers of the programs that you sign in to with the card whether they support it."}
		switch left := rule.Ends.Time.Sub(f.now()); {
		case left < -24*time.Hour:
			return Result{Status: Fail, Detail: rule.Name + " stopped working after " + end + ".", Evidence: evidence, Next: next}
		case left <= notice:
			return Result{Status: Warn, Detail: fmt.Sprintf("%s works until %s and not longer.", rule.Name, end), Evidence: evidence, Next: next}
		}
		return Result{Status: Pass, Detail: rule.Name + " works until " + end + ".", Evidence: evidence}
	},
}

var softwareConflictCheck = Check{
	ID: "software-conflict", Code: "SU-504", Title: "One smartcard software alone",
	Run: func(f *Facts) Result {
		rule, found, known := f.ruledSoftware()
		if !known {
			return unknownSoftware()
		}
		if found.Name != "" && slices.ContainsFunc(f.installed(), func(s Software) bool { return names(s, rule.Successor) }) {
			return Result{
				Status: Fail, Detail: fmt.Sprintf("%s and %s are both on this computer: they do not work side by side.", rule.Name, rule.Successor), Evidence: f.software(),
				Next: []string{"Ask your IT team to take one of the two off.", "Keep " + rule.Name + " as long as any program that you sign in to needs it."},
			}
		}
		return Result{Status: Pass, Detail: rule.Name + " and " + rule.Successor + " are not both on this computer.", Evidence: f.software()}
	},
}

func unknownSoftware() Result {
	return Result{
		Status: Unknown, Detail: "Which smartcard software is on this computer is not known.",
		Next: []string{"Ask your IT team which it is, and which version.", "Write it under “Your practice” on cardcheck's page, or into the set-up file, for example: software: Identity Agent 2.4.10.0"},
	}
}

// ruledSoftware is the program that the policy has a rule for, with an empty name where it is not on the computer. It reports false
// where nobody knows what is.
func (f *Facts) ruledSoftware() (rule softwareRule, found Software, known bool) {
	rule = currentPolicy().Software[0]
	list := f.installed()
	for _, s := range list {
		if names(s, rule.Name) && (found.Name == "" || olderVersion(s.Version, found.Version)) { // the oldest makes the trouble
			found = s
		}
	}
	return rule, found, len(list) > 0 // an empty list proves nothing: not every installer leaves a trace
}

// names compares without spaces: the program's file is called IdentityAgent.
func names(s Software, name string) bool {
	tight := strings.NewReplacer(" ", "", "\u00a0", "")
	return strings.Contains(strings.ToLower(tight.Replace(s.Name)), strings.ToLower(tight.Replace(name)))
}

var versionNumber = regexp.MustCompile(`\b[0-9]+(?:\.[0-9]+)+\b`)

// installed is what was found on the computer or, where nobody could look, what the set-up file says.
func (f *Facts) installed() []Software {
	if list := f.found(); len(list) > 0 {
		return list
	}
	var list []Software
	if f.Setup != nil {
		for _, text := range strings.FieldsFunc(f.Setup.Software, func(r rune) bool { return r == ',' || r == ';' || r == '+' }) {
			version := versionNumber.FindString(text)
			if name := strings.TrimSpace(strings.Replace(text, version, "", 1)); name != "" {
				list = append(list, Software{name, version})
			}
		}
	}
	return list
}

// found is the smartcard software that was found on the computer itself. The ruled one counts as found when it runs or its file is there: it can be
// there without having been installed.
func (f *Facts) found() []Software {
	if f.Host == nil {
		return nil
	}
	rule := currentPolicy().Software[0]
	list := slices.Clone(f.Host.Software)
	if slices.ContainsFunc(list, func(s Software) bool { return names(s, rule.Name) }) {
		return list
	}
	for _, p := range f.Host.programs() {
		if names(Software{Name: p.Name}, rule.Name) {
			return append(list, Software{rule.Name, p.Version})
		}
	}
	return list
}

// programs are those that run, then those that stand in the folders of programs.
func (h *Host) programs() []Process {
	var list []Process
	if h.Processes != nil {
		list = append(list, h.Processes.List...)
	}
	if h.Files != nil {
		list = append(list, h.Files.List...)
	}
	return list
}

// software names what is known to be installed, and from where.
func (f *Facts) software() []string {
	from := "set-up file: "
	if len(f.found()) > 0 {
		from = "installed: "
	}
	lines := []string{}
	for _, s := range f.installed() {
		lines = append(lines, from+strings.TrimSpace(s.Name+" "+s.Version))
	}
	if f.Host != nil && f.Host.Files != nil {
		for _, p := range f.Host.Files.List {
			lines = append(lines, "file: "+strings.TrimSpace(p.Path+" "+p.Version))
		}
	}
	return lines
}

// now is when the facts were observed.
func (f *Facts) now() time.Time {
	if f.Host != nil && !f.Host.Time.IsZero() {
		return f.Host.Time
	}
	return PolicyDate()
}

// olderVersion compares versions number by number: 2.4.9 is older than 2.4.10.
func olderVersion(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		if c := cmp.Compare(numberAt(x, i), numberAt(y, i)); c != 0 {
			return c < 0
		}
	}
	return false
}

func numberAt(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i]) // what is no number counts as none
	return n
}
