package checks

import (
	"fmt"
	"slices"
	"strings"
)

const localhostID = "localhost"

// The smartcard software asks the browser which Windows user it runs for. The browser answers automatically if
// Windows or a policy of its own allows it. Otherwise it asks the user for a name and a password, with no
// explanation.
var localhostCheck = Check{
	ID:    localhostID,
	Code:  "NW-608",
	Title: "No password prompt for localhost",
	Good:  "localhost asks for no password",
	Wrong: "localhost may ask for a password",
	Run:   forManagement(checkLocalhost),
}

func checkLocalhost(f *Facts) Result {
	l := f.Host.Localhost
	if l == nil {
		return f.unobserved(
			"cardcheck could not tell whether Windows trusts localhost, which the smartcard software uses.",
			"Sign in to an NHS website: if a small window asks for a user name and a password for localhost, "+
				"Windows does not trust it.",
		)
	}

	prompts, evidence := f.Host.prompts(l)
	if len(prompts) == 0 {
		return Result{
			Status: Pass,
			Detail: "Chrome and Edge can use localhost, which the smartcard software needs, " +
				"without asking for a password.",
			Evidence: evidence,
		}
	}

	var browsers, fixes []string
	for _, p := range prompts {
		browsers = append(browsers, p.browser)
		fixes = append(fixes, p.fix)
	}

	return Result{
		Status:  Warn,
		Special: !slices.Contains(fixes, checkZone),
		Detail: strings.Join(browsers, " and ") +
			" will probably ask for a user name and a password for localhost, " +
			"which the smartcard software uses. A setting of this computer is the cause.",
		Evidence: append(evidence, "source: "+currentPolicy().Management.Source),
		Next: append([]string{
			"If a window asks for a user name and a password for localhost, choose Cancel.",
		}, slices.Compact(fixes)...),
	}
}

// prompt describes a browser that asks for a password, and the fix.
type prompt struct{ browser, fix string }

// prompts returns the browsers that ask for a password.
func (h *Host) prompts(l *Localhost) (list []prompt, evidence []string) {
	evidence = []string{l.describe()}
	for _, browser := range []string{BrowserChrome, BrowserEdge} {
		trusted, fix := l.trusted(), l.fix()
		if values := h.Policies.values(browser, PolicyGiveLogon); values != nil {
			evidence = append(evidence, h.Policies.describeOne(browser, PolicyGiveLogon, values))
			trusted = namesLocalhost(values)
			fix = "Ask your IT team to add localhost to the policy " + PolicyGiveLogon + " of " + browser + "."
		}

		if !trusted {
			list = append(list, prompt{browser, fix})
		}
	}

	return list, evidence
}

// checkZone is the fix that the article describes completely.
const checkZone = "Ask your IT team to check the Local intranet zone, in the Windows Internet Options under Security."

func (l *Localhost) fix() string {
	if l.Zone > ZoneIntranet {
		return checkZone
	}

	return "Ask your IT team to open the Windows Internet Options, then Security, Local intranet, Custom level: " +
		"under Logon, “Automatic logon only in Intranet zone” should be selected."
}

// trusted reports whether a browser sends user name and password automatically. Chrome and Edge decide the same
// way.
func (l *Localhost) trusted() bool {
	return l.Logon == LogonGiven || l.Logon == LogonInIntranet && l.Zone <= ZoneIntranet
}

var zoneText = map[uint32]string{
	ZoneComputer:   "this computer",
	ZoneIntranet:   "the local intranet",
	ZoneTrusted:    "trusted sites",
	ZoneInternet:   "the internet",
	ZoneRestricted: "restricted sites",
}

var logonText = map[uint32]string{
	LogonGiven:      "are sent automatically",
	LogonAsked:      "are asked for",
	LogonInIntranet: "are sent automatically only in the intranet",
	LogonRefused:    "are not sent",
}

func (l *Localhost) describe() string {
	return fmt.Sprintf("%s: localhost belongs to the zone of %s (%d); user name and password %s (0x%05X)",
		l.Source, zoneText[l.Zone], l.Zone, logonText[l.Logon], l.Logon)
}

// namesLocalhost reports whether a policy that lists servers, separated by commas, includes this computer.
func namesLocalhost(values []string) bool {
	servers := strings.Split(strings.Join(values, ","), ",")
	return slices.ContainsFunc(servers, func(server string) bool {
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(server)), ":") // without the port
		return name == "*" || strings.HasSuffix(name, "localhost")
	})
}
