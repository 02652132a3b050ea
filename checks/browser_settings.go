package checks

import (
	"fmt"
	"slices"
	"strings"
)

const browserSettingsID = "browser-settings"

var browserSettingsCheck = Check{
	ID:    browserSettingsID,
	Code:  "SU-512",
	Title: "Browser settings for smartcards",
	Good:  "The browser settings are right",
	Wrong: "A browser setting blocks the smartcard",
	Run:   forManagement(checkBrowserSettings),
}

func checkBrowserSettings(f *Facts) Result {
	p := f.Host.Policies
	if p == nil {
		return f.unobserved(
			"cardcheck could not read the browser settings of this computer.",
			"Ask your IT team if Chrome and Edge allow what NHS Credential Management needs: "+
				"third-party cookies for [*.]localhost, and access to the local network.",
		)
	}

	problems := slices.Concat(p.problems(BrowserChrome), p.problems(BrowserEdge))
	if len(problems) == 0 {
		return Result{
			Status: Pass,
			Detail: "No setting of your IT team for Chrome and Edge stops smartcards. " +
				"Settings that a user changed in the browser cannot be seen.",
			Evidence: p.describe(),
		}
	}

	return Result{
		Status:   Fail,
		Detail:   strings.Join(problems, " "),
		Evidence: append(p.describe(), "source: "+currentPolicy().Management.Source),
		Next: []string{
			"Give these lines to your IT team: only they can change these settings.",
			"Until then, try the other browser: Chrome instead of Edge, or Edge instead of Chrome.",
		},
	}
}

// problems returns the settings of a browser that stop smartcards. Blocked extensions are not among them:
// smartcards need no extension, and NHS England names the only one that exists as a cause of failed sign-ins.
func (p *Policies) problems(browser string) []string {
	var list []string
	if p.has(browser, PolicyBlockCookies, "1") && !p.has(browser, PolicyAllowCookies, "localhost") {
		list = append(list, "A setting of "+browser+" blocks third-party cookies without an exception for "+
			"[*.]localhost, which the smartcard software uses.")
	}

	if p.blocksNHS(browser, PolicyBlockLocalNetwork) || p.blocksNHS(browser, PolicyBlockLoopback) {
		list = append(list, "A setting of "+browser+
			" keeps NHS websites from using the smartcard software on this computer.")
	}

	return list
}

// blocksNHS reports whether a policy that blocks addresses applies to NHS websites.
func (p *Policies) blocksNHS(browser, name string) bool {
	return p.has(browser, name, "nhs.uk") || slices.Contains(p.values(browser, name), "*")
}

// values returns the values of a policy, or nil if it is not set or not known.
func (p *Policies) values(browser, name string) []string {
	if p == nil {
		return nil
	}

	for _, policy := range p.List {
		if policy.Browser == browser && policy.Name == name {
			return policy.Values
		}
	}

	return nil
}

// has reports whether one of the values of a policy contains text.
func (p *Policies) has(browser, name, text string) bool {
	return slices.ContainsFunc(p.values(browser,
		name), func(v string) bool { return strings.Contains(v, text) })
}

func (p *Policies) describe() []string {
	lines := []string{}
	for _, policy := range p.List {
		lines = append(lines, p.describeOne(policy.Browser, policy.Name, policy.Values))
	}

	return lines
}

func (p *Policies) describeOne(browser, name string, values []string) string {
	return fmt.Sprintf("%s: policy of %s: %s = %s", p.Source, browser, name, strings.Join(values, ", "))
}
