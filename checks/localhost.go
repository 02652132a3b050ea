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
		var asking, listed []string
		for _, browser := range []string{BrowserChrome, BrowserEdge} {
			list := f.Host.Policies.values(browser, PolicyGiveLogon)
			if list != nil {
				listed = append(listed, fmt.Sprintf("%s: policy of %s: %s = %s", f.Host.Policies.Source, browser, PolicyGiveLogon, strings.Join(list, ", ")))
			}
			if list == nil && !l.quiet() || list != nil && !namesLocalhost(list) {
				asking = append(asking, browser)
			}
		}
		evidence := append([]string{l.describe()}, listed...)
		if len(asking) > 0 {
			return Result{
				Status: Warn, Detail: strings.Join(asking, " and ") + " will probably ask for a user name and a password for localhost, where the smartcard software waits: by the settings of this computer, browsers do not trust that address.",
				Evidence: append(evidence, "source: "+currentPolicy().Management.Source),
				Next:     []string{"Choose Cancel when a window asks for a user name and a password for localhost.", "Ask your IT team to look at the Local intranet zone, in the Internet Options of Windows under Security."},
			}
		}
		return Result{Status: Pass, Detail: "Chrome and Edge can use localhost, where the smartcard software waits, without asking for a password.", Evidence: evidence}
	}),
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
		name = strings.ToLower(strings.TrimSpace(name))
		return name == "*" || strings.HasSuffix(name, "localhost")
	})
}
