package checks

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func unknownSoftware() Result {
	return Result{
		Status: Unknown,
		Detail: "cardcheck does not know which smartcard software is on this computer.",
		Next: []string{
			"Ask your IT team which program it is, and which version.",
			"Write it under “Your practice” on cardcheck's page, or in the set-up file, " +
				"for example: software: Identity Agent 2.4.10.0",
		},
	}
}

// ruledSoftware returns the program with a rule in the policy. Its name is empty if it is not on the computer, and
// known is false if nothing is known about the software.
func (f *Facts) ruledSoftware() (rule softwareRule, found Software, known bool) {
	rule = currentPolicy().Software[0]
	list := f.installed()
	for _, s := range list {
		if !names(s.Name, rule.Name) {
			continue
		}

		if found.Name == "" || olderVersion(s.Version, found.Version) { // the oldest version causes problems
			found = s
		}
	}

	return rule, found, len(list) > 0 // an empty list proves nothing: not every installer leaves a trace
}

// names reports whether text contains a name. It ignores case and spaces: the program's file is called
// IdentityAgent.
func names(text, name string) bool {
	spaces := strings.NewReplacer(" ", "", "\u00a0", "")
	return strings.Contains(strings.ToLower(spaces.Replace(text)), strings.ToLower(spaces.Replace(name)))
}

var versionNumber = regexp.MustCompile(`\b[0-9]+(?:\.[0-9]+)+\b`)

// installed returns the smartcard software on the computer. If none was found, it returns what the set-up file
// lists.
func (f *Facts) installed() []Software {
	if list := f.Host.foundSoftware(); len(list) > 0 {
		return list
	}

	if f.Setup == nil {
		return nil
	}

	var list []Software
	separator := func(r rune) bool { return r == ',' || r == ';' || r == '+' }
	for _, text := range strings.FieldsFunc(f.Setup.Software, separator) {
		version := versionNumber.FindString(text)
		name := strings.TrimSpace(strings.Replace(text, version, "", 1))
		if name != "" {
			list = append(list, Software{Name: name, Version: version})
		}
	}

	return list
}

func (f *Facts) hasInstalled(name string) bool {
	return slices.ContainsFunc(f.installed(), func(s Software) bool { return names(s.Name, name) })
}

// foundSoftware returns the smartcard software found on the computer itself. The program with a rule in the policy also
// counts if it is running or if its file exists, because it needs no installer.
func (h *Host) foundSoftware() []Software {
	if h == nil {
		return nil
	}

	rule := currentPolicy().Software[0]
	list := slices.Clone(h.Software)
	if slices.ContainsFunc(list, func(s Software) bool { return names(s.Name, rule.Name) }) {
		return list
	}

	for _, p := range h.programs() {
		if names(p.Name, rule.Name) {
			return append(list, Software{Name: rule.Name, Version: p.Version})
		}
	}

	return list
}

// programs returns the programs that are running, then those in the program folders.
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

// describeSoftware lists the smartcard software and where it was found.
func (f *Facts) describeSoftware() []string {
	origin := "set-up file: "
	if len(f.Host.foundSoftware()) > 0 {
		origin = "installed: "
	}

	lines := []string{}
	for _, s := range f.installed() {
		lines = append(lines, origin+strings.TrimSpace(s.Name+" "+s.Version))
	}

	if f.Host != nil && f.Host.Files != nil {
		for _, p := range f.Host.Files.List {
			lines = append(lines, "file: "+strings.TrimSpace(p.Path+" "+p.Version))
		}
	}

	return lines
}

// now returns the time at which the facts were observed.
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

// numberAt returns the number at index i, or 0 if there is none.
func numberAt(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}

	n, err := strconv.Atoi(parts[i])
	if err != nil {
		return 0
	}

	return n
}
