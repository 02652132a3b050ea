package checks

import (
	"fmt"
	"slices"
	"strings"
)

const defaultBrowserID = "default-browser"

var defaultBrowserCheck = Check{
	ID:    defaultBrowserID,
	Code:  "SU-514",
	Title: "Default browser",
	Good:  "The default browser is supported",
	Wrong: "The default browser may not work with smartcards",
	Run:   forManagement(checkDefaultBrowser),
}

func checkDefaultBrowser(f *Facts) Result {
	if f.Host.Browser == nil {
		return f.unobserved(
			"cardcheck could not tell which browser opens links.",
			"Look in the Windows Settings, under Apps, Default apps: it should be Microsoft Edge or Google Chrome.",
		)
	}

	rule, name := currentPolicy().Browsers, f.Host.Browser.name()
	evidence := []string{
		fmt.Sprintf("%s: links open in %s (%s)", f.Host.Browser.Source, name, f.Host.Browser.ID),
	}

	if slices.Contains(rule.Good, name) {
		return Result{
			Status:   Pass,
			Detail:   "Links open in " + name + ".",
			Evidence: evidence,
		}
	}

	result := Result{
		Status: Warn,
		Detail: "Links open in " + name + ". NHS England's pages about smartcards mention only " +
			strings.Join(rule.Good, " and ") + ".",
		Evidence: append(evidence, "source: "+rule.Source),
		Next: []string{
			"Open the Windows Settings, then Apps, then Default apps.",
			"Make Microsoft Edge or Google Chrome the default browser.",
		},
	}

	if slices.Contains(rule.Bad, name) {
		result.Status = Fail
		result.Heading = "The default browser is too old"
		result.Detail = "Links open in " + name + ", which is too old for NHS websites."
	}

	return result
}

// name returns the browser's common name.
func (b *Browser) name() string {
	for prefix, name := range currentPolicy().Browsers.Known {
		if strings.HasPrefix(b.ID, prefix) {
			return name
		}
	}

	return b.ID
}
