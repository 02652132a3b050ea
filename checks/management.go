package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// NHS Credential Management lets browsers use a smartcard. It exists for Windows alone, and a computer on which everybody
// signs in through Identity Agent does without it: there these checks don't apply.

var managementCheck = Check{
	ID: "credential-management", Code: "NW-604", Title: "NHS Credential Management is running",
	Run: forManagement(func(f *Facts) Result {
		running := f.managementRuns()
		switch {
		case len(running) > 0:
			return Result{Status: Pass, Detail: "NHS Credential Management is running.", Evidence: running}
		case f.Host.Processes == nil || f.Host.Ports == nil:
			return f.unseen("Whether NHS Credential Management is running could not be seen.", "Look for NHS Credential Management among the small pictures beside the clock of Windows.")
		case len(f.managements()) == 0 && !f.Host.Searched:
			return f.unseen("Whether NHS Credential Management is installed could not be seen.", "Ask your IT team if NHS Credential Management is installed.")
		case len(f.managements()) == 0:
			return Result{
				Status: Fail, Special: true, Detail: "Neither NHS Credential Management nor Identity Agent was found on this computer: without one of them no smartcard can sign in.",
				Evidence: []string{"no such program is installed or running", fmt.Sprintf("nobody waits on port %d", currentPolicy().Management.Port)},
				Next:     []string{"Ask your IT team which of the two this computer should have, and to install it."},
			}
		}
		return Result{
			Status: Fail, Detail: "NHS Credential Management is installed, but it is not running.", Evidence: append(f.software(), fmt.Sprintf("nobody waits on port %d", currentPolicy().Management.Port)),
			Next: []string{"Sign out of Windows and sign in again: it starts when somebody signs in, and not when it is installed.", "Restart the computer.", "If it still does not run, ask your IT team."},
		}
	}),
}

var softwareTwiceCheck = Check{
	ID: "software-twice", Code: "SU-506", Title: "NHS Credential Management is installed once",
	Run: forManagement(func(f *Facts) Result {
		list := f.managements()
		switch {
		case len(list) > 1:
			return Result{
				Status: Fail, Detail: fmt.Sprintf("%s of NHS Credential Management are installed: they keep each other from starting.", count(len(list), "version")), Evidence: f.software(),
				Next: []string{"Ask your IT team to take all of them off, and to install the newest one again."},
			}
		case !f.Host.Searched:
			return f.unseen("Which versions of NHS Credential Management are installed could not be seen.", "Ask your IT team which versions are installed.")
		case len(list) == 0:
			return Result{Status: Skip, Detail: "Does not apply: no NHS Credential Management was found on this computer."}
		}
		return Result{Status: Pass, Detail: "NHS Credential Management is installed once.", Evidence: f.software()}
	}),
}

var dotNetCheck = Check{
	ID: "dotnet", Code: "SU-505", Title: ".NET Framework for NHS Credential Management",
	Run: forManagement(func(f *Facts) Result {
		rule := currentPolicy().Management
		switch d := f.Host.DotNet; {
		case d == nil:
			return f.unseen("Which .NET Framework is installed could not be seen.", "Ask your IT team if .NET Framework 4.8 or later is installed.")
		case d.Release == 0:
			return Result{Status: Fail, Detail: "The .NET Framework is not installed: NHS Credential Management needs version 4.8 or later.", Evidence: []string{"source: " + rule.Source}, Next: installDotNet}
		case d.Release < rule.DotNet:
			return Result{
				Status: Fail, Detail: "The .NET Framework is older than version 4.8, which NHS Credential Management needs.", Next: installDotNet,
				Evidence: []string{d.describe(), fmt.Sprintf("4.8 is release %d", rule.DotNet), "source: " + rule.Source},
			}
		default:
			return Result{Status: Pass, Detail: "The .NET Framework is version 4.8 or later.", Evidence: []string{d.describe()}}
		}
	}),
}

var installDotNet = []string{"Ask your IT team to install .NET Framework 4.8 or later.", "Restart the computer after that."}

func (d *DotNet) describe() string {
	return fmt.Sprintf("%s: release %d of the .NET Framework", d.Source, d.Release)
}

var portServiceCheck = Check{
	ID: "port-service", Code: "SU-507", Title: "NHS Port Service is running",
	Run: forManagement(func(f *Facts) Result {
		rule := currentPolicy().Management
		next := []string{"Ask your IT team to start " + rule.Service + " and to let Windows start it by itself.", "Restart the computer after that."}
		s, found := f.windowsService(rule.Service)
		switch {
		case f.Host.Services == nil:
			return f.unseen("Whether "+rule.Service+" is running could not be seen.", "Ask your IT team if the Windows service "+rule.Service+" is running.")
		case found && s.Running:
			return Result{Status: Pass, Detail: rule.Service + " is running.", Evidence: []string{s.describe(f.Host.Services.Source)}}
		case found:
			return Result{Status: Fail, Detail: rule.Service + " is not running: a browser cannot reach the smartcard without it.", Evidence: []string{s.describe(f.Host.Services.Source)}, Next: next}
		case len(f.managements()) == 0:
			return Result{Status: Skip, Detail: "Does not apply: no NHS Credential Management was found on this computer."}
		}
		return Result{
			Status: Warn, Special: true, Detail: rule.Service + ", which is part of NHS Credential Management, was not found.", Evidence: append(f.software(), "source: "+rule.Source),
			Next: []string{"Ask your IT team to install NHS Credential Management again."},
		}
	}),
}

// forManagement is the Run of a check that matters only where a computer needs NHS Credential Management.
func forManagement(run func(*Facts) Result) func(*Facts) Result {
	return func(f *Facts) Result {
		switch {
		case f.Host == nil:
			return f.unseen("The computer was not looked at.", "Run cardcheck on the computer on which you use the smartcard.")
		case f.Host.OS != "windows":
			return Result{Status: Skip, Detail: "Does not apply: NHS Credential Management is a program for Windows."}
		case f.agentAlone():
			return Result{Status: Skip, Detail: "Does not apply: this computer signs in with Identity Agent. Only websites need NHS Credential Management."}
		}
		return run(f)
	}
}

// unseen is the result where a part of the computer could not be looked at, with why.
func (f *Facts) unseen(detail, how string) Result {
	return Result{Status: Unknown, Detail: detail, Evidence: f.troubles("host"), Next: []string{how}}
}

// agentAlone reports whether Identity Agent is on the computer, and nothing that takes its place.
func (f *Facts) agentAlone() bool {
	rule, found, _ := f.ruledSoftware()
	return found.Name != "" && len(f.managements()) == 0 && len(f.managementRuns()) == 0 &&
		!slices.ContainsFunc(f.installed(), func(s Software) bool { return names(s, rule.Successor) })
}

// managements is the versions of NHS Credential Management that are installed, without its parts.
func (f *Facts) managements() []Software {
	rule := currentPolicy()
	var list []Software
	for _, s := range f.installed() {
		named := slices.ContainsFunc(rule.Management.Names, func(name string) bool { return names(s, name) })
		if named && !names(s, rule.Management.Service) && !slices.ContainsFunc(list, func(other Software) bool { return other.Version == s.Version }) {
			list = append(list, s)
		}
	}
	return list
}

// managementRuns is what shows that NHS Credential Management is running.
func (f *Facts) managementRuns() []string {
	var seen []string
	if f.Host.Processes != nil {
		for _, p := range f.Host.Processes.List {
			if slices.ContainsFunc(currentPolicy().Management.Names, func(name string) bool { return names(Software{Name: p.Name + p.Path}, name) }) {
				seen = append(seen, f.Host.Processes.Source+": "+p.Name)
			}
		}
	}
	if f.Host.Ports != nil && slices.Contains(f.Host.Ports.Open, currentPolicy().Management.Port) {
		seen = append(seen, fmt.Sprintf("%s: somebody waits on port %d", f.Host.Ports.Source, currentPolicy().Management.Port))
	}
	return seen
}

// windowsService finds a service by either of its names, however they are spaced.
func (f *Facts) windowsService(name string) (WindowsService, bool) {
	if f.Host == nil || f.Host.Services == nil {
		return WindowsService{}, false
	}
	i := slices.IndexFunc(f.Host.Services.List, func(s WindowsService) bool {
		return names(Software{Name: s.Title}, name) || names(Software{Name: s.Name}, name)
	})
	if i < 0 {
		return WindowsService{}, false
	}
	return f.Host.Services.List[i], true
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
