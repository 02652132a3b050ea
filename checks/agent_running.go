package checks

import "slices"

const agentRunningID = "agent-running"

// Identity Agent asks for the passcode and gives other programs access to the card. After it was closed, it starts
// again when a card is inserted. So whether it is running matters only while there is a card.
var agentRunningCheck = Check{
	ID:    agentRunningID,
	Code:  "NW-606",
	Title: "Identity Agent is running",
	Good:  "Identity Agent is running",
	Wrong: "Identity Agent is not running",
	Run:   checkAgentRunning,
}

func checkAgentRunning(f *Facts) Result {
	rule, agent, known := f.ruledSoftware()
	switch {
	case !known:
		return unknownSoftware()
	case agent.Name == "":
		return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is not on this computer."}
	case f.Host != nil && f.Host.OS != "windows":
		return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is a program for Windows."}
	case f.Host == nil || f.Host.Processes == nil:
		return f.unobserved(
			"cardcheck could not tell whether "+rule.Name+" is running.",
			"Look for "+rule.Name+" among the icons beside the Windows clock.",
		)
	}

	running := slices.ContainsFunc(f.Host.Processes.List, func(p Process) bool {
		return names(p.Name, rule.Name)
	})

	card := f.card()
	switch {
	case running:
		return Result{
			Status:   Pass,
			Detail:   rule.Name + " is running.",
			Evidence: []string{f.Host.Processes.Source + ": " + rule.Name},
		}

	case card == nil || card.condition() <= removed:
		return Result{
			Status:   Unknown,
			Detail:   rule.Name + " is not running. It may start when a card is put in.",
			Evidence: f.describeSoftware(),
			Next: []string{
				"Put the smartcard in, wait until you are asked for the passcode, and run cardcheck again.",
			},
		}
	}

	return agentNotRunning(f, rule)
}

func agentNotRunning(f *Facts, rule softwareRule) Result {
	return Result{
		Status:  Warn,
		Special: true,
		Detail: rule.Name + " is not running, although there is a card in the reader. " +
			"Without it, you are not asked for the passcode, and programs that need it cannot sign in.",
		Evidence: append(f.describeSoftware(),
			f.Host.Processes.Source+": no "+rule.Name,
			"source: "+rule.Source),
		Next: []string{
			"Take the card out, wait five seconds and put it in again.",
			"If you are not asked for the passcode, open the Windows Start menu, type " + rule.Name +
				" and choose it.",
			"If it is not in the Start menu or closes again, restart the computer, then ask your IT team.",
		},
	}
}
