package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// NHS Credential Management gives browsers access to a smartcard. It exists only for Windows. A computer whose
// users sign in through Identity Agent does not need it: there the checks in this file do not apply.

// forManagement returns the Run function of a check that applies only to computers that need NHS Credential
// Management.
func forManagement(run func(*Facts) Result) func(*Facts) Result {
	return func(f *Facts) Result {
		switch {
		case f.Host == nil:
			return f.unobserved(
				"The computer was not checked.",
				"Run cardcheck on the computer on which you use the smartcard.",
			)

		case f.Host.OS != "windows":
			return Result{
				Status: Skip,
				Detail: "Does not apply: NHS Credential Management is a program for Windows.",
			}

		case f.usesOnlyAgent():
			return Result{
				Status: Skip,
				Detail: "Does not apply: this computer signs in with Identity Agent. " +
					"Only websites need NHS Credential Management.",
			}
		}

		return run(f)
	}
}

// unobserved returns the result if a part of the computer could not be observed, with the reason.
func (f *Facts) unobserved(detail, howToFindOut string) Result {
	return Result{
		Status:   Unknown,
		Detail:   detail,
		Evidence: f.observationErrors("host"),
		Next:     []string{howToFindOut},
	}
}

// noManagement is the result of a check that does not apply without NHS Credential Management.
var noManagement = Result{
	Status: Skip,
	Detail: "Does not apply: NHS Credential Management was not found on this computer.",
}

// usesOnlyAgent reports whether Identity Agent is on the computer and neither its successor nor NHS Credential
// Management is.
func (f *Facts) usesOnlyAgent() bool {
	rule, found, _ := f.ruledSoftware()
	return found.Name != "" &&
		len(f.managementVersions()) == 0 &&
		len(f.Host.managementRunning()) == 0 &&
		!f.hasInstalled(rule.Successor)
}

// managementVersions returns the installed versions of NHS Credential Management, without its components.
func (f *Facts) managementVersions() []Software {
	var list []Software
	for _, s := range f.installed() {
		known := slices.ContainsFunc(list, func(other Software) bool { return other.Version == s.Version })
		if !known && isManagement(s.Name) && !names(s.Name, currentPolicy().Management.Service) {
			list = append(list, s)
		}
	}

	return list
}

// isManagement reports whether text contains a name of NHS Credential Management.
func isManagement(text string) bool {
	return slices.ContainsFunc(currentPolicy().Management.Names, func(name string) bool {
		return names(text, name)
	})
}

// managementRunning returns the evidence that NHS Credential Management is running.
func (h *Host) managementRunning() []string {
	var evidence []string
	if h.Processes != nil {
		for _, p := range h.Processes.List {
			if isManagement(p.Name + p.Path) {
				evidence = append(evidence, h.Processes.Source+": "+p.Name)
			}
		}
	}

	port := currentPolicy().Management.Port
	if h.Ports != nil && slices.Contains(h.Ports.Open, port) {
		evidence = append(evidence, fmt.Sprintf("%s: a program is listening on port %d", h.Ports.Source, port))
	}

	return evidence
}

func describeClosedPort() string {
	return fmt.Sprintf("nothing is listening on port %d", currentPolicy().Management.Port)
}

// windowsService finds a service by its name or title. It ignores case and spaces.
func (h *Host) windowsService(name string) (WindowsService, bool) {
	if h == nil || h.Services == nil {
		return WindowsService{}, false
	}

	for _, s := range h.Services.List {
		if names(s.Title, name) || names(s.Name, name) {
			return s, true
		}
	}

	return WindowsService{}, false
}

func (s WindowsService) describe(source string) string {
	state := "stopped"
	switch {
	case s.Running:
		state = "running"
	case s.Disabled:
		state = "stopped and disabled"
	}

	return fmt.Sprintf("%s: %s is %s", source, strings.TrimSpace(cmp.Or(s.Title, s.Name)), state)
}
