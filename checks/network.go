package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// askNetwork is how to find out what only a network can tell.
var askNetwork = []string{"Run cardcheck --online in a terminal, or ask your IT team to: it calls NHS addresses, and asks the national directory for your practice's ODS code and its ICB. It sends nothing else."}

var reachCheck = Check{
	ID: "network", Code: "NW-611", Title: "NHS addresses can be reached",
	Run: func(f *Facts) Result {
		if f.Host == nil || f.Host.Network == nil {
			return Result{Status: Unknown, Detail: "Whether this computer reaches the NHS addresses was not tried.", Next: askNetwork}
		}
		n := f.Host.Network
		var evidence, lost []string
		if n.Proxy != "" {
			evidence = append(evidence, "through the proxy "+n.Proxy)
		}
		stages := map[string]bool{}
		for _, r := range n.Addresses {
			evidence = append(evidence, r.describe())
			if !r.reached() && f.needs(r.Host) {
				lost = append(lost, r.Host)
				stages[r.stage()] = true
			}
		}
		if len(lost) == 0 {
			return Result{Status: Pass, Detail: "All NHS addresses that smartcards need here can be reached.", Evidence: evidence}
		}
		cause, cures := explain(stages)
		return Result{
			Status: Fail, Special: true, Detail: unreached(lost) + " cannot be reached from this computer. " + cause,
			Evidence: append(evidence, "source: "+currentPolicy().Addresses.Source), Next: cures,
		}
	},
}

// unreached names one address, and counts more: all stand in the evidence.
func unreached(lost []string) string {
	if len(lost) == 1 {
		return lost[0]
	}
	return fmt.Sprintf("%d of the NHS addresses that smartcards need", len(lost))
}

// needs reports whether the smartcard software of this computer calls that host.
func (f *Facts) needs(host string) bool {
	for _, a := range currentPolicy().Addresses.List {
		if a.Host == host && a.Software != "" {
			return slices.ContainsFunc(f.installed(), func(s Software) bool { return names(s, a.Software) })
		}
	}
	return true
}

// proxyRefuses is the status with which a proxy asks for a password, and stagePassword stands for it among the stages.
const (
	proxyRefuses  = 407
	stagePassword = "password"
)

func (r Reach) reached() bool { return r.Stage == "" && r.Status != proxyRefuses }

func (r Reach) stage() string {
	if r.Stage == "" {
		return stagePassword
	}
	return r.Stage
}

func (r Reach) describe() string {
	words := map[string]string{
		"": "answers", StageName: "its name is not known here", StageConnect: "nobody takes the call", StageProxy: "the proxy refuses", StageSecure: "no secure connection", StageAnswer: "no answer that makes sense",
	}
	text := r.Host + ": " + words[r.Stage]
	if r.Status == proxyRefuses {
		text = r.Host + ": the proxy asks for a password"
	}
	if r.Stage == "" && r.Status >= 400 && r.reached() { // by the server itself, or by what passes for it
		text += fmt.Sprintf(", with status %d", r.Status)
	}
	if r.Error != "" {
		text += " (" + r.Error + ")"
	}
	return text
}

// obstacle is what stands in the way when a stage fails, and who clears it away.
type obstacle struct{ stage, cause, cure string }

var obstacles = []obstacle{
	{StageName, "Names are not known here: some are known only on the health and social care network (HSCN).", "Ask your IT team to let this computer look the names up: some are known only on the health and social care network (HSCN)."},
	{StageConnect, "Nobody takes the call: most often, a firewall or a web filter is in the way.", "Ask your IT team to let these names through firewall and web filter: names, and not IP addresses."},
	{StageProxy, "The proxy refuses: most often, a web filter does not allow the address.", "Ask your IT team to allow these names in the proxy or the web filter: names, and not IP addresses."},
	{stagePassword, "The proxy asks for a password.", "Ask your IT team to let these names through the proxy without a password."},
	{StageSecure, "The connection is not secure: most often, something in between inspects it.", "Ask your IT team to leave these names out of the inspection of secure connections."},
	{StageAnswer, "What answers is not the server.", "Ask your IT team what stands between this computer and these names."},
}

// explain says why the first stage failed that did, and what to do about each.
func explain(stages map[string]bool) (cause string, cures []string) {
	cures = []string{"See if another website opens in your browser: if none does, the network of the practice is the trouble."}
	for _, o := range obstacles {
		if stages[o.stage] {
			cause = cmp.Or(cause, o.cause)
			cures = append(cures, o.cure)
		}
	}
	return cause, cures
}

var directoryCheck = Check{
	ID: "ods-directory", Code: "SU-513", Title: "ODS code in the national directory", After: []string{"setup"},
	Run: func(f *Facts) Result {
		code := f.Setup.ods()
		d := f.Host.directory()
		rule := currentPolicy().Directory
		compare := []string{"Compare the ODS code in the set-up file with the one on letters to the practice."}
		switch {
		case code == "":
			return Result{Status: Unknown, Detail: "The set-up file gives no ODS code.", Next: giveODS}
		case d == nil || !strings.EqualFold(d.Code, code):
			return Result{Status: Unknown, Detail: "Nobody asked the national directory for " + code + ".", Next: askNetwork}
		case d.Error != "":
			return Result{Status: Unknown, Detail: "The national directory could not be asked.", Evidence: []string{d.Error}, Next: []string{"Run cardcheck --online again later, or where the internet can be reached."}}
		case d.Missing:
			return Result{Status: Fail, Detail: "The national directory has no " + code + ".", Evidence: []string{"source: " + rule.Source}, Next: compare}
		case !strings.EqualFold(d.Status, "Active"):
			return Result{Status: Fail, Detail: code + " is not active any more in the national directory.", Evidence: d.describe(), Next: compare}
		case !slices.Contains(d.Roles, rule.Role):
			return Result{Status: Warn, Detail: code + " is in the national directory, but not as a GP practice.", Evidence: d.describe(), Next: compare}
		}
		return Result{Status: Pass, Detail: code + " is an active GP practice in the national directory.", Evidence: d.describe()}
	},
}

func (h *Host) directory() *Directory {
	if h == nil {
		return nil
	}
	return h.Directory
}

func (d *Directory) describe() []string {
	lines := []string{fmt.Sprintf("directory: %s, %s, %s", d.Code, d.Name, d.Status), "roles: " + strings.Join(d.Roles, ", ")}
	if d.ICB != "" {
		lines = append(lines, d.commissioned())
	}
	return append(lines, "source: "+currentPolicy().Directory.Source)
}

// commissioned is to which ICB the practice belongs.
func (d *Directory) commissioned() string {
	return fmt.Sprintf("directory: %s is commissioned by %s, which belongs to the ICB %s", d.Code, d.SubICB, d.ICB)
}
