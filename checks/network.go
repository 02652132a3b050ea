package checks

import (
	"cmp"
	"fmt"
)

const networkID = "network"

var networkCheck = Check{
	ID:    networkID,
	Code:  "NW-611",
	Title: "NHS addresses can be reached",
	Good:  "The NHS addresses can be reached",
	Wrong: "NHS addresses cannot be reached",
	Run:   checkNetwork,
}

// askNetwork lists the steps to test the network.
var askNetwork = []string{
	"Run cardcheck --online in a terminal, or ask your IT team to: it connects to NHS addresses, and looks up " +
		"your practice's ODS code and its ICB in the national directory. It sends nothing else.",
}

func checkNetwork(f *Facts) Result {
	if f.Host == nil || f.Host.Network == nil {
		return Result{
			Status: Unknown,
			Detail: "cardcheck did not try to reach the NHS addresses.",
			Next:   askNetwork,
		}
	}

	n := f.Host.Network
	var evidence, unreached []string
	if n.Proxy != "" {
		evidence = append(evidence, "through the proxy "+n.Proxy)
	}

	stages := map[string]bool{}
	for _, r := range n.Addresses {
		evidence = append(evidence, r.describe())
		if !r.reached() && f.needs(r.Host) {
			unreached = append(unreached, r.Host)
			stages[r.failedStage()] = true
		}
	}

	if len(unreached) == 0 {
		return Result{
			Status:   Pass,
			Detail:   "All NHS addresses that smartcards need here can be reached.",
			Evidence: evidence,
		}
	}

	cause, fixes := explainStages(stages)

	return Result{
		Status:   Fail,
		Special:  true,
		Detail:   summarise(unreached) + " cannot be reached from this computer. " + cause,
		Evidence: append(evidence, "source: "+currentPolicy().Addresses.Source),
		Next:     fixes,
	}
}

// summarise names a single address and counts several: the evidence lists them.
func summarise(unreached []string) string {
	if len(unreached) == 1 {
		return unreached[0]
	}

	return fmt.Sprintf("%d of the NHS addresses that smartcards need", len(unreached))
}

// needs reports whether the smartcard software of this computer uses the host.
func (f *Facts) needs(host string) bool {
	for _, a := range currentPolicy().Addresses.List {
		if a.Host == host && a.Software != "" {
			return f.hasInstalled(a.Software)
		}
	}

	return true
}

const (
	// proxyPassword is the HTTP status with which a proxy asks for a password.
	proxyPassword = 407
	// stagePassword is the stage that failed if a proxy asked for a password.
	stagePassword = "password"
)

func (r Reach) reached() bool { return r.Stage == "" && r.Status != proxyPassword }

func (r Reach) failedStage() string {
	if r.Stage == "" {
		return stagePassword
	}

	return r.Stage
}

var stageText = map[string]string{
	"":           "answers",
	StageName:    "the name cannot be looked up",
	StageConnect: "no connection",
	StageProxy:   "the proxy refuses",
	StageSecure:  "no secure connection",
	StageAnswer:  "no valid answer",
}

func (r Reach) describe() string {
	text := r.Host + ": " + stageText[r.Stage]
	if r.Status == proxyPassword {
		text = r.Host + ": the proxy asks for a password"
	}

	if r.Stage == "" && r.Status >= 400 && r.reached() { // from the server itself, or from what poses as it
		text += fmt.Sprintf(", with status %d", r.Status)
	}

	if r.Error != "" {
		text += " (" + r.Error + ")"
	}

	return text
}

// stageAdvice is the usual cause of a failed stage, and its fix.
type stageAdvice struct {
	stage string
	cause string
	fix   string
}

var advice = []stageAdvice{
	{
		stage: StageName,
		cause: "Names cannot be looked up: some are known only on the health and social care network (HSCN).",
		fix: "Ask your IT team to let this computer look the names up: " +
			"some are known only on the health and social care network (HSCN).",
	},
	{
		stage: StageConnect,
		cause: "There is no connection: usually a firewall or a web filter blocks it.",
		fix:   "Ask your IT team to allow these names in the firewall and the web filter: names, not IP addresses.",
	},
	{
		stage: StageProxy,
		cause: "The proxy refuses: usually a web filter does not allow the address.",
		fix:   "Ask your IT team to allow these names in the proxy or the web filter: names, not IP addresses.",
	},
	{
		stage: stagePassword,
		cause: "The proxy asks for a password.",
		fix:   "Ask your IT team to let these names through the proxy without a password.",
	},
	{
		stage: StageSecure,
		cause: "The connection is not secure: usually something on the network inspects it.",
		fix:   "Ask your IT team to exclude these names from the inspection of secure connections.",
	},
	{
		stage: StageAnswer,
		cause: "The answer does not come from the server.",
		fix:   "Ask your IT team what intercepts connections to these addresses.",
	},
}

// explainStages returns the cause of the first stage that failed, and the fixes of all that failed.
func explainStages(stages map[string]bool) (cause string, fixes []string) {
	fixes = []string{
		"Check whether another website opens in your browser: " +
			"if none does, there is a problem with the practice's network.",
	}

	for _, a := range advice {
		if stages[a.stage] {
			cause = cmp.Or(cause, a.cause)
			fixes = append(fixes, a.fix)
		}
	}

	return cause, fixes
}
