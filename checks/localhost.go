package checks

import (
	"fmt"
	"slices"
	"strings"
)

// The smartcard software asks the browser who somebody is in Windows. The browser says so by itself where Windows, or a policy of its own, lets
// it; elsewhere it asks the person for a name and a password, and nobody can tell what for.
var localhostCheck = Check{
	ID: "localhost", Code: "NW-608", Title: "No password asked for localhost",
	Run: forManagement(func(f *Facts) Result {
		l := f.Host.Localhost
		if l == nil {
			return f.unseen("Whether Windows trusts localhost, where the smartcard software waits, could not be seen.", "Sign in to an NHS website: a small window that asks for a user name and a password for localhost shows that it does not.")
		}
		asking, cures, evidence := f.whoAsks(l)
		if len(asking) == 0 {
			return Result{Status: Pass, Detail: "Chrome and Edge can use localhost, where the smartcard software waits, without asking for a password.", Evidence: evidence}
		}
		return Result{
			Status: Warn, Special: !slices.Contains(cures, lookAtZone), Evidence: append(evidence, "source: "+currentPolicy().Management.Source),
			Detail: strings.Join(asking, " and ") + " will probably ask for a user name and a password for localhost, where the smartcard software waits. A setting of this computer is the reason.",
			Next:   append([]string{"Choose Cancel when a window asks for a user name and a password for localhost."}, cures...),
		}
	}),
}

// whoAsks names the browsers that ask for a password, and what cures each of them.
func (f *Facts) whoAsks(l *Localhost) (asking, cures, evidence []string) {
	evidence = []string{l.describe()}
	for _, browser := range []string{BrowserChrome, BrowserEdge} {
		quiet, cure := l.quiet(), l.cure()
		if list := f.Host.Policies.values(browser, PolicyGiveLogon); list != nil {
			evidence = append(evidence, fmt.Sprintf("%s: policy of %s: %s = %s", f.Host.Policies.Source, browser, PolicyGiveLogon, strings.Join(list, ", ")))
			quiet, cure = namesLocalhost(list), "Ask your IT team to add localhost to the policy "+PolicyGiveLogon+" of "+browser+"."
		}
		if !quiet {
			asking, cures = append(asking, browser), append(cures, cure)
		}
	}
	return asking, slices.Compact(cures), evidence
}

// lookAtZone is the cure that the article has all steps of.
const lookAtZone = "Ask your IT team to look at the Local intranet zone, in the Internet Options of Windows under Security."

func (l *Localhost) cure() string {
	if l.Zone > ZoneIntranet {
		return lookAtZone
	}
	return "Ask your IT team to open the Internet Options of Windows, then Security, Local intranet, Custom level: under Logon, “Automatic logon only in Intranet zone” should be chosen."
}

// quiet reports whether a browser gives name and password away by itself. It judges as Chrome and Edge do.
func (l *Localhost) quiet() bool {
	return l.Logon == LogonGiven || l.Logon == LogonInIntranet && l.Zone <= ZoneIntranet
}

func (l *Localhost) describe() string {
	zone := map[uint32]string{ZoneComputer: "this computer", ZoneIntranet: "the local intranet", ZoneTrusted: "trusted sites", ZoneInternet: "the internet", ZoneRestricted: "restricted sites"}[l.Zone]
	logon := map[uint32]string{LogonGiven: "are given", LogonAsked: "are asked for", LogonInIntranet: "are given in the intranet alone", LogonRefused: "are refused"}[l.Logon]
	return fmt.Sprintf("%s: localhost belongs to %s (%d); name and password %s (0x%05X)", l.Source, zone, l.Zone, logon, l.Logon)
}

// namesLocalhost reports whether a policy that names servers, with commas between them, names this computer.
func namesLocalhost(values []string) bool {
	names := strings.Split(strings.Join(values, ","), ",")
	return slices.ContainsFunc(names, func(name string) bool {
		name, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(name)), ":") // without a port
		return name == "*" || strings.HasSuffix(name, "localhost")
	})
}
