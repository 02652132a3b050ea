package checks

import (
	"fmt"
	"slices"
	"strings"
)

var browserSettingsCheck = Check{
	ID: "browser-settings", Code: "SU-512", Title: "Browser settings for smartcards",
	Run: forManagement(func(f *Facts) Result {
		p := f.Host.Policies
		if p == nil {
			return f.unseen("What is set for the browsers of this computer could not be seen.", "Ask your IT team if Chrome and Edge let NHS Credential Management work: third-party cookies for [*.]localhost, and access to the local network.")
		}
		wrong := slices.Concat(p.obstacles(BrowserChrome), p.obstacles(BrowserEdge))
		if len(wrong) == 0 {
			return Result{Status: Pass, Detail: "Nothing that your IT team has set for Chrome and Edge stops smartcards. Settings that a person changed in the browser cannot be seen.", Evidence: p.describe()}
		}
		return Result{
			Status: Fail, Detail: strings.Join(wrong, " "), Evidence: append(p.describe(), "source: "+currentPolicy().Management.Source),
			Next: []string{"Give these lines to your IT team: only they can change what is set for everybody.", "Try the other browser until then: Chrome in place of Edge, or Edge in place of Chrome."},
		}
	}),
}

// obstacles says what is set for a browser that stops smartcards. To refuse extensions is none: smartcards need none, and
// NHS England names the one that there is as a cause of failed sign-ins.
func (p *Policies) obstacles(browser string) []string {
	var list []string
	if p.has(browser, PolicyBlockCookies, "1") && !p.has(browser, PolicyAllowCookies, "localhost") {
		list = append(list, "A setting of "+browser+" blocks third-party cookies, and makes no exception for [*.]localhost, where the smartcard software waits.")
	}
	for _, name := range []string{PolicyBlockLocalNetwork, PolicyBlockLoopback} {
		if p.has(browser, name, "nhs.uk") || p.any(browser, name) {
			list = append(list, "A setting of "+browser+" keeps NHS websites from the smartcard software on this computer.")
			break
		}
	}
	return list
}

// values is what is set, and nil where nothing is or nobody could look.
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

// has reports whether one of the values holds text.
func (p *Policies) has(browser, name, text string) bool {
	return slices.ContainsFunc(p.values(browser, name), func(v string) bool { return strings.Contains(v, text) })
}

// any reports whether the policy is for everything.
func (p *Policies) any(browser, name string) bool {
	return slices.Contains(p.values(browser, name), "*")
}

func (p *Policies) describe() []string {
	lines := []string{}
	for _, policy := range p.List {
		lines = append(lines, fmt.Sprintf("%s: policy of %s: %s = %s", p.Source, policy.Browser, policy.Name, strings.Join(policy.Values, ", ")))
	}
	return lines
}

var defaultBrowserCheck = Check{
	ID: "default-browser", Code: "SU-514", Title: "Default browser",
	Run: forManagement(func(f *Facts) Result {
		next := []string{"Open the Settings of Windows, then Apps, then Default apps.", "Make Microsoft Edge or Google Chrome the default browser."}
		if f.Host.Browser == nil {
			return f.unseen("Which browser opens links could not be seen.", "Look in the Settings of Windows, under Apps, Default apps: it should be Microsoft Edge or Google Chrome.")
		}
		rule, name := currentPolicy().Browsers, f.Host.Browser.name()
		evidence := []string{fmt.Sprintf("%s: links open in %s (%s)", f.Host.Browser.Source, name, f.Host.Browser.ID)}
		switch {
		case slices.Contains(rule.Good, name):
			return Result{Status: Pass, Detail: "Links open in " + name + ".", Evidence: evidence}
		case slices.Contains(rule.Bad, name):
			return Result{Status: Fail, Detail: "Links open in " + name + ", which is too old for NHS websites.", Evidence: append(evidence, "source: "+rule.Source), Next: next}
		}
		return Result{Status: Warn, Detail: "Links open in " + name + ". The pages on smartcards speak of " + strings.Join(rule.Good, " and ") + " alone.", Evidence: append(evidence, "source: "+rule.Source), Next: next}
	}),
}

// name is what people call the browser.
func (b *Browser) name() string {
	for prefix, name := range currentPolicy().Browsers.Known {
		if strings.HasPrefix(b.ID, prefix) {
			return name
		}
	}
	return b.ID
}
