package checks

import "slices"

// Identity Agent asks for the passcode, and speaks for the card to the programs that need it. After it was closed, it starts again when a card is
// put in: that it does not run means something only beside a card.
var agentRunningCheck = Check{
	ID: "agent-running", Code: "NW-606", Title: "Identity Agent is running",
	Run: func(f *Facts) Result {
		rule, agent, known := f.ruledSoftware()
		switch {
		case !known:
			return unknownSoftware()
		case agent.Name == "":
			return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is not on this computer."}
		case f.Host != nil && f.Host.OS != "windows":
			return Result{Status: Skip, Detail: "Does not apply: " + rule.Name + " is a program for Windows."}
		case f.Host == nil || f.Host.Processes == nil:
			return f.unseen("Whether "+rule.Name+" is running could not be seen.", "Look for "+rule.Name+" among the small pictures beside the clock of Windows.")
		}
		runs := slices.ContainsFunc(f.Host.Processes.List, func(p Process) bool { return names(Software{Name: p.Name}, rule.Name) })
		switch card := f.best(); {
		case runs:
			return Result{Status: Pass, Detail: rule.Name + " is running.", Evidence: []string{f.Host.Processes.Source + ": " + rule.Name}}
		case card == nil || card.condition() <= removed:
			return Result{
				Status: Unknown, Detail: rule.Name + " is not running. It may start when a card is put in.", Evidence: f.software(),
				Next: []string{"Put the smartcard in, wait until you are asked for the passcode, and run cardcheck again."},
			}
		}
		return Result{
			Status: Warn, Special: true, Detail: rule.Name + " is not running, although a card is in the reader. Until it runs, nothing asks for the passcode, and programs that need it cannot sign in.",
			Evidence: append(f.software(), f.Host.Processes.Source+": no "+rule.Name, "source: "+rule.Source),
			Next: []string{
				"Take the card out, wait five seconds and put it in again.",
				"If nothing asks for the passcode, open the Start menu of Windows, type " + rule.Name + " and choose it.",
				"If it cannot be found there or does not stay open, restart the computer, then ask your IT team.",
			},
		}
	},
}
